/** What mail, editors and re-ordering do to a small counter-signed report, and the words for it; `fixtures/seals/corpus.ts` has the rest. */
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
