/** Public keys as they stand in a seal and in a trust file: JWK with the members of RFC 7638 only, in its order. */
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint'
import { fromBase64url } from './base64url.ts'
import { SealError } from './errors.ts'

export type PublicJwk =
  | { readonly crv: 'P-256'; readonly kty: 'EC'; readonly x: string; readonly y: string }
  | { readonly crv: 'Ed25519'; readonly kty: 'OKP'; readonly x: string }
  | { readonly e: string; readonly kty: 'RSA'; readonly n: string }

export type Algorithm = 'ES256' | 'EdDSA' | 'RS256' | 'PS256'

const MIN_RSA_BYTES = 256

/** The algorithms (RFC 7518, RFC 8037) that a key of this kind may be used with; a seal that names another is refused. */
export function algorithmsOf(jwk: PublicJwk): readonly Algorithm[] {
  if (jwk.kty === 'EC') return ['ES256']
  return jwk.kty === 'OKP' ? ['EdDSA'] : ['RS256', 'PS256']
}

/** Reads a public key strictly and returns it in its one form. Throws SealError `key`: other kinds, sizes and spellings. */
export function publicJwk(value: unknown): PublicJwk {
  if (typeof value !== 'object' || value === null) return refuse('The key is not a JSON object')
  const jwk = value as Record<string, unknown>
  if ('d' in jwk) return refuse('The key holds its private part')
  if (jwk.kty === 'EC' && jwk.crv === 'P-256')
    return { crv: 'P-256', kty: 'EC', x: member(jwk, 'x', 32), y: member(jwk, 'y', 32) }
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') return { crv: 'Ed25519', kty: 'OKP', x: member(jwk, 'x', 32) }
  if (jwk.kty === 'RSA') return rsa(jwk)
  return refuse(`The key is of kind ${String(jwk.kty)} ${String(jwk.crv ?? '')}`.trimEnd())
}

/** RFC 7638 thumbprint: base64url of sha256. The `kid` of a seal. */
export const thumbprint = (jwk: PublicJwk): Promise<string> => calculateJwkThumbprint(jwk, 'sha256')

/** A thumbprint as people compare it: `SHA256:` and the thumbprint. */
export const fingerprint = (thumbprint: string): string => `SHA256:${thumbprint}`

function rsa(jwk: Record<string, unknown>): PublicJwk {
  const n = member(jwk, 'n')
  const e = member(jwk, 'e')
  const size = fromBase64url(n, 'The modulus of the key')
  if (size.length < MIN_RSA_BYTES) return refuse(`The RSA key has ${size.length * 8} bits`)
  // A leading zero would give one key two thumbprints.
  if (size[0] === 0 || fromBase64url(e, 'The exponent of the key')[0] === 0)
    return refuse('The RSA key is written with leading zeros')
  return { e, kty: 'RSA', n }
}

function member(jwk: Record<string, unknown>, name: string, bytes?: number): string {
  const text = jwk[name]
  if (typeof text !== 'string') return refuse(`The key has no "${name}"`)
  const length = fromBase64url(text, `"${name}" of the key`).length
  return bytes !== undefined && length !== bytes ? refuse(`"${name}" of the key has ${length} bytes`) : text
}

function refuse(what: string): never {
  throw new SealError('key', {
    what,
    expected: 'a public JWK: EC P-256, OKP Ed25519 or RSA of 2048 bits or more',
    next: 'Make one with: mustdo keys generate',
  })
}
