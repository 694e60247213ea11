/** Token requests with the client credentials grant (RFC 6749 4.4), by shared secret or by signed assertion (RFC 7523, SMART). */
import { randomUUID } from 'node:crypto'
import { exportPKCS8, generateKeyPair, importPKCS8, SignJWT } from 'jose'
import type { Exchange, NotReached, TokenRequest } from '../check.ts'
import { noData } from '../check.ts'
import type { RawRequest } from '../instruments/http/client.ts'
import { askPatiently } from '../instruments/http/retry.ts'
import { type Live, liveOf, type World } from '../probe/world.ts'
import { capture } from '../recorder/capture.ts'
import type { Scope } from '../recorder/recorder.ts'
import type { ClientSecretAuth, PrivateKeyJwtAuth } from '../target/model.ts'
import type { NoCredentials } from './credentials.ts'

export interface TokenAnswer {
  readonly token: string
  readonly expiresInMs: number
}
type Spoil = NonNullable<TokenRequest['spoil']>

export const isTokenAnswer = (answer: object): answer is TokenAnswer => 'token' in answer

/** Asks the token endpoint once, as the identity of that name, and records it; the token itself goes to the caller only. */
export async function requestToken(
  world: World,
  name: string,
  scope: Scope,
  spoil: Spoil,
): Promise<{ exchange: Exchange | NotReached; answer: TokenAnswer | NoCredentials }> {
  const url = tokenEndpoint(world, name)
  if (!url) {
    const needed = `an identity with an OAuth2 client and a token endpoint ("${name}" has none)`
    return { exchange: noData(needed), answer: { problem: `Needed: ${needed}.` } }
  }
  let answer: TokenAnswer | NoCredentials = { problem: 'The token request was replayed from a record.' }
  const exchange = await world.recorder.observe<Exchange>(scope, { kind: 'token', as: name, spoil, url }, async () => {
    const live = liveOf(world)
    const request = await tokenRequest(oauthClient(live, name), url, spoil, value =>
      live.redactor.learn(value, `${name} assertion`),
    )
    const sent = { ...request, signal: live.signal, requireTrust: true }
    const raw = await live.politeness.run(new URL(url).origin, () => askPatiently(live.client, sent), live.signal)
    answer = readToken(raw.response?.status, raw.response?.body, raw.error?.message)
    if (isTokenAnswer(answer)) live.redactor.learn(answer.token, `${name} access token`)
    return capture(request, raw, name, live)
  })
  return { exchange, answer }
}

/** From the identity, else from the issuer's own metadata as discovery read it; undefined for identities without OAuth. */
function tokenEndpoint({ landscape }: World, name: string): string | undefined {
  const identity = landscape.facts.identities.find(known => known.name === name)
  if (identity?.method !== 'client-secret' && identity?.method !== 'private-key-jwt') return undefined
  return (
    identity.tokenUrl ??
    landscape.issuers.find(({ identities }) => identities.some(known => known.name === name))?.tokenEndpoint
  )
}

function oauthClient(live: Live, name: string): ClientSecretAuth | PrivateKeyJwtAuth {
  const auth = live.target.identities.find(identity => identity.name === name)?.auth
  if (auth?.method === 'client-secret' || auth?.method === 'private-key-jwt') return auth
  throw new Error(`Identity "${name}" has no OAuth2 client.`)
}

async function tokenRequest(
  auth: ClientSecretAuth | PrivateKeyJwtAuth,
  url: string,
  spoil: Spoil,
  learn: (value: string) => void,
): Promise<RawRequest> {
  const clientId = spoil === 'client' ? `mustdo-unknown-${randomUUID()}` : auth.clientId
  const scope = spoil === 'scope' ? 'mustdo/no-such-scope' : auth.scope
  const form = new URLSearchParams({
    grant_type: spoil === 'grant-type' ? 'mustdo_no_such_grant' : 'client_credentials',
    ...(scope && { scope }),
  })
  const headers: { [name: string]: string } = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  }
  if (auth.method === 'client-secret') {
    const secret = spoil === 'secret' ? `wrong-${randomUUID()}` : auth.clientSecret.reveal()
    if (auth.style === 'post')
      for (const [key, value] of [
        ['client_id', clientId],
        ['client_secret', secret],
      ] as const)
        form.set(key, value)
    else {
      // RFC 6749 2.3.1: both halves are form-encoded before they are joined.
      const encoded = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')
      learn(encoded)
      headers['authorization'] = `Basic ${encoded}`
    }
  } else {
    const assertion = await signedAssertion(auth, clientId, url, spoil === 'secret')
    learn(assertion)
    form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    form.set('client_assertion', assertion)
  }
  return { method: 'POST', url, headers, body: form.toString() }
}

/** SMART App Launch 2.2, Backend Services: iss and sub are the client, aud the token endpoint, at most five minutes, jti once. */
async function signedAssertion(
  auth: PrivateKeyJwtAuth,
  clientId: string,
  aud: string,
  otherKey: boolean,
): Promise<string> {
  const pem = otherKey
    ? await exportPKCS8((await generateKeyPair(auth.alg, { extractable: true })).privateKey)
    : auth.key.reveal()
  return new SignJWT({})
    .setProtectedHeader({ alg: auth.alg, kid: auth.kid, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(aud)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('4 min')
    .sign(await importPKCS8(pem, auth.alg))
}

function readToken(
  status: number | undefined,
  body: Buffer | undefined,
  error: string | undefined,
): TokenAnswer | NoCredentials {
  if (status !== 200 || !body) return { problem: `The token endpoint answered ${status ?? `nothing (${error})`}.` }
  try {
    const { access_token: token, expires_in: seconds } = JSON.parse(body.toString()) as {
      access_token?: unknown
      expires_in?: unknown
    }
    if (typeof token !== 'string') return { problem: 'The token endpoint answered without an access_token.' }
    return { token, expiresInMs: Number(seconds ?? 300) * 1000 }
  } catch {
    return { problem: 'The token endpoint answered something that is not JSON.' }
  }
}
