/**
 * The grammar of a sealed file, checked to the last byte and without an HTML parser, since browsers mend what a verifier must
 * refuse. Body: printable ASCII and LF, one data block, ends `</html>\n`. Then lines `<!--seal:JWS-->` and `<!--time:TOKEN-->`
 * to the end of the file; a line that starts at byte N covers the bytes [0, N).
 */
import { askForOriginal, SealError } from './errors.ts'
import { firstUnprintable } from './printable.ts'

export interface SealLine {
  readonly at: number
  readonly kind: 'seal' | 'time'
  readonly text: string
}

export interface SealedFile {
  readonly bytes: Buffer
  readonly body: Buffer
  /** The text of the data block. */
  readonly record: Buffer
  readonly lines: readonly SealLine[]
}

export const RECORD_OPEN = '<script type="application/json" id="record">'
export const RECORD_CLOSE = '</script>'
const END = '</html>\n'
/** Room for a chain of certificates; a longer line is not a seal. */
const MAX_LINE = 65_536
const LINE = /^<!--(seal|time):([A-Za-z0-9_.-]+)-->$/
/** Any spelling of a second element with the record's id; a page's script would find the first one in the document. */
const OTHER_RECORD = /<[a-z][^<>]*\sid\s*=\s*["']?record[\s"'/>]/i

/** Splits a sealed file. Throws SealError for every byte that the grammar does not name, and for a file without a seal. */
export function split(file: Uint8Array): SealedFile {
  const sealed = splitBody(file)
  // A time-stamp says when, a seal says what: the first line after the page is a seal.
  if (sealed.lines[0]?.kind === 'seal') return sealed
  throw new SealError('unsealed', {
    what: 'The report ends without a seal',
    at: sealed.bytes.length,
    expected: 'a line <!--seal:…--> after </html>',
    next: 'The seal was cut off, or the page was never sealed. Ask the sender for the original file.',
  })
}

/** The same for a page that has no seal yet, or has some and is to get one more. */
export function splitBody(file: Uint8Array): SealedFile {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const find = finderOf(bytes)
  refuseTransitDamage(bytes, find)
  const end = find(END)
  if (end < 0)
    throw new SealError('truncated', {
      what: 'The file has no line that ends </html>',
      at: bytes.length,
      expected: 'a whole report: an HTML page, then its seals',
      next: 'The file is cut short or is no mustdo report. Compare its size with the sender’s and fetch it again.',
    })
  const body = bytes.subarray(0, end + END.length)
  refuseSealInBody(body.length, find)
  return { bytes, body, record: recordBlock(body), lines: lines(bytes, body.length) }
}

/**
 * The record's JSON as it stands in a sealed file. The grammar is checked, the seals are not: that is `verifySeals`.
 * Throws SealError.
 */
export const recordOf = (file: Uint8Array): string => split(file).record.toString('latin1')

/** Where a mark first stands in the file, -1 when nowhere. */
type Find = (mark: string) => number

/** A mark begins with "<", and the data block, most of the file, ends at its first one: it is passed over. */
function finderOf(bytes: Buffer): Find {
  const open = bytes.indexOf(RECORD_OPEN)
  const start = open + RECORD_OPEN.length
  const end = open < 0 ? -1 : bytes.indexOf(60, start)
  if (end < 0) return mark => bytes.indexOf(mark)
  const before = bytes.subarray(0, start)
  return mark => {
    const at = before.indexOf(mark)
    return at >= 0 ? at : bytes.indexOf(mark, end)
  }
}

function refuseTransitDamage(bytes: Buffer, find: Find): void {
  const refuse = (what: string, at: number, expected: string, next = askForOriginal) => {
    throw new SealError('transit', { what, at, expected, next })
  }
  if (bytes.length === 0) refuse('The file is empty', 0, 'a sealed report')
  const start = bytes.toString('latin1', 0, 4)
  if (start === 'PK\x03\x04')
    refuse(
      'This is a .zip archive',
      0,
      'the report itself',
      'Give it to mustdo verify as it is, or unpack it and verify the .html file in it.',
    )
  if (start === '%PDF')
    refuse(
      'This is a PDF, printed from the page',
      0,
      'the report itself, an .html file',
      'A print proves nothing. Ask for the original file, sent as a .zip.',
    )
  if (start.startsWith('\x1f\x8b'))
    refuse(
      'The file is compressed with gzip',
      0,
      'the report itself',
      'Unpack it with gunzip, and verify what comes out.',
    )
  if (/^(MIME-Version|From|Received|Return-Path|Content-Type|Subject|Date): /i.test(bytes.toString('latin1', 0, 20)))
    refuse('This is a mail message or a web archive with the page in it', 0, 'the report itself, as it was attached')
  if (start.startsWith('\xef\xbb\xbf') || start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff'))
    refuse('A byte order mark was put before the page', 0, '<!doctype html> as the first bytes')
  const at = firstUnprintable(bytes)
  const cr = at < 0 ? -1 : bytes.indexOf('\r')
  if (cr >= 0) refuse('Line ends were rewritten to CR LF', cr, 'LF line ends only')
  const saved = find('<!-- saved from url=')
  if (saved >= 0) refuse('A browser’s "save as" has rewritten the page', saved, 'the file as it was sent')
  if (at >= 0)
    throw new SealError('characters', {
      what: `A byte 0x${bytes[at]?.toString(16).padStart(2, '0')} stands in the file (re-encoded or altered)`,
      at,
      expected: 'printable ASCII and LF only',
      next: askForOriginal,
    })
}

function refuseSealInBody(end: number, find: Find): void {
  for (const mark of ['<!--seal:', '<!--time:']) {
    const at = find(mark)
    if (at >= 0 && at < end)
      throw new SealError('seal-in-body', {
        what: `${mark} stands inside the page`,
        at,
        expected: 'seals only after </html>',
        next: 'Do not rely on this file; ask the sender for the original.',
      })
  }
}

function recordBlock(body: Buffer): Buffer {
  const refuse = (what: string, at: number): never => {
    throw new SealError('record-block', {
      what,
      at,
      expected: `exactly one data block, ${RECORD_OPEN}`,
      next: 'Do not rely on this file; ask the sender for the original.',
    })
  }
  const open = body.indexOf(RECORD_OPEN)
  if (open < 0) return refuse('The page holds no data block', body.length)
  const start = open + RECORD_OPEN.length
  const end = body.indexOf('<', start)
  if (end < 0 || body.toString('latin1', end, end + RECORD_CLOSE.length) !== RECORD_CLOSE)
    return refuse('The data block is not closed by the first "<" after it', end < 0 ? body.length : end)
  const before = OTHER_RECORD.exec(body.toString('latin1', 0, open))
  if (before) return refuse('A second element has the data block’s id', before.index)
  const after = OTHER_RECORD.exec(body.toString('latin1', end))
  if (after) return refuse('A second element has the data block’s id', end + after.index)
  return body.subarray(start, end)
}

function lines(bytes: Buffer, from: number): SealLine[] {
  const found: SealLine[] = []
  for (let at = from; at < bytes.length; ) {
    const end = bytes.indexOf(10, at)
    const match = end < 0 || end - at > MAX_LINE ? null : LINE.exec(bytes.toString('latin1', at, end))
    if (!match)
      throw new SealError('trailing', {
        what: 'What follows the page is not a whole seal',
        at,
        expected: 'lines <!--seal:…--> or <!--time:…-->, each ended by LF, and nothing else',
        next: askForOriginal,
      })
    found.push({ at, kind: match[1] as SealLine['kind'], text: match[2]! })
    at = end + 1
  }
  return found
}
