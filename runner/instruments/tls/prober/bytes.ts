/** Bytes as TLS writes them (RFC 8446, 3): big-endian numbers, and vectors with their length in front. */

export const u8 = (value: number): Buffer => Buffer.from([value & 0xff])
export const u16 = (value: number): Buffer => Buffer.from([(value >> 8) & 0xff, value & 0xff])
export const u24 = (value: number): Buffer => Buffer.from([(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff])

export const vector8 = (...parts: readonly Buffer[]): Buffer => withLength(u8, parts)
export const vector16 = (...parts: readonly Buffer[]): Buffer => withLength(u16, parts)
export const vector24 = (...parts: readonly Buffer[]): Buffer => withLength(u24, parts)

export const list16 = (values: readonly number[]): Buffer => Buffer.concat(values.map(u16))

function withLength(length: (value: number) => Buffer, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([length(body.length), body])
}

/** What came is not of the form that the protocol gives it. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
}

/** Reads from front to back and never past the end: a length that promises more than is there is `Malformed`. */
export class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  take(length: number): Buffer {
    if (length > this.left) throw new Malformed(`${length} bytes were promised and ${this.left} are there`)
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  u8 = (): number => this.take(1).readUInt8(0)
  u16 = (): number => this.take(2).readUInt16BE(0)
  u24 = (): number => this.take(3).readUIntBE(0, 3)
  vector8 = (): Buffer => this.take(this.u8())
  vector16 = (): Buffer => this.take(this.u16())
  vector24 = (): Buffer => this.take(this.u24())
}
