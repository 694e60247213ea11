/** Tokens that no server may believe, made from one that it does. */
import { createHmac } from 'node:crypto'
import type { JWK } from 'jose'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { decodeJwt } from 'jose/jwt/decode'
import { SignJWT } from 'jose/jwt/sign'
import { exportJWK, exportSPKI } from 'jose/key/export'
import { generateKeyPair } from 'jose/key/generate/keypair'
import { importJWK } from 'jose/key/import'
import type { RequestOptions } from '../check.ts'
import { inTurn } from '../instruments/politeness.ts'
import { liveOf, type World } from '../probe/world.ts'
import type { NoCredentials } from './credentials.ts'

export type Forgery = Exclude<NonNullable<RequestOptions['credentials']>, 'own' | 'garbage' | 'in-address'>

/** The spoilt token, or why it cannot be made: some forgeries need a token that is a JWT, or the server's public key. */
export async function forgedToken(
  world: World,
  token: string,
  how: Forgery,
  word?: string,
): Promise<string | NoCredentials> {
  if (how === 'forged') return altered(token)
  if (how === 'truncated') return token.slice(0, -Math.ceil((token.length - token.lastIndexOf('.')) / 2))
  if (how === 'alg-none') return unsigned(token, 'none')
  if (!/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token))
    return { problem: 'The access token is no JWT, so it names no key or algorithm.' }
  if (how === 'stripped') return token.slice(0, token.lastIndexOf('.') + 1)
  if (how === 'alg-none-cased') return unsigned(token, 'nOnE')
  if (how === 'crit-unknown') return withHeader(token, { crit: [UNKNOWN], [UNKNOWN]: true })
  if (how === 'key-in-token') return withOwnKey(token)
  if (how === 'key-confusion') return withPublicKeyAsSecret(world, token)
  if (how === 'kid-path') return withKid(token, '../../../../../../../../dev/null', '')
  if (how === 'kid-query') return withKid(token, "mustdo' UNION SELECT 'mustdo", 'mustdo')
  if (how === 'jku' || how === 'x5u') return withKeyAddress(world, token, how, word)
  return withClaims(token, how)
}

const HOUR = 3600
const ELSEWHERE = 'https://elsewhere.example'
const UNKNOWN = 'urn:mustdo:unknown-extension'

/** Other claims above the signature of the old ones: a server that skips the signature has only its claim checks left. */
function withClaims(token: string, how: 'expired' | 'not-yet-valid' | 'other-audience' | 'other-issuer'): string {
  const now = Math.floor(Date.now() / 1000)
  const changed = {
    expired: { exp: now - HOUR },
    'not-yet-valid': { nbf: now + HOUR, exp: now + 2 * HOUR },
    'other-audience': { aud: ELSEWHERE },
    'other-issuer': { iss: ELSEWHERE },
  }[how]
  const [header = '', , signature = ''] = token.split('.')
  return `${header}.${encoded({ ...decodeJwt(token), ...changed })}.${signature}`
}

/** The token under a header with more members than it was signed with. */
function withHeader(token: string, more: object): string {
  const [, claims = '', signature = ''] = token.split('.')
  return `${encoded({ ...decodeProtectedHeader(token), ...more })}.${claims}.${signature}`
}

/** Signed by HMAC with what a careless lookup by that key id would find: an empty file, or a value of our own. */
function withKid(token: string, kid: string, secret: string): string {
  const signed = `${encoded({ alg: 'HS256', typ: decodeProtectedHeader(token).typ ?? 'JWT', kid })}.${token.split('.')[1] ?? ''}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** One character in the middle of the signature changed. */
function altered(token: string): string {
  const place = token.lastIndexOf('.') + 1 + Math.floor((token.length - token.lastIndexOf('.') - 1) / 2)
  return `${token.slice(0, place)}${token[place] === 'A' ? 'B' : 'A'}${token.slice(place + 1)}`
}

/** The token's claims under a header that says they need no signature (RFC 8725, 2.1). */
function unsigned(token: string, alg: string): string {
  return `${encoded({ alg, typ: 'JWT' })}.${token.split('.')[1] ?? ''}.`
}

/** Signed by a key of ours, which the header carries as if it were the server's (RFC 8725, 3.10). */
async function withOwnKey(token: string): Promise<string> {
  const { typ, kid } = decodeProtectedHeader(token)
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), ...(kid && { kid }) }
  return new SignJWT(decodeJwt(token))
    .setProtectedHeader({ alg: 'ES256', ...(typ && { typ }), ...(kid && { kid }), jwk })
    .sign(privateKey)
}

/** Signed by a key of ours, which lies at an address of the listener that the header names (RFC 8725, 3.10). */
async function withKeyAddress(
  world: World,
  token: string,
  how: 'jku' | 'x5u',
  word: string | undefined,
): Promise<string | NoCredentials> {
  const canary = await liveOf(world).canary?.()
  if (!canary || word === undefined) return { problem: 'There is no listener that a token could name.' }
  const { typ, kid, alg = '' } = decodeProtectedHeader(token)
  // The algorithm that the server expects, so that it does not stop at another.
  const own = /^(RS|PS|ES)(256|384|512)$/.test(alg) ? alg : 'ES256'
  const { publicKey, privateKey } = await generateKeyPair(own)
  canary.give(word, { keys: [{ ...(await exportJWK(publicKey)), alg: own, use: 'sig', ...(kid && { kid }) }] })
  return new SignJWT(decodeJwt(token))
    .setProtectedHeader({ alg: own, ...(typ && { typ }), ...(kid && { kid }), [how]: canary.address(word) })
    .sign(privateKey)
}

/** Signed with HS256, the server's public key as the secret (RFC 8725, 2.1). */
async function withPublicKeyAsSecret(world: World, token: string): Promise<string | NoCredentials> {
  const { typ, kid } = decodeProtectedHeader(token)
  const key = await publishedKey(world, kid)
  if (!key)
    return {
      problem: 'The authorization server publishes no key for the token, so it cannot be mistaken for a secret.',
    }
  const pem = await exportSPKI(
    (await importJWK({ ...key, ext: true }, key.alg ?? 'RS256', { extractable: true })) as CryptoKey,
  )
  return new SignJWT(decodeJwt(token))
    .setProtectedHeader({ alg: 'HS256', ...(typ && { typ }), ...(kid && { kid }) })
    .sign(new TextEncoder().encode(pem))
}

/** The published key of that id; the only one where the token names none. */
async function publishedKey(world: World, kid: string | undefined): Promise<JWK | undefined> {
  const { client, politeness, signal } = liveOf(world)
  for (const { jwksUri } of world.landscape.issuers) {
    if (!jwksUri || !world.landscape.facts.origins.includes(new URL(jwksUri).origin)) continue
    const { response } = await inTurn(politeness, new URL(jwksUri).origin, signal, given =>
      client.ask({ method: 'GET', url: jwksUri, headers: { accept: 'application/json' }, signal: given }),
    )
    const keys = keysIn(response?.body.toString())
    const found = keys.find(key => key.kid === kid) ?? (keys.length === 1 ? keys[0] : undefined)
    if (found) return found
  }
  return undefined
}

function keysIn(text: string | undefined): readonly JWK[] {
  try {
    const { keys } = JSON.parse(text ?? '') as { keys?: unknown }
    return Array.isArray(keys) ? (keys as JWK[]) : []
  } catch {
    return []
  }
}
