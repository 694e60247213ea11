/**
 * Signs a person in by the authorization code grant: the authorization request, the forms on the way, and the redirect that carries
 * the code. The redirect is an answer like any other and is not followed. The code and its verifier stay here; a probe is handed
 * a placeholder.
 */
import { type Exchange, type NotReached, noData, noGround, type SignIn, type SignInRequest } from '../check.ts'
import type { RawRequest } from '../instruments/http/client.ts'
import { askPatiently } from '../instruments/http/retry.ts'
import { type Live, liveOf, type World } from '../probe/world.ts'
import { capture } from '../recorder/capture.ts'
import type { Scope } from '../recorder/recorder.ts'
import type { AuthorizationCodeAuth } from '../target/model.ts'
import { authorizationRequest } from './authorization.ts'
import { Cookies } from './cookies.ts'
import { filledForm } from './forms.ts'
import { FORM, keptBack } from './token.ts'

export type Placeholder = `«${string}»`

/** More pages than any sign-in has. */
const MOST_STEPS = 12

/** What a code is worth only together with. */
export interface HeldCode {
  readonly code: string
  readonly redirectUri: string
  readonly verifier?: string
}
const codes = new WeakMap<Live, Map<string, HeldCode>>()
export const codeBehind = (live: Live, placeholder: string): HeldCode | undefined => codes.get(live)?.get(placeholder)

/** Never throws for the target's sake. Ends at a redirect to the redirect address, at an error, or at a page that leads nowhere. */
export async function signIn(world: World, asked: SignInRequest, scope: Scope): Promise<SignIn | NotReached> {
  const { as, spoil = 'nothing' } = asked
  const endpoint = authorizationEndpoint(world, as)
  if (!endpoint) return noData(`an identity with authorization-code and an authorization endpoint ("${as}" has none)`)
  if (!world.landscape.facts.origins.includes(new URL(endpoint).origin))
    return noData(`the origin of the authorization endpoint ${endpoint} as an endpoint of the target file`)
  const walk = world.live && new Walk(world.live, as, endpoint, spoil)
  const steps: Exchange[] = []
  while (steps.length < MOST_STEPS) {
    const step = steps.length
    const exchange = await world.recorder.observe<Exchange>(scope, { kind: 'sign-in', as, spoil, step }, () => {
      if (!walk) liveOf(world)
      return (walk as Walk).step()
    })
    steps.push(exchange)
    const elsewhere = exchange.facts.find(({ where }) => where === LEFT)
    if (elsewhere)
      return noGround(`the sign-in of "${as}" leads to another origin, which the target file does not name`, {
        who: 'supplier',
        act: 'name the origin of the sign-in pages as an endpoint of the target file, or use a test user who signs in at the authorization server',
      })
    if (!exchange.facts.some(({ where }) => where === GOES_ON)) break
  }
  const code = steps.at(-1)?.facts.find(({ where }) => where === 'response.header.location.code')?.placeholder
  return { steps, ...(code && { code: code as Placeholder }) }
}

/** From the identity, else from the issuer's metadata. */
function authorizationEndpoint({ landscape }: World, as: string): string | undefined {
  const identity = landscape.facts.identities.find(({ name }) => name === as)
  return identity?.authorizeUrl ?? landscape.issuers.find(({ users }) => users.includes(as))?.authorizationEndpoint
}

/** Facts of a step that a replay goes by: whether the sign-in went on after it, or left the target. */
const GOES_ON = 'sign-in.goes-on'
const LEFT = 'sign-in.left'
const mark = (where: string) => ({ where, placeholder: '', length: 0, same: '' })

/** The live half: one browserless walk with its own cookies. */
class Walk {
  readonly #live: Live
  readonly #as: string
  readonly #auth: AuthorizationCodeAuth
  readonly #redirectUri: string
  readonly #verifier: string | undefined
  readonly #cookies = new Cookies()
  #next: { readonly method: 'GET' | 'POST'; readonly url: string; readonly body?: string } | undefined
  #signedIn = false

  constructor(live: Live, as: string, endpoint: string, spoil: NonNullable<SignInRequest['spoil']>) {
    const auth = live.target.identities.find(({ name }) => name === as)?.auth
    if (auth?.method !== 'authorization-code') throw new Error(`Identity "${as}" has no sign-in.`)
    const { url, redirectUri, verifier } = authorizationRequest(auth, endpoint, spoil, (value, what) =>
      live.redactor.learn(value, what),
    )
    this.#live = live
    this.#as = as
    this.#auth = auth
    this.#redirectUri = redirectUri
    this.#verifier = verifier
    this.#next = { method: 'GET', url }
  }

  async step() {
    const live = this.#live
    const { method, url, body } = this.#next ?? { method: 'GET' as const, url: this.#redirectUri }
    this.#next = undefined
    const cookie = this.#cookies.for(url)
    const request: RawRequest = {
      method,
      url,
      headers: {
        accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': FORM, origin: new URL(url).origin }),
      },
      ...(body !== undefined && { body }),
      signal: live.signal,
      requireTrust: true,
    }
    const raw =
      keptBack(live, this.#as, url) ??
      (await live.politeness.run(new URL(url).origin, () => askPatiently(live.client, request), live.signal))
    if (raw.response) this.#cookies.take(url, raw.response.rawHeaders)
    const left = raw.response && this.#lookOn(url, raw.response)
    const stored = capture(request, raw, this.#as, live)
    const marks = left ? [mark(LEFT)] : this.#next ? [mark(GOES_ON)] : []
    return { ...stored, facts: [...stored.facts, ...marks] }
  }

  /** Decides what comes next. True when it would lead away from what the target file names. */
  #lookOn(
    url: string,
    { status, rawHeaders, body }: { status: number; rawHeaders: readonly (readonly [string, string])[]; body: Buffer },
  ): boolean {
    const location = rawHeaders.find(([name]) => name.toLowerCase() === 'location')?.[1]
    if (status >= 300 && status < 400 && location) return this.#follow(url, location)
    if (status !== 200) return false
    const answers = { username: this.#auth.username, password: this.#auth.password.reveal(), fields: this.#auth.fields }
    const form = filledForm(body.toString(), url, answers)
    // A second question for the password means that the first was not taken; a form that is read only searches.
    if (!form || (form.signsIn && this.#signedIn) || this.#isRedirect(form.url)) return false
    this.#signedIn ||= form.signsIn
    this.#learn(form.url)
    const fields = new URLSearchParams(form.fields.map(([name, value]) => [name, value])).toString()
    return this.#go(
      form.method === 'POST'
        ? { method: 'POST', url: form.url, body: fields }
        : { method: 'GET', url: `${form.url.replace(/\?.*$/, '')}?${fields}` },
    )
  }

  #follow(from: string, location: string): boolean {
    const to = URL.canParse(location, from) ? new URL(location, from).href : undefined
    if (!to) return false
    if (this.#isRedirect(to)) {
      this.#keep(to)
      return false
    }
    this.#learn(to)
    return this.#go({ method: 'GET', url: to })
  }

  #go(next: { readonly method: 'GET' | 'POST'; readonly url: string; readonly body?: string }): boolean {
    if (keptBack(this.#live, this.#as, next.url)) return true
    this.#next = next
    return false
  }

  /** Whether an address is the one that was asked for, or the registered one, whatever answer is appended to it. */
  #isRedirect(address: string): boolean {
    const to = new URL(address)
    return [this.#redirectUri, this.#auth.redirectUri]
      .map(registered => new URL(registered))
      .some(({ protocol, host, pathname }) => to.protocol === protocol && to.host === host && to.pathname === pathname)
  }

  #keep(address: string): void {
    const code = new URL(address).searchParams.get('code')
    if (!code) return
    const held = { code, redirectUri: this.#redirectUri, ...(this.#verifier && { verifier: this.#verifier }) }
    const known = codes.get(this.#live) ?? new Map<string, HeldCode>()
    codes.set(this.#live, known.set(this.#live.redactor.learn(code, 'code'), held))
  }

  /** Addresses on the way carry the session of the sign-in. */
  #learn(address: string): void {
    for (const [name, value] of new URL(address).searchParams)
      if (/session|code|ticket/i.test(name) && value.length >= 16) this.#live.redactor.learn(value, 'sign-in session')
  }
}
