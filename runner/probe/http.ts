/** The probe's door to HTTP: one question, one recorded answer. Politeness, credentials and consent are seen to behind it. */

import { type Credentials, credentialsFor, forget, type NoCredentials } from '../auth/credentials.ts'
import { changing } from '../check/effects.ts'
import type { Effect, Exchange, Http, RequestOptions } from '../check.ts'
import type { RawExchange, RawRequest } from '../instruments/http/client.ts'
import { askPatiently } from '../instruments/http/retry.ts'
import { GivenUp, Stopped } from '../instruments/politeness.ts'
import { capture } from '../recorder/capture.ts'
import { digestOf, type Scope, type Unnamed } from '../recorder/recorder.ts'
import { holds } from '../target/public.ts'
import { noteEnd, outOfPatience } from './patience.ts'
import { EffectError, type Live, liveOf, needIntrusive, type World } from './world.ts'

/** Safe by their definitions (RFC 9110, 9.2.1; RFC 4918, 9.1). */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'])

export function httpDoor(world: World, scope: Scope, effect: Effect): Http {
  const send = (method: string, url: string, options: RequestOptions = {}): Promise<Exchange> => {
    const address = withoutFragment(url)
    const isAddress = URL.canParse(address)
    const readOnly = safeMethods.has(method) || (isAddress && /\/_search$/.test(new URL(address).pathname))
    if (!readOnly && !changing.has(effect))
      throw new EffectError(`${method} ${address} needs the effect write, not ${effect}`)
    const spoilt = options.credentials && options.credentials !== 'own'
    if (spoilt && effect !== 'intrusive')
      throw new EffectError(`forged credentials need the effect intrusive, not ${effect}`)
    if (options.framing || options.connectionField) needIntrusive(effect)
    const asked = {
      kind: 'http',
      method,
      url: address,
      headers: lowerSorted(options.headers ?? {}),
      as: options.as ?? null,
      credentials: options.credentials ?? 'own',
      body: options.body ?? null,
      httpVersion: options.httpVersion ?? null,
      ...(options.upgrade && { upgrade: options.upgrade }),
      ...(options.framing && { framing: options.framing }),
      ...(options.connectionField && { connectionField: true }),
      ...(options.canary !== undefined && { canary: options.canary }),
    }
    const memo = isAddress && readOnly && !options.fresh && world.live ? memoKey(asked, world.live) : undefined
    return world.recorder.observe<Exchange>(
      scope,
      asked,
      () => look(world, { method, url: address, options, readOnly, effect, chain: scope.asked.length }),
      memo,
    )
  }
  return {
    get: (url, options) => send('GET', url, options),
    head: (url, options) => send('HEAD', url, options),
    send,
  }
}

/** Equal questions in one epoch of an origin share an answer. */
export function memoKey(asked: { readonly url: string }, live: Live): string {
  return `${digestOf(live.redactor.deep(asked)).slice(0, 16)}@${live.epochs.get(new URL(asked.url).origin) ?? 0}`
}

interface Asking {
  readonly method: string
  readonly url: string
  readonly options: RequestOptions
  readonly readOnly: boolean
  readonly effect: Effect
  /** How many questions this one's scope has asked. */
  readonly chain: number
}

async function look(
  world: World,
  { method, url, options, readOnly, effect, chain }: Asking,
): Promise<Unnamed<Exchange>> {
  const live = liveOf(world)
  const as = options.as ?? null
  const request: RawRequest = {
    method,
    url,
    headers: { accept: '*/*', ...lower(options.headers ?? {}) },
    ...(options.body !== undefined && { body: options.body }),
    ...(options.httpVersion && { httpVersion: options.httpVersion }),
    ...(options.upgrade && { upgrade: options.upgrade }),
    ...(options.framing && { framing: options.framing }),
    ...(options.connectionField && { connectionField: true as const }),
    ...(options.timeoutMs && { timeoutMs: options.timeoutMs }),
    signal: live.signal,
  }
  if (!URL.canParse(url))
    return refused(request, as, live, 'no-address', 'The product named this, and it is no address: nothing was sent.')
  const { origin } = new URL(url)
  // The plain twin of an origin is the same host; nobody's credentials may go there.
  const twin = as === null && world.landscape.origins.some(({ plain }) => plain && new URL(plain).origin === origin)
  if (
    !twin &&
    !live.target.endpoints.some(endpoint => endpoint.origin === origin) &&
    !world.landscape.facts.origins.includes(origin)
  ) {
    noteNotFollowed(live, url)
    return refused(
      request,
      as,
      live,
      'not-in-target',
      'The target file does not name this origin, so nothing was sent.',
    )
  }
  const spoilt = options.credentials !== undefined && options.credentials !== 'own'
  if ((!readOnly || spoilt || options.framing || options.connectionField) && !consented(live, effect, origin))
    return refused(request, as, live, 'no-consent', `The target file gives no consent to ${effect} at ${origin} today.`)
  const lost = outOfPatience(live, origin)
  if (lost) return refused(request, as, live, 'gave-up', lost.message)
  if (!readOnly) live.epochs.set(origin, (live.epochs.get(origin) ?? 0) + 1)
  const put = async (sent: RawRequest): Promise<RawExchange> => {
    const answered = readOnly ? undefined : live.writes.begin({ method, url: live.redactor.text(url), as, effect })
    const raw = await askPatiently(live.client, sent)
    answered?.(raw)
    noteEnd(live, origin, raw.error?.code)
    return raw
  }
  const ask = async (): Promise<{ problem: string } | { sent: RawRequest; raw: RawExchange }> => {
    const credentials: Credentials | NoCredentials = as
      ? await credentialsFor(world, as, origin, options.credentials ?? 'own', options.canary)
      : { headers: {} }
    if ('problem' in credentials) return { problem: credentials.problem }
    const sent = {
      ...request,
      url: 'query' in credentials && credentials.query ? withQuery(url, credentials.query) : url,
      headers: { ...credentials.fixed, ...request.headers, ...credentials.headers },
      ...('mtls' in credentials && credentials.mtls && { mtls: credentials.mtls }),
      requireTrust: as !== null,
    }
    return { sent, raw: await live.politeness.run(origin, () => put(sent), live.signal, chain) }
  }
  let outcome: Awaited<ReturnType<typeof ask>>
  try {
    outcome = await ask()
    // A token may have run out on the way: renew it once, and let the second answer stand.
    if ('raw' in outcome && outcome.raw.response?.status === 401 && as && !options.credentials && forget(world, as))
      outcome = await ask()
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    return refused(request, as, live, error instanceof GivenUp ? 'gave-up' : 'stopped', error.message)
  }
  if (!('raw' in outcome)) return refused(request, as, live, 'no-credentials', outcome.problem)
  return capture(outcome.sent, outcome.raw, as, live)
}

/** Consent names origins, and holds in its environment and time only. What reads with bad credentials is intrusive too. */
export function consented({ target }: Live, effect: Effect, origin: string): boolean {
  const now = new Date().toISOString()
  return target.consents.some(
    consent => consent.effect === effect && consent.origins.includes(origin) && holds(consent, target.environment, now),
  )
}

function noteNotFollowed(live: Live, url: string): void {
  const place = live.redactor.text(url)
  if (live.notFollowed.has(place)) return
  live.notFollowed.add(place)
  live.folder.append('stages.ndjson', { id: 'not-followed', left: [place] })
}

/** An exchange that was never sent; it is evidence too. */
function refused(request: RawRequest, as: string | null, live: Live, code: string, message: string): Unnamed<Exchange> {
  return capture(request, unsent(code, message), as, live)
}

const unsent = (code: string, message: string): RawExchange => ({
  at: new Date().toISOString(),
  ms: 0,
  requestHeaders: [],
  error: { code, phase: 'stopped', message },
})

function withQuery(url: string, query: { readonly [name: string]: string }): string {
  const address = new URL(url)
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  return address.href
}

/** What a product names as an address may be none; it is kept as it came. */
const withoutFragment = (url: string): string => (URL.canParse(url) ? new URL(url).href.replace(/#.*$/, '') : url)
const lower = (headers: { readonly [name: string]: string }) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
const lowerSorted = (headers: { readonly [name: string]: string }) =>
  Object.entries(lower(headers)).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
