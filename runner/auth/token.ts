/** Token requests with the client credentials grant (RFC 6749 4.4), by shared secret or by signed assertion (RFC 7523, SMART). */
import { randomUUID } from 'node:crypto'
import type { Exchange, NotReached } from '../check.ts'
import { noData } from '../check.ts'
import type { RawExchange, RawRequest } from '../instruments/http/client.ts'
import { askPatiently } from '../instruments/http/retry.ts'
import { inTurn } from '../instruments/politeness.ts'
import { type Live, liveOf, type World } from '../probe/world.ts'
import { capture } from '../recorder/capture.ts'
import type { Scope } from '../recorder/recorder.ts'
import { tokenOrigins } from '../target/origins.ts'
import { assertionFields, type OAuthClient, proofOf, type Spoil } from './client-authentication.ts'
import type { NoCredentials } from './credentials.ts'
import { holdToken } from './held-tokens.ts'

export interface TokenAnswer {
  readonly token: string
  readonly expiresInMs: number
}

export const isTokenAnswer = (answer: object): answer is TokenAnswer => 'token' in answer

/** Asks the token endpoint once, as the identity of that name, and records it; the token itself goes to the caller only. */
export async function requestToken(
  world: World,
  name: string,
  scope: Scope,
  spoil: Spoil,
): Promise<{ exchange: Exchange | NotReached; answer: TokenAnswer | NoCredentials }> {
  const url = isUser(world, name) ? undefined : tokenEndpoint(world, name)
  if (!url) {
    const needed = `an identity with an OAuth2 client and a token endpoint ("${name}" has none)`
    return { exchange: noData(needed), answer: { problem: `Needed: ${needed}.` } }
  }
  const elsewhere = strangeAddress(world, name, url)
  if (elsewhere) return { exchange: noData(elsewhere), answer: { problem: `Needed: ${elsewhere}.` } }
  let answer: TokenAnswer | NoCredentials = { problem: 'The token request was replayed from a record.' }
  const exchange = await world.recorder.observe<Exchange>(scope, { kind: 'token', as: name, spoil, url }, async () => {
    const live = liveOf(world)
    const strange = keptBack(live, name, url)
    if (strange) {
      answer = { problem: strange.error?.message ?? '' }
      return capture({ method: 'POST', url, headers: {} }, strange, name, live)
    }
    const { request, assertion } = await tokenRequest(live, name, url, spoil)
    const raw = await inTurn(live.politeness, new URL(url).origin, live.signal, signal =>
      askPatiently(live.client, { ...request, signal, requireTrust: true }),
    )
    answer = readToken(raw.response?.status, raw.response?.body, raw.error?.message)
    if (isTokenAnswer(answer)) holdToken(live, answer.token, `${name} access token`)
    if (isTokenAnswer(answer) && assertion) taken.set(live, (taken.get(live) ?? new Map()).set(name, assertion))
    return capture(request, raw, name, live)
  })
  return { exchange, answer }
}

/** From the identity, else from the issuer's own metadata as discovery read it; undefined for identities without OAuth. */
export function tokenEndpoint({ landscape }: World, name: string): string | undefined {
  const identity = landscape.facts.identities.find(known => known.name === name)
  if (!identity || !/^(client-secret|private-key-jwt|authorization-code)$/.test(identity.method)) return undefined
  return (
    identity.tokenUrl ??
    landscape.issuers.find(
      ({ identities, users }) => users.includes(name) || identities.some(known => known.name === name),
    )?.tokenEndpoint
  )
}

/** A user's client has no token of its own. */
const isUser = ({ landscape }: World, name: string) =>
  landscape.facts.identities.some(known => known.name === name && known.method === 'authorization-code')

/**
 * Metadata may name any address; a client's secret goes only where the target file sends it: to the identity's own tokenUrl, or
 * to an origin of the target. What is needed, in words, when this is neither.
 */
export function strangeAddress({ landscape }: World, name: string, url: string): string | undefined {
  if (landscape.facts.identities.some(known => known.name === name && known.tokenUrl === url)) return undefined
  if (URL.canParse(url) && landscape.facts.origins.includes(new URL(url).origin)) return undefined
  return `the origin of the token endpoint ${url}, which the server's metadata name, as an endpoint of the target file`
}

/** The client registration of an identity; throws for one that has none. */
export function oauthClient(live: Live, name: string): OAuthClient {
  const auth = live.target.identities.find(identity => identity.name === name)?.auth
  if (auth && 'clientId' in auth) return auth
  throw new Error(`Identity "${name}" has no OAuth2 client.`)
}

/** The exchange that was not had, when a client's secret or token may not go to this address; undefined when it may. */
export function keptBack(live: Live, name: string, url: string): RawExchange | undefined {
  const { origin } = new URL(url)
  const identity = live.target.identities.find(known => known.name === name)
  if (identity && [...identity.origins, ...tokenOrigins(identity)].includes(origin)) return undefined
  const message = `The credentials of "${name}" may not go to ${origin}; list it under identities.${name}.origins if they should.`
  const error = { code: 'no-credentials', phase: 'stopped', message } as const
  return { at: new Date().toISOString(), ms: 0, requestHeaders: [], error }
}

/** The last assertion of each identity that was taken, for `assertion-replay`. */
const taken = new WeakMap<Live, Map<string, string>>()

async function tokenRequest(
  live: Live,
  name: string,
  url: string,
  spoil: Spoil,
): Promise<{ request: RawRequest; assertion?: string }> {
  const auth = oauthClient(live, name)
  const clientId = spoil === 'client' ? `mustdo-unknown-${randomUUID()}` : auth.clientId
  const scope = spoil === 'scope' ? 'mustdo/no-such-scope' : auth.scope
  const learn = (value: string) => live.redactor.learn(value, `${name} assertion`)
  const before = spoil === 'assertion-replay' ? taken.get(live)?.get(name) : undefined
  const proof = before
    ? { headers: {}, fields: assertionFields(before) }
    : await proofOf(auth, clientId, url, spoil, learn)
  const form = new URLSearchParams({
    grant_type: grants[spoil] ?? 'client_credentials',
    ...(spoil === 'password-grant' && { username: 'mustdo-nobody', password: randomUUID() }),
    ...(scope && { scope }),
    ...proof.fields,
  })
  const headers = { accept: 'application/json', 'content-type': FORM, ...proof.headers }
  const assertion = 'assertion' in proof ? proof.assertion : undefined
  return { request: { method: 'POST', url, headers, body: form.toString() }, ...(assertion && { assertion }) }
}

export const FORM = 'application/x-www-form-urlencoded'
const grants: { readonly [spoil in Spoil]?: string } = {
  'grant-type': 'mustdo_no_such_grant',
  'password-grant': 'password',
}

export function readToken(
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
