import { createPublicKey, type KeyObject } from 'node:crypto'
import { fingerprint, type PublicJwk, publicJwk, thumbprint } from '../../reports/seal/public-key.ts'

/** A public key in the forms people exchange: JWK for trust files, PEM for openssl, a fingerprint to read out. */
export interface PublicKeyForms {
  readonly jwk: PublicJwk
  readonly publicPem: string
  /** `SHA256:` and the RFC 7638 thumbprint, base64url. */
  readonly fingerprint: string
}

/** The public half of a key of a supported kind. Throws SealError for others. */
export async function exportPublic(key: KeyObject): Promise<PublicKeyForms> {
  const half = key.type === 'private' ? createPublicKey(key) : key
  const jwk = publicJwk(half.export({ format: 'jwk' }))
  return {
    jwk,
    publicPem: half.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: fingerprint(await thumbprint(jwk)),
  }
}
