/**
 * ECDSA has two valid signatures for one message, (r, s) and (r, n - s). Only the one with the lower s is written and read, so
 * that nobody without the key can make a second valid file.
 */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const HALF = 32

const sOf = (signature: Uint8Array): bigint => BigInt(`0x${Buffer.from(signature.subarray(HALF)).toString('hex')}`)

/** True for a 64 byte P-256 signature (r, s) whose s is at most half the order of the curve. */
export const isLowS = (signature: Uint8Array): boolean => signature.length === 2 * HALF && sOf(signature) <= ORDER / 2n

/** The one of the two twins that is read. */
export function toLowS(signature: Uint8Array): Uint8Array {
  if (signature.length !== 2 * HALF || isLowS(signature)) return signature
  const s = (ORDER - sOf(signature)).toString(16).padStart(2 * HALF, '0')
  return Buffer.concat([signature.subarray(0, HALF), Buffer.from(s, 'hex')])
}
