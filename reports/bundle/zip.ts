/**
 * Writes a zip archive (APPNOTE 6.3) by Node's own deflate, which takes a third of the time of one in JavaScript: reports hold
 * megabytes, and somebody waits.
 */
import { crc32, deflateRawSync } from 'node:zlib'

/** 2.0, the first that knows deflate (4.4.3). */
const VERSION = 20
const DEFLATED = 8
/** A third quicker than the usual 6, for an archive a tenth larger. */
const LEVEL = 4
/** Noon of 1980-01-01 as MS-DOS writes it (4.4.6): no zone, so that the bytes are the same wherever it is packed. */
const TIME = 12 << 11
const DATE = (1 << 5) | 1
/** What the directory of a plain archive can count. */
const MOST_FILES = 0xfffe

export interface ZipFile {
  /** ASCII. */
  readonly name: string
  readonly bytes: Uint8Array
  /** The bytes as `deflated` gives them, where somebody had the time before. */
  readonly packed?: Buffer
}

export const deflated = (bytes: Uint8Array): Buffer => deflateRawSync(bytes, { level: LEVEL })

/** `files` in this order. Throws RangeError for more than a plain archive can list. */
export function zip(files: readonly ZipFile[]): Uint8Array {
  if (files.length > MOST_FILES)
    throw new RangeError(`A plain zip archive lists ${MOST_FILES} files, not ${files.length}`)
  const parts: Buffer[] = []
  const listed: Buffer[] = []
  let at = 0
  for (const { name: text, bytes, packed = deflated(bytes) } of files) {
    const name = Buffer.from(text, 'latin1')
    const about = aboutFile(bytes, packed, name)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), about, name])
    listed.push(entry(about, at), name)
    parts.push(local, packed)
    at += local.length + packed.length
  }
  return Buffer.concat([...parts, ...listed, ending(files.length, bytesOf(listed), at)])
}

/** What the directory says of a file in the same words as the head of the file itself (4.3.7). */
function aboutFile(bytes: Uint8Array, packed: Uint8Array, name: Buffer): Buffer {
  const about = Buffer.alloc(26)
  about.writeUInt16LE(VERSION, 0)
  about.writeUInt16LE(DEFLATED, 4)
  about.writeUInt16LE(TIME, 6)
  about.writeUInt16LE(DATE, 8)
  about.writeUInt32LE(crc32(bytes), 10)
  about.writeUInt32LE(packed.length, 14)
  about.writeUInt32LE(bytes.length, 18)
  about.writeUInt16LE(name.length, 22)
  return about
}

/** 4.3.12, without the name. */
function entry(about: Buffer, at: number): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(at, 10)
  return Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([VERSION, 0]), about, rest])
}

/** 4.3.16 */
function ending(count: number, bytes: number, at: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(bytes, 12)
  end.writeUInt32LE(at, 16)
  return end
}

const bytesOf = (parts: readonly Buffer[]): number => parts.reduce((sum, { length }) => sum + length, 0)
