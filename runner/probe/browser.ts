import { type Credentials, credentialsFor, type NoCredentials } from '../auth/credentials.ts'
import type { Browser, Effect, NotReached, PageVisit } from '../check.ts'
import type { JourneyRequest } from '../instruments/browser/journey/walk.ts'
import type { RawPageVisit } from '../instruments/browser/visit.ts'
import { inTurn } from '../instruments/politeness.ts'
import type { PageSubject } from '../plan/landscape.ts'
import { placeOf } from '../recorder/facts.ts'
import { capturePage } from '../recorder/page.ts'
import { digestOf, type Scope, type Unnamed } from '../recorder/recorder.ts'
import { originsOf } from '../target/origins.ts'
import { consented } from './http.ts'
import { giveBackPictures, reservePictures, whyNoPictures } from './pictures.ts'
import { type Live, liveOf, type World } from './world.ts'

/** A page visit takes as long as a chain of so many requests: the sooner it begins, the better. */
const LIKE_REQUESTS = 50
/** From the first byte of a page to its last finding. */
const PAGE_MS = 45_000
/** A page at the end of a journey. */
const JOURNEY_MS = 90_000

export function browserDoor(world: World, scope: Scope, effect: Effect): Browser {
  const visit = async (url: string, as: string | null, sends?: string): Promise<PageVisit | NotReached> => {
    if (world.live && !world.live.browser) return noBrowser()
    const { journey } = world.landscape.journeyPages?.find(page => page.url === url) ?? {}
    if (journey && world.live && !consented(world.live, 'write', new URL(url).origin)) return noConsent(url)
    const asked = { kind: 'page', url, as, ...(sends !== undefined && { sends: sends || 'empty' }) }
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
        if ('problem' in credentials) return unvisited(url, as, 'no-credentials', credentials.problem)
        const { stored } = credentials
        const { cookie, ...rest }: { readonly [name: string]: string } = {
          ...credentials.fixed,
          ...credentials.headers,
        }
        for (const { value } of cookiesFor(cookie ?? '', origin)) live.redactor.learn(value, 'cookie', placeOf(value))
        const headers = { origins: [origin], headers: rest }
        const walk = journey && journeyRequest(live, journey)
        const noPictures = whyNoPictures(live, as)
        const reserved = noPictures ? 0 : reservePictures(live)
        const request = {
          url: walk ? url.replace(/#.*$/, '') : url,
          allowedOrigins: world.landscape.facts.origins,
          headers,
          ...(stored ? { stored } : cookie && { cookies: cookiesFor(cookie, origin) }),
          timeoutMs: walk ? JOURNEY_MS : PAGE_MS,
          ...(walk && { journey: walk }),
          pictures: { most: reserved, secret: (text: string) => live.redactor.text(text) !== text },
          userAgentSuffix: live.agent,
          ...(live.target.engines && { engines: live.target.engines }),
          ...(sends !== undefined && { sends }),
        }
        // What came of it stands in the record of the visit; the log says that it may have changed something.
        const answered =
          sends !== undefined || walk
            ? live.writes.beginForm({ method: 'POST', url: live.redactor.text(request.url), as, effect: 'write' })
            : undefined
        const look = (signal: AbortSignal) => connection.visit({ ...request, signal })
        const seen = await inTurn(live.politeness, origin, live.signal, look, LIKE_REQUESTS)
        giveBackPictures(live, reserved - (seen.shots?.taken.length ?? 0))
        answered?.(walk ? seen.status : (seen.sent?.status ?? 0))
        const shut = as !== null && sends === undefined && !walk ? signedOut(seen, as) : undefined
        return {
          kind: 'page',
          ...capturePage(
            { ...seen, url, ...(shut && { error: shut }) },
            { ...live, ...(noPictures && { noPictures }) },
          ),
          as,
        }
      },
      world.live && digestOf(asked),
    )
  }
  const send = async (url: string, as: string | null, text: string) =>
    world.live && !consented(world.live, effect, new URL(url).origin) ? noConsent(url) : visit(url, as, text)
  return {
    visit: (url, { as = null } = {}) => visit(url, as),
    sendEmpty: (url, { as = null } = {}) => send(url, as, ''),
    sendText: (url, text, { as = null } = {}) => send(url, as, text),
  }
}

function journeyRequest(live: Live, { name, step }: NonNullable<PageSubject['journey']>): JourneyRequest {
  const steps = live.target.journeys?.find(one => one.name === name)?.steps ?? []
  const sendsTo = originsOf(live.target).filter(origin => consented(live, 'write', origin))
  return { name, steps, step, sendsTo }
}

const noConsent = (url: string): NotReached => ({
  notReached: 'untested',
  because: `the target file gives no consent to write at ${new URL(url).origin}`,
  owes: { who: 'supplier', act: `add ${new URL(url).origin} to the origins of consent.write in the target file` },
})

const signInPage = /sign-?in|log-?in|authori[sz]e|\/auth\b/i

/** What shows that a page is not the one meant, but what those get who are not signed in; pages that people sign in by are their own. */
function signedOut({ url, status, details, error }: RawPageVisit, as: string): PageVisit['error'] {
  if (error || signInPage.test(url)) return error
  const code = 'signed-out'
  if (status === 401 || status === 403) return { code, message: `the page answered ${status} to ${as}` }
  return details?.signIn?.fields.some(({ purpose }) => purpose === 'password')
    ? { code, message: `the page asks ${as} for a password, who ought to be signed in` }
    : undefined
}

/** A page that was not asked for, since it would have been another one's; the record says so. */
const unvisited = (url: string, as: string | null, code: string, message: string): Unnamed<PageVisit> => ({
  kind: 'page',
  at: new Date().toISOString(),
  ms: 0,
  url,
  as,
  finalUrl: url,
  status: 0,
  browser: '',
  engines: [],
  hits: [],
  resources: [],
  wouldHaveSent: [],
  error: { code, message },
})

/** A Cookie header as the browser keeps it: bound to the origin, and out of reach of scripts. */
const cookiesFor = (header: string, origin: string) =>
  header
    .split('; ')
    .filter(Boolean)
    .map(pair => {
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
