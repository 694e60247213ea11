/** A corpus of altered copies of one small counter-signed report. None of them may be accepted. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { split } from './grammar.ts'
import { seal } from './seal.ts'
import { verifySeals } from './verify.ts'

const request = { iat: 1_795_356_600, summary: sampleSummary }
const supplier = await newSigner()
const reviewer = await newSigner()
const once = Buffer.from(await seal(samplePage(), supplier, request))
const original = Buffer.from(await seal(once, reviewer, { ...request, role: 'reviewer' }))
const { body, lines } = split(original)
const ends = lines.map(({ at }, index) => original.subarray(at, lines[index + 1]?.at ?? original.length))

/** The copies that were accepted, without a trust file: the weakest demand there is. */
async function accepted(copies: Iterable<readonly [string, Uint8Array]>): Promise<string[]> {
  const names: string[] = []
  for (const [name, copy] of copies) if ((await verifySeals(copy)).ok) names.push(name)
  return names
}

test('no copy with one bit changed is accepted, whichever of all its bits it is', async () => {
  function* flips(): Iterable<[string, Uint8Array]> {
    for (let bit = 0; bit < once.length * 8; bit++) {
      const copy = Buffer.from(once)
      copy[bit >> 3]! ^= 1 << (bit & 7)
      yield [`bit ${bit}`, copy]
    }
  }
  expect(await accepted(flips())).toEqual([])
})

test('no copy cut short is accepted, but for the one that lost exactly its last seal', async () => {
  function* cuts(): Iterable<[string, Uint8Array]> {
    for (let end = 0; end < original.length; end++) yield [`${end}`, original.subarray(0, end)]
  }
  expect(await accepted(cuts())).toEqual([`${once.length}`])
}, 60_000)

test('no copy with bytes put in, taken out, swapped or repeated is accepted', async () => {
  const next = generator('mustdo')
  const inserted = ['\n', ' ', '-', 'A', '<!---->', '</html>\n', '\r\n', '\0', '<b>']
  function* edits(): Iterable<[string, Uint8Array]> {
    for (let round = 0; round < 3000; round++) {
      const at = next() % original.length
      const to = next() % original.length
      const size = 1 + (next() % 40)
      const from = original.subarray(at, at + size)
      const put = Buffer.from(inserted[round % inserted.length]!)
      yield [`insert ${at}`, Buffer.concat([original.subarray(0, at), put, original.subarray(at)])]
      yield [`take ${at}+${size}`, Buffer.concat([original.subarray(0, at), original.subarray(at + size)])]
      yield [`repeat ${at}+${size}`, Buffer.concat([original.subarray(0, at + size), original.subarray(at)])]
      const moved = Buffer.concat([original.subarray(0, to), from, original.subarray(to)])
      yield [`copy ${at}+${size} to ${to}`, moved]
      const swapped = Buffer.from(original)
      swapped[at] = original[to]!
      swapped[to] = original[at]!
      if (!swapped.equals(original)) yield [`swap ${at} ${to}`, swapped]
    }
  }
  expect(await accepted(edits())).toEqual([])
}, 60_000)

test('no copy that mail, an editor or a browser rewrote is accepted, and the message says what happened', async () => {
  const text = original.toString('latin1')
  const rewritten: [string, Uint8Array, RegExp][] = [
    ['CR LF', Buffer.from(text.replaceAll('\n', '\r\n')), /CR LF/],
    ['CR only', Buffer.from(text.replaceAll('\n', '\r')), /CR LF/],
    ['BOM', Buffer.from(`\ufeff${text}`), /byte order mark/],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), /byte order mark/],
    ['UTF-16 without mark', Buffer.from(text, 'utf16le'), /0x00/],
    ['no last line end', original.subarray(0, -1), /not a whole seal/],
    ['one more line end', Buffer.from(`${text}\n`), /not a whole seal/],
    ['trailing space', Buffer.from(`${text} `), /not a whole seal/],
    ['quoted-printable', Buffer.from(text.replaceAll('=', '=3D')), /data block/],
    ['mail footer', Buffer.from(`${text}<p>Scanned</p>\n`), /not a whole seal/],
    ['saved as', Buffer.from(text.replace('\n', '\n<!-- saved from url=(0022)https://a.example/ -->\n')), /save as/],
    ['one line', Buffer.from(text.replaceAll('\n', ' ')), /<\/html>/],
    ['no-break space', Buffer.from(text.replace(' ', '\u00a0')), /0xc2/],
    ['zip', Buffer.concat([Buffer.from('PK\x03\x04'), original]), /\.zip/],
    ['empty', Buffer.alloc(0), /empty/],
  ]
  for (const [name, copy, says] of rewritten) {
    const result = await verifySeals(copy)
    expect(result.ok, name).toBe(false)
    expect(result.rungs[0]?.detail, name).toMatch(says)
  }
})

test('no copy with seals swapped, repeated, dropped from the middle or moved is accepted', async () => {
  const [first, second] = ends as [Buffer, Buffer]
  const copies: [string, Uint8Array][] = [
    ['swapped', Buffer.concat([body, second, first])],
    ['first dropped', Buffer.concat([body, second])],
    ['first repeated', Buffer.concat([body, first, first, second])],
    ['second repeated', Buffer.concat([original, second])],
    ['all dropped', body],
    ['seal before the end', Buffer.concat([body.subarray(0, -8), first, Buffer.from('</html>\n')])],
    ['seal in a comment of the page', Buffer.concat([first, original])],
    ['two reports', Buffer.concat([original, original])],
    ['unknown time-stamp', Buffer.concat([original, Buffer.from('<!--time:AAAA-->\n')])],
    ['unknown line', Buffer.concat([original, Buffer.from('<!--note:AAAA-->\n')])],
    ['garbage seal', Buffer.concat([original, Buffer.from('<!--seal:AAAA.AAAA.AAAA-->\n')])],
    ['two parts', Buffer.concat([original, Buffer.from('<!--seal:AAAA.AAAA-->\n')])],
  ]
  expect(await accepted(copies)).toEqual([])
})

/** Reproducible numbers: sha256 of a seed and a counter. */
function generator(seed: string): () => number {
  let count = 0
  return () => createHash('sha256').update(`${seed}${count++}`).digest().readUInt32BE(0)
}
