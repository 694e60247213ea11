/** Builds what a probe is handed. Every door goes through the recorder, so a replayed probe cannot tell the difference. */
import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { requestAbout } from '../auth/about-token.ts'
import { type Credentials, credentialsFor, type NoCredentials } from '../auth/credentials.ts'
import { redeem } from '../auth/redeem.ts'
import { signIn } from '../auth/sign-in.ts'
import { requestToken } from '../auth/token.ts'
import { webSignIn } from '../auth/web-session.ts'
import type {
  Browser,
  Dns,
  Effect,
  Given,
  Handshake,
  Lookup,
  NotReached,
  OAuth,
  PageVisit,
  ProbeContext,
  Tls,
  TlsSurvey,
  Validation,
  Validator,
  Web,
  WebSession,
} from '../check.ts'
import { noGround } from '../check.ts'
import { lookup } from '../instruments/dns/lookup.ts'
import { withoutClaims } from '../instruments/fhir-validator/claims.ts'
import { inTurn } from '../instruments/politeness.ts'
import { capturePage } from '../recorder/page.ts'
import { digestOf, type Scope, waitingIn } from '../recorder/recorder.ts'
import { samples } from '../samples/samples.ts'
import { httpDoor } from './http.ts'
import { outOfPatience } from './patience.ts'
import { settled } from './settle.ts'
import { EffectError, liveOf, stageScope, type World } from './world.ts'

export function contextFor<S>(world: World, scope: Scope, effect: Effect, subject: S): ProbeContext<S> {
  let drawn = 0
  return {
    subject,
    landscape: world.landscape,
    http: httpDoor(world, scope, effect),
    tls: tlsDoor(world, scope, effect),
    browser: browserDoor(world, scope),
    oauth: oauthDoor(world, scope, effect),
    web: webDoor(world, scope, effect),
    validator: validatorDoor(world, scope),
    dns: dnsDoor(world, scope),
    samples,
    nonce: () => createHash('sha256').update(`${world.seed}|${scope.id}|${drawn++}`).digest('hex').slice(0, 16),
    given: step => waitingIn(scope, givenOnce(world, step)),
    pause: ms => (world.live ? waitingIn(scope, rested(ms, world.live.signal)) : Promise.resolve()),
    signal: world.live?.signal ?? new AbortController().signal,
  }
}

const LONGEST_PAUSE_MS = 10_000
/** A pause that a stopped run cuts short. */
const rested = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(Math.min(ms, LONGEST_PAUSE_MS), undefined, { signal }).catch(() => undefined)

/** From the first byte of a page to its last finding. */
const PAGE_MS = 45_000

function tlsDoor(world: World, scope: Scope, effect: Effect): Tls {
  return {
    handshake(url, { versions, alpn = [], ciphers }) {
      const { hostname, port } = new URL(url)
      const host = hostname.replace(/^\[|\]$/g, '')
      const asked = { kind: 'tls', host, port: Number(port || 443), versions, alpn, ciphers: ciphers ?? null }
      return world.recorder.observe<Handshake>(
        scope,
        asked,
        async () => {
          // Loaded at the first handshake: its certificate reader is heavy, and the first request needs none.
          const { handshake } = await import('../instruments/tls/handshake.ts')
          const live = liveOf(world)
          const options = {
            host,
            port: asked.port,
            servername: host,
            versions,
            alpn,
            ...(ciphers !== undefined && { ciphers }),
            ...(live.target.ca && { ca: [live.target.ca.pem] }),
            ...(live.timeoutMs && { timeoutMs: live.timeoutMs }),
          }
          const { origin } = new URL(url)
          const lost = outOfPatience(live, origin)
          if (lost) return handshake({ ...options, signal: AbortSignal.abort(lost) })
          return inTurn(live.politeness, origin, live.signal, signal => handshake({ ...options, signal }))
        },
        world.live && digestOf(asked),
      )
    },
    survey(url) {
      const { hostname, port, origin } = new URL(url)
      const host = hostname.replace(/^\[|\]$/g, '')
      const asked = { kind: 'tls-survey', host, port: Number(port || 443), intrusive: effect === 'intrusive' }
      return world.recorder.observe<TlsSurvey>(
        scope,
        asked,
        async () => {
          const { survey } = await import('../instruments/tls/prober/survey.ts')
          const live = liveOf(world)
          const lost = outOfPatience(live, origin)
          return survey({
            host,
            port: asked.port,
            servername: host,
            intrusive: asked.intrusive,
            ...(live.target.proxy && { proxy: live.target.proxy.url }),
            ...(live.target.ca && { ca: [live.target.ca.pem] }),
            ...(live.timeoutMs && { timeoutMs: live.timeoutMs }),
            // Every connection has its own turn, as a request has.
            turn: connection =>
              lost
                ? connection(AbortSignal.abort(lost))
                : inTurn(live.politeness, origin, live.signal, signal => connection(signal)),
          })
        },
        world.live && digestOf(asked),
      )
    },
  }
}

function browserDoor(world: World, scope: Scope): Browser {
  return {
    async visit(url, { as = null } = {}) {
      if (world.live && !world.live.browser) return noBrowser()
      const asked = { kind: 'page', url, as }
      return world.recorder.observe<PageVisit>(
        scope,
        asked,
        async () => {
          const live = liveOf(world)
          const connection = await (live.browser?.() ?? Promise.reject(new Error('no browser')))
          const { origin } = new URL(url)
          const credentials: Credentials | NoCredentials = as
            ? await credentialsFor(world, as, origin, 'own')
            : { headers: {} }
          const own = 'problem' in credentials ? {} : { ...credentials.fixed, ...credentials.headers }
          const { cookie, ...rest } = own as { readonly [name: string]: string }
          const headers = { origins: [origin], headers: rest }
          const request = {
            url,
            allowedOrigins: world.landscape.facts.origins,
            headers,
            ...(cookie && { cookies: cookiesFor(cookie, origin) }),
            timeoutMs: PAGE_MS,
            userAgentSuffix: live.agent,
          }
          const seen = await inTurn(live.politeness, origin, live.signal, signal =>
            connection.visit({ ...request, signal }),
          )
          return { kind: 'page', ...capturePage(seen, live), as }
        },
        world.live && digestOf(asked),
      )
    },
  }
}

/** A Cookie header as the browser keeps it: bound to the origin, and out of reach of scripts. */
const cookiesFor = (header: string, origin: string) =>
  header.split('; ').map(pair => {
    const cut = pair.indexOf('=')
    return {
      name: pair.slice(0, cut),
      value: pair.slice(cut + 1),
      url: origin,
      secure: origin.startsWith('https:'),
      httpOnly: true,
    }
  })

const noBrowser = (): NotReached => ({
  notReached: 'untested',
  because: 'no browser was found on the machine that ran the tests',
  owes: { who: 'supplier', act: 'install Chrome, Edge or Chromium (mustdo doctor says how) and run again' },
})

function oauthDoor(world: World, scope: Scope, effect: Effect): OAuth {
  return {
    async token({ as, spoil = 'nothing' }) {
      const harmless = spoil === 'nothing' || spoil === 'scope' || spoil === 'grant-type'
      if (!harmless) needIntrusive(effect)
      return (await requestToken(world, as, scope, spoil)).exchange
    },
    async about(request) {
      if ((request.client ?? 'own') !== 'own') needIntrusive(effect)
      return requestAbout(world, request, scope)
    },
    async signIn(request) {
      if (!/^(nothing|implicit)$/.test(request.spoil ?? 'nothing')) needIntrusive(effect)
      return signIn(world, request, scope)
    },
    async redeem(request) {
      if ((request.verifier ?? 'own') !== 'own' || (request.client ?? 'own') !== 'own') needIntrusive(effect)
      return redeem(world, request, scope)
    },
  }
}

/** Signing in and out as a person does is what an identity is for; doing it as another site would is not. */
function webDoor(world: World, scope: Scope, effect: Effect): Web {
  let nth = 0
  return {
    async signIn(as) {
      const session = await webSignIn(world, as, scope, nth++)
      if ('notReached' in session) return session
      const signOut: WebSession['signOut'] = async (how = 'own') => {
        if (how !== 'own') needIntrusive(effect)
        return session.signOut(how)
      }
      return { ...session, signOut }
    },
  }
}

function needIntrusive(effect: Effect): void {
  if (effect !== 'intrusive')
    throw new EffectError(`spoilt credentials and requests need the effect intrusive, not ${effect}`)
}

function validatorDoor(world: World, scope: Scope): Validator {
  return {
    async validate(exchange, { path = '', profile, claims = true } = {}) {
      if (world.live && !world.live.validator) return noValidator()
      const text = exchange.response?.body.text
      if (text === undefined) return noGround('the answer had no body to validate')
      if (!isJson(text)) return noGround('the answer had no JSON that could be validated')
      const asked = {
        kind: 'validation',
        body: exchange.response?.body.digest,
        path,
        profile: profile ?? null,
        ...(!claims && { claims }),
      }
      return world.recorder.observe<Validation>(
        scope,
        asked,
        async () => {
          const began = performance.now()
          const at = new Date().toISOString()
          const engine = await (liveOf(world).validator?.() ?? Promise.reject(new Error('no validator')))
          const resource = partOf(JSON.parse(text), path)
          const judged = claims ? resource : withoutClaims(resource)
          const answer = await engine.validate(judged, profile ? { profile } : {}).catch(inTrouble)
          return {
            kind: 'validation',
            at,
            ms: Math.round(performance.now() - began),
            engine: { name: engine.name, version: engine.version, packages: engine.packages },
            of: {
              observation: exchange.id,
              path,
              resource: String((resource as { resourceType?: unknown })?.resourceType ?? ''),
            },
            ...(profile && { profile }),
            ...(!claims && { claims }),
            ...answer,
          }
        },
        world.live && digestOf(asked),
      )
    },
  }
}

/** A validator that fails says nothing of the resource: the judge is not asked, and the outcome is cantTell. */
const inTrouble = (error: Error & { code?: string }) => ({
  issues: [],
  notEvaluated: [],
  error: { code: error.code ?? error.name, message: error.message },
})

const noValidator = (): NotReached => ({
  notReached: 'untested',
  because: 'no FHIR validator was at hand on the machine that ran the tests',
  owes: { who: 'mustdo', act: 'run mustdo doctor and install what it names' },
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The part of a JSON body at a path of names and indexes such as `entry[0].resource`. */
function partOf(body: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>((part, step) => (part as { [key: string]: unknown } | undefined)?.[step], body)
}

function dnsDoor(world: World, scope: Scope): Dns {
  return {
    lookup: (name, type) => {
      const asked = { kind: 'dns', name, type }
      const look = () => {
        const { resolver } = liveOf(world).target
        return lookup({ name, type, ...(resolver && { server: resolver }) })
      }
      return world.recorder.observe<Lookup>(scope, asked, look, world.live && digestOf(asked))
    },
  }
}

const givens = new WeakMap<World, Map<string, { step: Given<unknown>; made: Promise<unknown> }>>()

/** Sets a given up once in the world, in a scope of its own, and remembers how to undo it. */
function givenOnce<T>(world: World, step: Given<T>): Promise<T | NotReached> {
  const known = givens.get(world) ?? new Map()
  givens.set(world, known)
  const before = known.get(step.id)
  if (before) return before.made as Promise<T | NotReached>
  const scope = stageScope(world, `given:${step.id}`)
  const made = settled(step.setUp(contextFor(world, scope, step.effect, {})), scope, {
    silenceMs: world.silenceMs,
    signal: world.live?.signal,
  })
  known.set(step.id, { step, made })
  return made
}

/** Undoes every given that was set up, last first. Returns what could not be undone. */
export async function undoGivens(world: World): Promise<string[]> {
  const left: string[] = []
  for (const { step, made } of [...(givens.get(world)?.values() ?? [])].reverse()) {
    const value = await made.catch(() => undefined)
    if (!step.undo || value === undefined || isNotReached(value)) continue
    const scope = stageScope(world, `undo:${step.id}`)
    try {
      const undo = step.undo(contextFor(world, scope, step.effect, {}), value)
      await settled(undo, scope, { silenceMs: world.silenceMs, signal: world.live?.signal })
    } catch (error) {
      left.push(`${step.title}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return left
}

const isNotReached = (value: unknown): value is NotReached =>
  typeof (value as { notReached?: unknown } | null)?.notReached === 'string'
