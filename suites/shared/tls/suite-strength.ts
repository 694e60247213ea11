/** What a cipher suite is worth, read off its IANA name. */

/** Ephemeral key exchange with authenticated encryption, by a server that shows who it is. TLS 1.3 has nothing else. */
export const isStrong = (suite: string): boolean => hasForwardSecrecy(suite) && isAuthenticatedEncryption(suite)

export const hasForwardSecrecy = (suite: string): boolean =>
  /^TLS_(EC)?DHE_/.test(suite) || (!/_WITH_/.test(suite) && /^TLS_(AES|CHACHA20|AEGIS|SM4)/.test(suite))

export const isAuthenticatedEncryption = (suite: string): boolean =>
  /_(GCM|CCM(_8)?|POLY1305|AEGIS_\w+|MGM)(_|$)/.test(suite)

/** Ways in which a suite is broken, not merely old; empty for none. */
export function breaks(suite: string): string[] {
  const found: readonly (readonly [string, RegExp])[] = [
    ['no encryption', /_WITH_NULL_|_NULL_(MD5|SHA)|^TLS_SHA(256|384)_SHA/],
    ['nobody is shown to be at the other end', /_anon_/i],
    ['EXPORT keys', /EXPORT/],
    ['RC4', /RC4/],
    ['RC2', /RC2/],
    ['single DES', /_DES_|_DES40_/],
    ['blocks of 64 bits (Sweet32)', /3DES|IDEA|_28147_|MAGMA_CTR/],
  ]
  return found.filter(([, pattern]) => pattern.test(suite)).map(([name]) => name)
}

/** Less than 112 bits of security, or nobody known at the other end: all but blocks of 64 bits, which are merely old (RFC 9325, 4.1). */
export const protectsNothing = (suite: string): string[] => breaks(suite).filter(way => !/Sweet32/.test(way))

/** Bits of a group of elliptic curves or of a finite field, by its name; undefined for one whose name says nothing of it. */
export function groupBits(group: string): number | undefined {
  if (/MLKEM/.test(group)) return 256
  const known: Readonly<Record<string, number>> = { x25519: 253, x448: 446, curveSM2: 256 }
  const digits = /(?:sect|secp|brainpoolP|ffdhe|GC)(\d{3,4})/.exec(group)?.[1]
  return known[group] ?? (digits === undefined ? undefined : Number(digits))
}

/** Too small for RFC 9325, 4.5: curves under 224 bits, finite fields under 2048. */
export function isWeakGroup(group: string): boolean {
  const bits = groupBits(group)
  if (bits === undefined) return false
  return /^ffdhe/.test(group) ? bits < 2048 : bits < 224
}
