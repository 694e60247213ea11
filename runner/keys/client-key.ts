/** New keys for clients that sign assertions (RFC 7523; SMART App Launch, asymmetric client authentication). */
import { generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import type { JWK } from 'jose'
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint'

export const clientAlgorithms = ['RS384', 'ES384', 'RS512'] as const
export type ClientAlgorithm = (typeof clientAlgorithms)[number]

export interface NewClientKey {
  readonly alg: ClientAlgorithm
  /** RFC 7638 thumbprint, base64url. */
  readonly kid: string
  /** PKCS#8 PEM, not encrypted: for a file only its owner reads, or a CI secret. */
  readonly privatePem: string
  /** The public half as a key set (RFC 7517, 5), to register with the authorization server. */
  readonly jwks: { readonly keys: readonly JsonWebKey[] }
}

const RSA_BITS = 3072

/** RS384 and RS512 get an RSA key of 3072 bits, ES384 one on P-384 (RFC 7518, 3.3 and 3.4). */
export async function generateClientKey(alg: ClientAlgorithm): Promise<NewClientKey> {
  const { privateKey, publicKey } =
    alg === 'ES384'
      ? generateKeyPairSync('ec', { namedCurve: 'P-384' })
      : generateKeyPairSync('rsa', { modulusLength: RSA_BITS })
  const jwk = publicKey.export({ format: 'jwk' })
  const kid = await calculateJwkThumbprint(jwk as JWK)
  const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { alg, kid, privatePem, jwks: { keys: [{ ...jwk, kid, alg, use: 'sig' }] } }
}
