/**
 * Where each file of a zip archive lies, by its directory at the end (APPNOTE 6.3, 4.3.12 and 4.3.16). Strict, since programs differ
 * in what they make of an archive that says two things: each file is listed once, stands where and as it is listed, and nothing lies
 * in between.
 */
import { SealError } from '../seal/errors.ts'

export const SUMS = 'SHA256SUMS'
export const HOW_TO = 'HOW-TO-CHECK.txt'
export const EVIDENCE = 'evidence/'

export interface Entry {
  readonly name: string
  readonly method: number
  /** As the directory says; nobody has unpacked it yet. */
  readonly size: number
  readonly packed: Uint8Array
}

const LOCAL = 0x04034b50
const LISTED = 0x02014b50
const END = 0x06054b50
const END_BYTES = 22
/** A data descriptor, with its signature, at most (4.3.9): the only thing that may lie between two files. */
const DESCRIPTOR = 24
const ENCRYPTED = 0x1

export const isZip = (file: Uint8Array): boolean =>
  file.length > 3 && file[0] === 0x50 && file[1] === 0x4b && file[2] === 3 && file[3] === 4

/** Every file of the archive, in the order in which they lie. Throws SealError. */
export function entriesOf(file: Uint8Array): readonly Entry[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const end = bytes.length - END_BYTES
  if (end < 0 || bytes.readUInt32LE(end) !== END)
    throw broken(
      'The archive does not end with its directory',
      bytes.length,
      'It is cut short, or something was added.',
    )
  const count = bytes.readUInt16LE(end + 10)
  const directory = bytes.readUInt32LE(end + 16)
  if (count === 0xffff || directory + bytes.readUInt32LE(end + 12) !== end)
    throw broken('The archive’s directory does not lie where its end says', end, 'It was written by other software.')
  const found: (Entry & { readonly from: number; readonly to: number })[] = []
  let at = directory
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== LISTED) throw broken('The archive’s directory is cut short', at)
    const nameBytes = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('latin1', at + 46, at + 46 + nameBytes)
    const packedSize = bytes.readUInt32LE(at + 20)
    const from = bytes.readUInt32LE(at + 42)
    if (bytes.readUInt16LE(at + 8) & ENCRYPTED)
      throw broken(`${quoted(name)} is encrypted`, at, 'Send it without a password.')
    if (from + 30 > directory || bytes.readUInt32LE(from) !== LOCAL)
      throw broken(`${quoted(name)} is not where the directory says`, from)
    const start = from + 30 + bytes.readUInt16LE(from + 26) + bytes.readUInt16LE(from + 28)
    const to = start + packedSize
    const own = bytes.toString('latin1', from + 30, from + 30 + bytes.readUInt16LE(from + 26))
    if (own !== name) throw broken(`${quoted(name)} has another name (${quoted(own)}) where it lies`, from)
    if (to > directory) throw broken(`${quoted(name)} is cut short`, from)
    found.push({
      name,
      method: bytes.readUInt16LE(at + 10),
      size: bytes.readUInt32LE(at + 24),
      packed: bytes.subarray(start, to),
      from,
      to,
    })
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  if (at !== end) throw broken('The archive’s directory holds more than its files', at)
  found.sort((a, b) => a.from - b.from)
  const ends = [0, ...found.map(({ to }) => to)]
  for (const [index, from] of [...found.map(one => one.from), directory].entries()) {
    const gap = from - (ends[index] ?? 0)
    if (gap < 0) throw broken('Two files of the archive lie in the same place', from)
    if (gap > (index === 0 ? 0 : DESCRIPTOR))
      throw broken('Something lies in the archive that it does not list', from - gap)
  }
  return found
}

const quoted = (name: string) => JSON.stringify(name.slice(0, 80))

export const broken = (what: string, at?: number, next = '') =>
  new SealError('archive', {
    what,
    ...(at !== undefined && { at }),
    expected: 'the .zip that mustdo wrote beside the report, as it was sent',
    next: `${next ? `${next} ` : ''}Ask the sender for the original.`,
  })
