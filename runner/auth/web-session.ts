/**
 * Sessions at a website: signs a person in by the form of its sign-in page, asks on with the cookies that were set, and signs out
 * by what the page offers for it. Cookies and form tokens stay here; a probe is handed the recorded answers.
 */
import { type Exchange, type NotReached, noData, type WebSession } from '../check.ts'
import type { RawExchange, RawRequest } from '../instruments/http/client.ts'
import { askPatiently } from '../instruments/http/retry.ts'
import { type Live, liveOf, stageScope, type World } from '../probe/world.ts'
import { capture } from '../recorder/capture.ts'
import type { Scope } from '../recorder/recorder.ts'
import type { FormAuth } from '../target/model.ts'
import { Cookies } from './cookies.ts'
import { comparedWith, type EarlierCookies } from './cookies-compared.ts'
import type { NoCredentials } from './credentials.ts'
import { filledForm } from './forms.ts'
import { type SignOut, signOutOn } from './sign-out.ts'
import { FORM, keptBack } from './token.ts'

/** More redirects than any sign-in has. */
const MOST_STEPS = 6

/**
 * Signs in, in a session of its own. `nth` tells the sessions of one probe apart, live and replayed alike; `earlier` holds the
 * cookies of the one before, and is handed this one's.
 */
export async function webSignIn(
  world: World,
  as: string,
  scope: Scope,
  nth: number,
  earlier: EarlierCookies,
): Promise<WebSession | NotReached> {
  const begun = await begin(world, as, scope, nth, earlier)
  return 'notReached' in begun ? begun : begun.session
}

async function begin(
  world: World,
  as: string,
  scope: Scope,
  nth: number,
  earlier: EarlierCookies = new Map(),
): Promise<{ readonly session: WebSession; cookieFor(url: string): string | undefined } | NotReached> {
  const identity = world.landscape.facts.identities.find(({ name }) => name === as)
  if (!identity?.ownPage) return noData(`an identity with auth form ("${as}" has none)`)
  const browser = world.live && new Browserless(world.live, as)
  const ask = (what: string, look: (browser: Browserless) => Promise<RawPair>, detail = '') =>
    world.recorder.observe<Exchange>(scope, { kind: 'web-session', as, nth, what, detail }, async () => {
      const live = liveOf(world)
      const { request, raw } = await look(browser as Browserless)
      return comparedWith(earlier.get(as), capture(request, raw, as, live), raw)
    })
  const steps = [await ask('sign-in-page', one => one.open()), await ask('sign-in', one => one.signIn())]
  for (let last = steps[1]; last && leadsOn(last) && steps.length < MOST_STEPS; last = steps.at(-1))
    steps.push(await ask('sign-in', one => one.follow(), String(steps.length)))
  browser?.begun()
  if (browser) earlier.set(as, browser.values())
  const session: WebSession = {
    steps,
    get: (url, cookies = 'now') => ask('get', one => one.get(url, cookies), `${cookies} ${url}`),
    signOut: (how = 'own') => ask('sign-out', one => one.signOut(how), how),
  }
  return { session, cookieFor: url => browser?.header(url) }
}

const leadsOn = ({ request, response }: Exchange): boolean => {
  const to = response?.headers['location']
  if (!response || response.status < 300 || response.status >= 400 || !to || !URL.canParse(to, request.url))
    return false
  return new URL(to, request.url).origin === new URL(request.url).origin
}

interface RawPair {
  readonly request: RawRequest
  readonly raw: RawExchange
}
interface Page {
  readonly url: string
  readonly html: string
}

/** The live half: one session with its own cookies, that of a browser without scripts. */
class Browserless {
  readonly #live: Live
  readonly #as: string
  readonly #auth: FormAuth
  readonly #cookies = { before: new Cookies(), signedIn: new Cookies(), now: new Cookies() }
  #page: Page | undefined
  #next: string | undefined

  constructor(live: Live, as: string) {
    const auth = live.target.identities.find(({ name }) => name === as)?.auth
    if (auth?.method !== 'form') throw new Error(`Identity "${as}" has no sign-in form.`)
    this.#live = live
    this.#as = as
    this.#auth = auth
  }

  async open(): Promise<RawPair> {
    const opened = await this.#ask({ method: 'GET', url: this.#auth.signInUrl })
    this.#cookies.before = this.#cookies.now.copy()
    return opened
  }

  signIn(): Promise<RawPair> {
    const { username, password, fields, signInUrl } = this.#auth
    const answers = { username, password: password.reveal(), fields }
    const form = this.#page && filledForm(this.#page.html, this.#page.url, answers)
    if (!form?.signsIn) return unsent(signInUrl, 'no-form', 'The sign-in page has no form that asks for a password.')
    const body = new URLSearchParams(form.fields.map(([name, value]) => [name, value])).toString()
    return this.#ask({ method: form.method, url: form.url, ...this.#posted(form.url, body) })
  }

  follow(): Promise<RawPair> {
    const url = this.#next
    return url
      ? this.#ask({ method: 'GET', url })
      : unsent(this.#auth.signInUrl, 'no-form', 'There is nothing to follow.')
  }

  /** The sign-in has come to its end: these are the cookies it gave. */
  begun(): void {
    this.#cookies.signedIn = this.#cookies.now.copy()
  }

  header(url: string): string | undefined {
    return this.#cookies.now.for(url)
  }

  values(): ReadonlyMap<string, string> {
    return this.#cookies.now.values()
  }

  get(url: string, cookies: 'now' | 'signedIn' | 'before'): Promise<RawPair> {
    return this.#ask({ method: 'GET', url }, this.#cookies[cookies].for(url), cookies === 'now')
  }

  signOut(how: 'own' | 'foreign' | 'by-get'): Promise<RawPair> {
    const out = this.#page && signOutOn(this.#page.html, this.#page.url)
    if (!out) return unsent(this.#auth.ownPage, 'no-form', 'The page offers no form or link to sign out by.')
    for (const [, value] of out.fields) if (value.length >= 16) this.#live.redactor.learn(value, 'form token')
    const fields = new URLSearchParams((how === 'foreign' ? withoutTokens(out) : out.fields).map(([...pair]) => pair))
    if (out.method === 'GET' || how === 'by-get')
      return this.#ask({ method: 'GET', url: fields.size > 0 ? `${out.url.replace(/\?.*$/, '')}?${fields}` : out.url })
    const { headers, body } = this.#posted(out.url, fields.toString())
    const foreign = { origin: ELSEWHERE, referer: `${ELSEWHERE}/`, 'sec-fetch-site': 'cross-site' }
    return this.#ask({ method: 'POST', url: out.url, headers: { ...headers, ...(how === 'foreign' && foreign) }, body })
  }

  #posted(url: string, body: string) {
    return { headers: { 'content-type': FORM, origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' }, body }
  }

  async #ask(
    asked: Pick<RawRequest, 'method' | 'url' | 'body'> & { headers?: Record<string, string> },
    cookie = this.#cookies.now.for(asked.url),
    keeps = true,
  ): Promise<RawPair> {
    const live = this.#live
    const { origin } = new URL(asked.url)
    for (const pair of cookie?.split('; ') ?? []) live.redactor.learn(pair.slice(pair.indexOf('=') + 1), 'cookie')
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', ...(cookie && { cookie }), ...asked.headers }
    const request: RawRequest = { ...asked, headers, signal: live.signal, requireTrust: true }
    const raw =
      keptBack(live, this.#as, asked.url) ??
      (await live.politeness.run(origin, () => askPatiently(live.client, request), live.signal))
    if (!raw.response || !keeps) return { request, raw }
    const { status, rawHeaders, body } = raw.response
    this.#cookies.now.take(asked.url, rawHeaders)
    const to = rawHeaders.find(([name]) => name.toLowerCase() === 'location')?.[1]
    this.#next = to && URL.canParse(to, asked.url) ? new URL(to, asked.url).href : undefined
    if (status === 200) this.#page = { url: asked.url, html: body.toString() }
    return { request, raw }
  }
}

const ELSEWHERE = 'https://elsewhere.example'
const tokenName = /csrf|xsrf|token|authenticity|verification|nonce|forgery/i
/** What another site could send: fields whose values it cannot know are left out. */
const withoutTokens = ({ fields }: SignOut) =>
  fields.filter(([name, value]) => !tokenName.test(name) && value.length < 16)

const unsent = async (url: string, code: string, message: string): Promise<RawPair> => ({
  request: { method: 'GET', url, headers: {} },
  raw: { at: new Date().toISOString(), ms: 0, requestHeaders: [], error: { code, phase: 'stopped', message } },
})

const held = new WeakMap<Live, Map<string, Promise<{ cookie: string } | NoCredentials>>>()

/** The cookies of a session of the identity, which all requests and page visits of a run share. */
export function sessionOf(world: World, as: string): Promise<{ cookie: string } | NoCredentials> {
  const live = liveOf(world)
  const known = held.get(live) ?? new Map<string, Promise<{ cookie: string } | NoCredentials>>()
  held.set(live, known)
  const made = known.get(as) ?? sharedSession(world, as)
  known.set(as, made)
  return made
}

async function sharedSession(world: World, as: string): Promise<{ cookie: string } | NoCredentials> {
  const begun = await begin(world, as, stageScope(world, `sign-in:${as}`), 0)
  if ('notReached' in begun) return { problem: `"${as}" could not sign in: ${begun.because}.` }
  const { ownPage = '' } = world.landscape.facts.identities.find(({ name }) => name === as) ?? {}
  const own = await begun.session.get(ownPage)
  const cookie = begun.cookieFor(ownPage)
  if (own.response?.status === 200 && cookie) return { cookie }
  return { problem: `"${as}" signed in, and ${ownPage} answered ${own.response?.status ?? own.error?.code}.` }
}
