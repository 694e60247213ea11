/**
 * The headers (or client certificate) that let a request speak for an identity of the target file. Tokens are fetched once per
 * identity, renewed shortly before they expire, and known to the redactor before anything is stored. Credentials are bound to the
 * origins their identity names.
 */

import type { RequestOptions } from '../check.ts'
import { liveOf, stageScope, type World } from '../probe/world.ts'
import type { Identity } from '../target/model.ts'
import type { Secret } from '../target/secret.ts'
import { readStorageState, type StorageState, stateFor } from '../target/storage-state.ts'
import { forgedToken } from './forge.ts'
import { userToken } from './redeem.ts'
import { isTokenAnswer, requestToken, type TokenAnswer } from './token.ts'
import { sessionOf } from './web-session.ts'

export interface Credentials {
  readonly headers: { readonly [name: string]: string }
  /** What the target file says beside them; a check that asks about such a header sends its own value. */
  readonly fixed?: { readonly [name: string]: string }
  /** Goes into the address: where a token has no business to be. */
  readonly query?: { readonly [name: string]: string }
  readonly mtls?: { readonly cert: string; readonly key: string }
  /** What a browser begins with; `headers` hold its cookies for those who are none. */
  readonly stored?: StorageState
}
export interface NoCredentials {
  readonly problem: string
}

interface Held {
  readonly answer: Promise<TokenAnswer | NoCredentials>
  readonly since: number
  renewed: boolean
}
const held = new WeakMap<object, Map<string, Held>>()
const RENEW_MS_BEFORE_EXPIRY = 20_000

/** `how` other than `own` gives deliberately bad credentials, made from the good ones where that is what makes them bad; `word` is the listener's, for a key address. */
export async function credentialsFor(
  world: World,
  name: string,
  origin: string,
  how: NonNullable<RequestOptions['credentials']>,
  word?: string,
): Promise<Credentials | NoCredentials> {
  const live = liveOf(world)
  const identity = live.target.identities.find(candidate => candidate.name === name)
  if (!identity) return { problem: `The target file has no identity named "${name}".` }
  if (!identity.origins.includes(origin))
    return {
      problem: `The credentials of "${name}" may not go to ${origin}; list it under identities.${name}.origins if they should.`,
    }
  const credentials = await ownCredentials(world, identity, origin, how, word)
  return 'problem' in credentials ? credentials : { ...credentials, fixed: fixed(identity) }
}

const fixed = ({ headers }: Identity) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()]),
  )

async function ownCredentials(
  world: World,
  identity: Identity,
  origin: string,
  how: NonNullable<RequestOptions['credentials']>,
  word?: string,
): Promise<Credentials | NoCredentials> {
  if (how === 'garbage') return { headers: garbageFor(identity) }
  const live = liveOf(world)
  const { auth, name } = identity
  const learn = (value: string, what: string) => {
    live.redactor.learn(value, `${name} ${what}`)
    return value
  }
  if (auth.method === 'none') return { headers: {} }
  if (auth.method === 'mtls') return { headers: {}, mtls: { cert: auth.certificate, key: auth.key.reveal() } }
  if (auth.method === 'form') {
    const session = await sessionOf(world, name)
    return 'problem' in session ? session : { headers: { cookie: session.cookie } }
  }
  if (auth.method === 'storage-state') return storedCredentials(name, auth.state, origin)
  if (auth.method === 'header-key') return { headers: { [auth.header.toLowerCase()]: auth.key.reveal() } }
  if (auth.method === 'basic') {
    const encoded = learn(
      Buffer.from(`${auth.username}:${auth.password.reveal()}`).toString('base64'),
      'basic credentials',
    )
    return { headers: { authorization: `Basic ${encoded}` } }
  }
  const token = auth.method === 'bearer' ? auth.token.reveal() : await tokenOf(world, identity)
  if (typeof token !== 'string') return token
  if (how === 'own') return { headers: { authorization: `Bearer ${token}` } }
  if (how === 'in-address') return { headers: {}, query: { access_token: token } }
  const spoilt = await forgedToken(world, token, how, word)
  if (typeof spoilt !== 'string') return spoilt
  learn(spoilt, 'spoilt token')
  return { headers: { authorization: `Bearer ${spoilt}` } }
}

/** The session that the target file refers to, as far as it is still of use for an origin. */
function storedCredentials(name: string, state: Secret, origin: string): Credentials | NoCredentials {
  const { over, ...stored } = stateFor(
    readStorageState(state.reveal()) ?? { cookies: [], origins: [] },
    origin,
    Date.now(),
  )
  if (stored.cookies.length + stored.origins.length === 0)
    return {
      problem: `The stored session of "${name}" holds nothing for ${origin}${over > 0 ? ` any more: its cookies there have expired (${over})` : ''}. Sign in again and write the storage state anew.`,
    }
  const cookie = stored.cookies.map(one => `${one.name}=${one.value}`).join('; ')
  return { headers: cookie ? { cookie } : {}, stored }
}

/** What nobody ever gave out, where the identity's own credentials travel. */
function garbageFor({ auth }: Identity): { readonly [name: string]: string } {
  if (auth.method === 'header-key') return { [auth.header.toLowerCase()]: 'mustdo-garbage-key' }
  if (auth.method === 'basic')
    return { authorization: `Basic ${Buffer.from('mustdo-garbage:mustdo-garbage').toString('base64')}` }
  return { authorization: 'Bearer mustdo-garbage-token' }
}

/** Drops the token of an identity after a 401; false when that was tried already or there is nothing to renew. */
export function forget(world: World, name: string): boolean {
  const known = held.get(liveOf(world))?.get(name)
  if (!known || known.renewed) return false
  held.get(liveOf(world))?.set(name, { ...known, since: Number.NEGATIVE_INFINITY, renewed: true })
  return true
}

/** The access token of an identity, fetched or renewed where needed. */
export async function tokenOf(world: World, identity: Identity): Promise<string | NoCredentials> {
  const live = liveOf(world)
  const tokens = held.get(live) ?? new Map<string, Held>()
  held.set(live, tokens)
  const known = tokens.get(identity.name)
  if (known && known.since > Number.NEGATIVE_INFINITY) {
    const answer = await known.answer
    if (!isTokenAnswer(answer)) return answer
    if (performance.now() - known.since < answer.expiresInMs - RENEW_MS_BEFORE_EXPIRY) return answer.token
    if (tokens.get(identity.name) !== known) return tokenOf(world, identity)
  }
  const answer =
    identity.auth.method === 'authorization-code'
      ? userToken(world, identity.name)
      : requestToken(world, identity.name, stageScope(world, `sign-in:${identity.name}`), 'nothing').then(
          ({ answer }) => answer,
        )
  tokens.set(identity.name, { answer, since: performance.now(), renewed: known?.renewed ?? false })
  const fresh = await answer
  return isTokenAnswer(fresh) ? fresh.token : fresh
}
