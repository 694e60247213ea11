/**
 * What a suite's author imports, and all of it: `check()`, the findings, the instruments a probe is handed. A check has two
 * halves. The probe asks and judges nothing; the judge decides and touches nothing. Copy `suites/_template.ts` to begin.
 */
import type {
  Exchange,
  ExchangeResponse,
  Handshake,
  Lookup,
  Outcome,
  Owed,
  PageVisit,
  TlsSurvey,
  Validation,
} from '../reports/record.ts'
import type { Landscape } from './plan/landscape.ts'

export type * from '../reports/record/observation.ts'
export type { Outcome, Owed } from '../reports/record/result.ts'
export type * from './plan/landscape.ts'

/** What a check may do to the target; anything past `browse` needs consent in the target file. */
export type Effect = 'read' | 'authenticated-read' | 'browse' | 'write' | 'intrusive' | 'load' | 'counterparty'

/** Parts of the machine or of the target file that a check cannot do without. */
export type Need = 'browser' | 'validator' | 'identity' | 'two-identities' | 'oauth-client' | 'sign-in' | 'test-patient'

/** A step of a probe that was not taken, and why; the judge never sees it. */
export interface NotReached {
  readonly notReached: Exclude<Outcome, 'passed' | 'failed'>
  readonly because: string
  readonly owes?: Owed
}

/** The step could not be taken for want of something the target file could give: untested, and it names what. */
export const noData = (needed: string): NotReached => ({
  notReached: 'untested',
  because: needed,
  owes: { who: 'supplier', act: needed },
})

/** The clause's condition was seen to be false. `observed` says what was seen, for the report. */
export const notApplicable = (observed: string): NotReached => ({ notReached: 'inapplicable', because: observed })

/** The step was tried and gave no ground to judge on. */
export const noGround = (because: string, owes?: Owed): NotReached =>
  owes ? { notReached: 'cantTell', because, owes } : { notReached: 'cantTell', because }

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Name of an identity in the target file whose credentials go along; nobody when left out. */
  readonly as?: string | null | undefined
  readonly body?: string
  /** Ask again although the same request was answered before. */
  readonly fresh?: boolean
  readonly httpVersion?: '1.1' | '2'
  readonly timeoutMs?: number
  /**
   * Deliberately bad credentials in place of the identity's own: none that anybody issued (`garbage`), the good token in the address
   * instead of a header (`in-address`), or one made from the good token. Its signature with one character changed (`forged`), half
   * of it (`truncated`) or none (`stripped`); a header that asks for no signature (`alg-none`, `alg-none-cased`), carries an extension
   * nobody knows (`crit-unknown`) or its own key (`key-in-token`), or names a key by a path or a query (`kid-path`, `kid-query`);
   * HS256 with the server's public key (`key-confusion`); other claims above the old signature (`expired` and the like).
   */
  readonly credentials?:
    | 'own'
    | 'garbage'
    | 'in-address'
    | 'forged'
    | 'truncated'
    | 'stripped'
    | 'alg-none'
    | 'alg-none-cased'
    | 'crit-unknown'
    | 'key-confusion'
    | 'key-in-token'
    | 'kid-path'
    | 'kid-query'
    | 'expired'
    | 'not-yet-valid'
    | 'other-audience'
    | 'other-issuer'
}

/** HTTP, as the target sees it. Nothing is followed; a redirect is an answer like any other. Never rejects for the target's sake. */
export interface Http {
  get(url: string, options?: RequestOptions): Promise<Exchange>
  head(url: string, options?: RequestOptions): Promise<Exchange>
  send(method: string, url: string, options?: RequestOptions): Promise<Exchange>
}

export interface Tls {
  /** One handshake that offers exactly these versions (`TLSv1.2`, `TLSv1.3`, `TLSv1.1`, `TLSv1`). */
  handshake(
    url: string,
    offer: { versions: readonly string[]; alpn?: readonly string[]; ciphers?: string },
  ): Promise<Handshake>
  /**
   * Everything that the server's TLS takes, asked once in a run in some thirty connections. Malformed messages, which known holes are
   * looked for with, are sent by checks of the effect `intrusive` only.
   */
  survey(url: string): Promise<TlsSurvey>
}

export interface Browser {
  /** Loads and audits a page once in a run; checks share the visit. */
  visit(url: string, options?: { as?: string | null | undefined }): Promise<PageVisit | NotReached>
}

export interface TokenRequest {
  /** The identity whose client registration is used. */
  readonly as: string
  /**
   * What to spoil: nothing, the secret or signature, the grant type (unknown, or `password`), the client id, or the scope; of a
   * signed assertion its lifetime (an hour), audience or key id, or its novelty (the last one taken is sent again).
   */
  readonly spoil?:
    | 'nothing'
    | 'secret'
    | 'grant-type'
    | 'password-grant'
    | 'client'
    | 'scope'
    | 'assertion-lifetime'
    | 'assertion-audience'
    | 'assertion-key'
    | 'assertion-replay'
  readonly fresh?: boolean
}

/** A form with a token in it, for introspection or revocation. */
export interface AboutRequest {
  /** The identity whose client registration is used. */
  readonly as: string
  /** The endpoint, as the server's metadata name it. */
  readonly url: string
  /** The identity's own access token, one that nobody issued, or the placeholder of one that an earlier answer gave. */
  readonly token: 'own' | 'unknown' | `«${string}»`
  readonly client?: 'own' | 'wrong-secret' | 'none'
}

/** A sign-in of a person by the authorization code grant (RFC 6749, 4.1), along the forms that the server shows. */
export interface SignInRequest {
  /** An identity with `authorization-code`. */
  readonly as: string
  /**
   * What to spoil of the authorization request: nothing, the PKCE challenge (left out, or `plain`), the redirect address (a path,
   * a query or a host more than registered), or the response type (`token`).
   */
  readonly spoil?:
    | 'nothing'
    | 'no-challenge'
    | 'plain-challenge'
    | 'redirect-path'
    | 'redirect-query'
    | 'redirect-host'
    | 'implicit'
}

/** How a sign-in went: every answer on the way; the last one ended it. */
export interface SignIn {
  readonly steps: readonly Exchange[]
  /** Placeholder of the code, where the last answer sent one to the redirect address. */
  readonly code?: `«${string}»`
}

/** A token request with a code or a refresh token that an earlier answer gave (RFC 6749, 4.1.3 and 6). */
export interface RedeemRequest {
  readonly as: string
  readonly code?: `«${string}»`
  readonly refresh?: `«${string}»`
  /** The PKCE verifier that goes along with a code: its own, another one, or none. */
  readonly verifier?: 'own' | 'wrong' | 'none'
  readonly client?: 'own' | 'wrong-secret' | 'none'
}

export interface OAuth {
  /** One token request. The token stays with the recorder; the exchange holds a placeholder and facts. */
  token(request: TokenRequest): Promise<Exchange | NotReached>
  /** One introspection or revocation request. */
  about(request: AboutRequest): Promise<Exchange | NotReached>
  /** Signs a person in, from the authorization request to the redirect that carries the code, which is not followed. */
  signIn(request: SignInRequest): Promise<SignIn | NotReached>
  /** One token request with a code or a refresh token. */
  redeem(request: RedeemRequest): Promise<Exchange | NotReached>
}

/** A session at a website that a person signed in to by its form. */
export interface WebSession {
  /** From the sign-in page to the end of the sign-in. */
  readonly steps: readonly Exchange[]
  /** A page with the session's cookies as they are now, as they were when the sign-in ended (`signedIn`), or before it (`before`). */
  get(url: string, cookies?: 'now' | 'signedIn' | 'before'): Promise<Exchange>
  /**
   * Signs out by the form or link of the page got last: as a person does, as a form on another site would (`foreign`), or by an
   * address where there is a form (`by-get`). Nothing is sent, and the error is `no-form`, where the page offers neither.
   */
  signOut(how?: 'own' | 'foreign' | 'by-get'): Promise<Exchange>
}

export interface Web {
  /** Signs an identity with auth `form` in, in a session of its own. */
  signIn(as: string): Promise<WebSession | NotReached>
}

export interface Validator {
  /**
   * Validity of the body of an exchange, or of the resource at a path in it: by base R4, by the profiles that it claims in meta.profile
   * unless `claims` is false, and by the profile that is named.
   */
  validate(
    exchange: Exchange,
    options?: { path?: string; profile?: string; claims?: false },
  ): Promise<Validation | NotReached>
}

/** Resources made up from the definitions of R4: the least that is valid, plainly a test's. */
export interface Samples {
  /**
   * A resource of the type. `references` says what to point at, by type: `{ Patient: 'Patient/123' }`. Undefined for what is no
   * resource type of R4.
   */
  make(type: string, references: Readonly<Record<string, string>>): { readonly [element: string]: unknown } | undefined
  /** The types whose instances have to be there first, in the order of creation, and the type itself last. */
  order(type: string, has: (type: string) => boolean): readonly string[]
}

export interface Dns {
  lookup(name: string, type: 'A' | 'AAAA' | 'CAA' | 'TXT' | 'MX' | 'CNAME'): Promise<Lookup>
}

/** Everything a probe may use. There is no other door to network, clock or randomness. */
export interface ProbeContext<S> {
  readonly subject: S
  readonly landscape: Landscape
  readonly http: Http
  readonly tls: Tls
  readonly browser: Browser
  readonly oauth: OAuth
  readonly web: Web
  readonly validator: Validator
  readonly dns: Dns
  readonly samples: Samples
  /** A recorded random word of 16 hex digits, one per call. */
  nonce(): string
  /** Sets the given up once in the run and returns what it made, or why it could not. */
  given<T>(step: Given<T>): Promise<T | NotReached>
  /** Waits for what the product does in the background, ten seconds at most; a replay does not wait. */
  pause(ms: number): Promise<void>
  readonly signal: AbortSignal
}

/** A recorded set-up step that checks share, with its own undo. */
export interface Given<T> {
  readonly id: string
  readonly title: string
  readonly effect: Effect
  setUp(context: ProbeContext<unknown>): Promise<T | NotReached>
  undo?(context: ProbeContext<unknown>, made: T): Promise<void>
}
export const given = <T>(definition: Given<T>): Given<T> => definition

/** An exchange that was answered, which is what a judge is handed unless its check `judgesSilence`. */
export type Answered = Exchange & { readonly response: ExchangeResponse }

/** What the judge sees: every step reached and every exchange answered. */
export type Judged<S> = S extends NotReached
  ? never
  : S extends Exchange
    ? Answered
    : S extends string | number | boolean | null | undefined
      ? S
      : S extends Handshake | TlsSurvey | PageVisit | Validation | Lookup
        ? S
        : S extends readonly (infer T)[]
          ? readonly Judged<T>[]
          : { readonly [K in keyof S]: Judged<S[K]> }

/** One decision of a judge. `key` names a template in `messages`; the other fields fill it. */
export interface Decision {
  readonly outcome: Outcome
  readonly key: string
  readonly requirement?: string
  readonly at?: string
  readonly expected?: string
  readonly actual?: string
  readonly places?: readonly string[]
  readonly owes?: Owed
  readonly advice?: boolean
  readonly [parameter: string]: unknown
}
type Details = Omit<Decision, 'outcome' | 'key'>

export const passed = (details: Details = {}): Decision => ({ ...details, outcome: 'passed', key: 'passed' })
export const failed = (key: string, details: Details = {}): Decision => ({ ...details, outcome: 'failed', key })
export const cantTell = (key: string, details: Details = {}): Decision => ({ ...details, outcome: 'cantTell', key })
export const inapplicable = (key: string, details: Details = {}): Decision => ({
  ...details,
  outcome: 'inapplicable',
  key,
})
/** Worth saying, never rolled up. */
export const advice = (key: string, details: Details = {}): Decision => ({
  ...details,
  outcome: 'failed',
  key,
  advice: true,
})

/** What a subject has at least; the kinds are in `plan/landscape.ts`. */
export interface Subject {
  readonly id: string
  readonly kind: string
  readonly url: string
}

export interface Example<S, Sub = Subject> {
  readonly name: string
  /** The server the answer was captured from, and the date. */
  readonly from: string
  readonly outcome: Outcome
  readonly seen: S
  /** The subject as discovery found it, for judges that look at it. */
  readonly subject?: Sub
  /** The message keys the judge must give, in order, where outcome alone would not pin the result down. */
  readonly keys?: readonly string[]
}

export interface Check<Sub extends Subject = Subject, S = unknown> {
  readonly id: string
  /** Rises whenever the judge may decide differently; a test compares it with the committed digest of the judge. */
  readonly version: number
  readonly title: string
  /** Requirement id → whether the check covers all of it or part of it. */
  readonly verifies: Readonly<Record<string, 'all' | 'part'>>
  /** One assertion for each subject; a pure function of what discovery saw. */
  readonly subjects: (landscape: Landscape) => readonly Sub[]
  readonly effect: Effect
  /** What must be at hand before the first request; without it the check is untested, and the plan says so. */
  readonly needs?: readonly Need[]
  /** What the engineer should do, for a failure that is this check's own; the catalogue's fix stands beside it. */
  readonly fix: string
  /** The judge wants transport errors and gateways' answers too. Otherwise both are cantTell before it is called. */
  readonly judgesSilence?: boolean
  readonly probe: (context: ProbeContext<Sub>) => Promise<S | NotReached>
  readonly judge: (seen: Judged<S>, subject: Sub) => Decision | readonly Decision[]
  /** Templates: `{at}`, `{expected}`, `{actual}` and any other parameter of the decision. */
  readonly messages: Readonly<Record<string, string>>
  readonly examples: readonly Example<NoInfer<S> | NotReached, Sub>[]
}

/** Declares a check. The types of probe, judge and examples follow from each other. */
export const check = <Sub extends Subject, S>(definition: Check<Sub, S>): Check<Sub, S> => definition

/** A check whose types no longer matter: what the engine and the registry hold. */
// biome-ignore lint/suspicious/noExplicitAny: variance of judge and probe; the registry only passes through what a check made
export type AnyCheck = Check<any, any>

/** Hands the checks that were found to the engine's worker half, which registers those that are planned. */
export async function registerPlan(load: (extra?: string) => Promise<AnyCheck[]>): Promise<void> {
  const { registerPlan: register } = await import('./engine/register.ts')
  await register(load)
}
