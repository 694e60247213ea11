import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { exitCodeOf, renderVerification } from './render-verification.ts'
import { seal } from './seal.ts'
import { mend } from './transit.ts'
import { verifySeals } from './verify.ts'

const sealed = Buffer.from(await seal(samplePage(), await newSigner(), { iat: 1_795_356_600, summary: sampleSummary }))
const text = sealed.toString('latin1')
const identity = (await verifySeals(sealed)).bodyDigest

/** As mail carries it: `=` as `=3D`, soft line breaks after at most 76 characters. */
const quoted = text
  .replaceAll('=', '=3D')
  .split('\n')
  .map(line => line.match(/.{1,70}(?<!=|=3)/g)?.join('=\n') ?? '')
  .join('\n')

const damaged: [string, Uint8Array, RegExp][] = [
  ['a byte order mark', Buffer.from(`\ufeff${text}`), /byte order mark/],
  ['CR LF', Buffer.from(text.replaceAll('\n', '\r\n')), /line ends/],
  ['CR', Buffer.from(text.replaceAll('\n', '\r')), /line ends/],
  ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), /UTF-16/],
  ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), /UTF-16/],
  ['no last line end', sealed.subarray(0, -1), /at its end/],
  ['more line ends', Buffer.from(`${text}\n\n`), /at its end/],
  ['quoted-printable', Buffer.from(quoted), /quoted-printable/],
  ['both a mark and CR LF', Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`), /byte order mark/],
  [
    'save as',
    Buffer.from(text.replace('\n', '\n<!-- saved from url=(0022)https://a.example/ -->\n')),
    /saved it as a page/,
  ],
]

test.each(damaged)(
  'a file with %s is told to be damaged and not altered, and is refused all the same',
  async (_name, file, says) => {
    const result = await verifySeals(file)
    expect(exitCodeOf(result)).toBe(4)
    expect(result.headline).toBe('damaged on its way, not altered; ask for the original file, sent as a .zip')
    expect(result.transit?.bodyDigest).toBe(identity)
    expect(result.seals).toEqual([])
    expect(result.tier).toBe('none')
    expect(renderVerification(result)).toMatch(says)
  },
)

test.each(damaged)('a file with %s that was altered too is not called merely damaged', async (_name, file) => {
  const altered = Buffer.from(file)
  // One letter of the product's name; it stands in the page and in the record.
  const at = altered.indexOf(altered.includes('S\0a\0') ? 'S\0a\0m\0' : 'Sam')
  altered[at] = 'T'.charCodeAt(0)
  const result = await verifySeals(altered)
  expect(result.transit).toBeUndefined()
  expect(result.headline).toBe('the seal does not hold; do not rely on this file')
})

test('nothing of an undamaged file is undone, and what is no report is not made one', async () => {
  expect(mend(sealed)).toBeUndefined()
  for (const other of ['', '\r\n', 'PK\x03\x04', '<html>\r\n</html>\r\n'])
    expect((await verifySeals(Buffer.from(other))).transit).toBeUndefined()
})

test('a file made to cost time in undoing costs little', async () => {
  const long = 2_000_000
  const hostile = [
    `${'\n'.repeat(long)}x`,
    '<!-- saved from url='.repeat(long / 20),
    '=3D'.repeat(long / 3),
    '=\n'.repeat(long / 2),
  ]
  const began = performance.now()
  for (const each of hostile) mend(Buffer.from(each))
  expect(performance.now() - began).toBeLessThan(20_000)
})

/** As browsers write a page that is saved whole: other markup for the same document. */
const savedWhole = text
  .replace('<!doctype html>\n<html lang="en-GB">\n', '<!DOCTYPE html>\n<html lang="en-GB"><head>')
  .replace('<h1>', '</head><body><h1>')
  .replace('</html>\n', '</body></html>')
const rewritten: [string, string, RegExp][] = [
  ['saved whole by a browser', savedWhole, /wrote its markup anew/],
  ['saved whole on Windows', `\ufeff${savedWhole.replaceAll('\n', '\r\n')}`, /byte order mark/],
  ['given a footer by a gateway', `${text}<p>Scanned for viruses</p>\n`, /added after its end/],
]

test.each(rewritten)(
  'a file %s is told to be rewritten, with data as sealed, and is refused',
  async (_name, file, says) => {
    const result = await verifySeals(Buffer.from(file))
    expect(exitCodeOf(result)).toBe(4)
    expect(result.headline).toMatch(
      /^rewritten on its way: its data are as sealed, the page around them is not; ask for the original/,
    )
    expect(result.tier).toBe('none')
    expect(result.seals).toEqual([])
    expect(renderVerification(result)).toMatch(says)
    expect(renderVerification(result)).toContain('what the page shows may be anything')
  },
)

test.each(rewritten)('a file %s whose data were altered too is not called rewritten', async (_name, file) => {
  const at = file.indexOf('id="record"')
  const altered = `${file.slice(0, at)}${file.slice(at).replace('Sample', 'Simple')}`
  expect(altered).not.toBe(file)
  const result = await verifySeals(Buffer.from(altered))
  expect(result.rewritten).toBeUndefined()
  expect(result.headline).toBe('the seal does not hold; do not rely on this file')
})

test('a page altered by hand around its data is not called rewritten on its way, though its data are as sealed', async () => {
  const result = await verifySeals(Buffer.from(text.replace('<h1>Sample', '<h1>Simple')))
  expect(result.headline).toBe('the seal does not hold; do not rely on this file')
  expect(result.rewritten?.signs).toEqual([])
})

test('a print, a mail message and a compressed file are told what they are', async () => {
  const detail = async (file: Uint8Array) => (await verifySeals(file)).rungs[0]?.detail
  expect(await detail(Buffer.from('%PDF-1.7\n'))).toContain('This is a PDF')
  expect(await detail(Buffer.from(`MIME-Version: 1.0\n\n${quoted}`))).toContain('a mail message or a web archive')
  expect(await detail(gzipSync(sealed))).toContain('compressed with gzip')
})
