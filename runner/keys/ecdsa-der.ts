/** ECDSA signatures as most tokens and key services return them (DER, RFC 3279, 2.2.3), for P-256. */
const HALF = 32
const SEQUENCE = 0x30
const INTEGER = 0x02

/** The 64 raw bytes (r, s) of a DER signature; undefined for anything that is not exactly one. */
export function fromDer(der: Uint8Array): Uint8Array | undefined {
  // Two numbers of at most 33 bytes each keep every length in its short form.
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) return undefined
  const raw = new Uint8Array(2 * HALF)
  let at = 2
  for (const end of [HALF, 2 * HALF]) {
    const length = der[at + 1] ?? 0
    const digits = der.subarray(at + 2, at + 2 + length)
    const significant = digits[0] === 0 ? digits.subarray(1) : digits
    if (der[at] !== INTEGER || digits.length !== length || length === 0 || significant.length > HALF) return undefined
    raw.set(significant, end - significant.length)
    at += 2 + length
  }
  return at === der.length ? raw : undefined
}
