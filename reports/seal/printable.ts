/** The one scan over every byte of a file, four at a time: a report of 25 MB is mostly this and its digest. */

const LF = 10
const HIGH_BITS = 0x80808080

/** Where the first byte stands that is neither LF nor printable ASCII; -1 when there is none. */
export function firstUnprintable(bytes: Uint8Array): number {
  const aligned = Math.min(bytes.length, (4 - (bytes.byteOffset & 3)) & 3)
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + aligned, (bytes.length - aligned) >> 2)
  const inHead = scan(bytes, 0, aligned)
  if (inHead >= 0) return inHead
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as number
    // A high bit stands in the result for every byte past 0x7e, and for one below a space; LF is one of these, so look closer.
    if (((word | (word + 0x01010101) | (word - 0x20202020)) & HIGH_BITS) === 0) continue
    const at = aligned + index * 4
    const found = scan(bytes, at, at + 4)
    if (found >= 0) return found
  }
  return scan(bytes, aligned + words.length * 4, bytes.length)
}

function scan(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if (byte !== LF && (byte < 0x20 || byte > 0x7e)) return at
  }
  return -1
}
