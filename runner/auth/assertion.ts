/** The assertion by which a client proves itself, signed by its key (RFC 7523; SMART App Launch 2.2), whole or spoilt in one way. */
import { createHmac, createPrivateKey, createPublicKey, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose/jwt/sign'
import { exportPKCS8 } from 'jose/key/export'
import { generateKeyPair } from 'jose/key/generate/keypair'
import { importPKCS8 } from 'jose/key/import'
import type { PrivateKeyJwtAuth } from '../target/model.ts'
import type { Spoil } from './client-authentication.ts'

const OTHER_AUDIENCE = 'https://other.mustdo.example/token'
const MINUTE = 60

/** Seconds from now to the expiry: four minutes where five are allowed, an hour, or ten minutes ago, beyond any tolerance for clocks. */
const lifetimes: { readonly [spoil in Spoil]?: number } = {
  'assertion-lifetime': 60 * MINUTE,
  'assertion-expired': -10 * MINUTE,
}

/** iss and sub are the client, aud the token endpoint, at most five minutes, jti once. */
export async function signedAssertion(
  auth: PrivateKeyJwtAuth,
  clientId: string,
  tokenEndpoint: string,
  spoil: Spoil,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const expires = now + (lifetimes[spoil] ?? 4 * MINUTE)
  const claims = {
    iss: clientId,
    sub: spoil === 'assertion-subject' ? `mustdo-other-${randomUUID()}` : clientId,
    aud: spoil === 'assertion-audience' ? OTHER_AUDIENCE : tokenEndpoint,
    jti: randomUUID(),
    iat: Math.min(now, expires - MINUTE),
    exp: expires,
  }
  const kid = spoil === 'assertion-key' ? `mustdo-unknown-${randomUUID()}` : auth.kid
  if (spoil === 'assertion-unsigned') return `${unsigned({ alg: 'none', kid, typ: 'JWT' }, claims)}.`
  if (spoil === 'assertion-hmac') return withPublicKey(auth.key.reveal(), kid, claims)
  const otherKey = spoil === 'secret' || spoil === 'assertion-key'
  const pem = otherKey
    ? await exportPKCS8((await generateKeyPair(auth.alg, { extractable: true })).privateKey)
    : auth.key.reveal()
  return new SignJWT(claims)
    .setProtectedHeader({ alg: auth.alg, kid, typ: 'JWT' })
    .sign(await importPKCS8(pem, auth.alg))
}

const unsigned = (...parts: readonly object[]): string =>
  parts.map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')

/** By HMAC with the public key as the secret: who lets the assertion choose its algorithm takes it (RFC 8725, 2.1). */
function withPublicKey(privatePem: string, kid: string, claims: object): string {
  const signed = unsigned({ alg: 'HS256', kid, typ: 'JWT' }, claims)
  const secret = createPublicKey(createPrivateKey(privatePem)).export({ type: 'spki', format: 'pem' })
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}
