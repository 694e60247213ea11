/** The instruments beside HTTP, OAuth and the web session, as a probe sees them. */
import type { Exchange, Handshake, Lookup, PageVisit, Step, TlsSurvey, Validation } from '../../reports/record.ts'
import type { NotReached } from './not-reached.ts'

export interface Tls {
  /** One handshake that offers exactly these versions (`TLSv1.2`, `TLSv1.3`, `TLSv1.1`, `TLSv1`). */
  handshake(
    url: string,
    offer: { versions: readonly string[]; alpn?: readonly string[]; ciphers?: string },
  ): Promise<Handshake>
  /**
   * Everything that the server's TLS takes, asked once in a run in some thirty connections, and the same for checks of every effect.
   * No message in it is malformed: holes that take one are `not tested`.
   */
  survey(url: string): Promise<TlsSurvey>
  /**
   * The known holes alone, looked for with malformed messages too, in about ten connections. For checks of the effect `intrusive`, with
   * consent for the origin.
   */
  holes(url: string): Promise<TlsSurvey | NotReached>
}

export interface Browser {
  /** Loads and audits a page once in a run; checks share the visit. */
  visit(url: string, options?: { as?: string | null | undefined }): Promise<PageVisit | NotReached>
  /**
   * Sends the form of a page with nothing entered, once in a run, by the keyboard; what came of it is `sent`. For checks of the effect
   * `write` only, with consent for the page's origin.
   */
  sendEmpty(url: string, options?: { as?: string | null | undefined }): Promise<PageVisit | NotReached>
  /** The same with a text in the only field of the form; one that asks for more is not sent. */
  sendText(url: string, text: string, options?: { as?: string | null | undefined }): Promise<PageVisit | NotReached>
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

/** A resource by a profile, or null. */
export interface Sampled extends Step {
  readonly value: { readonly [element: string]: unknown } | null
}

/** Resources made up from the definitions of R4: the least that is valid, plainly a test's. */
export interface Samples {
  /**
   * A resource of the type. `references` says what to point at, by type: `{ Patient: 'Patient/123' }`. Undefined for what is no
   * resource type of R4.
   */
  make(type: string, references: Readonly<Record<string, string>>): { readonly [element: string]: unknown } | undefined
  /**
   * A resource of the type by a profile, recorded; null where the definition of the profile is not at hand. `definition` is the
   * StructureDefinition that the product itself gave, with its snapshot.
   */
  byProfile(
    type: string,
    profile: string,
    references: Readonly<Record<string, string>>,
    definition?: unknown,
  ): Promise<Sampled>
  /** The types whose instances have to be there first, in the order of creation, and the type itself last. */
  order(type: string, has: (type: string) => boolean): readonly string[]
}

/** One request that the listener got. */
export interface CanaryAsk {
  readonly at: string
  readonly method: string
  /** User-Agent; empty where there was none. */
  readonly agent: string
}
export type CanaryReady = { readonly open: true } | { readonly open: false; readonly because: string }
export interface CanaryHeard extends Step {
  readonly value: { readonly address: string; readonly asks: readonly CanaryAsk[] }
}

/** A listener of ours which the product must not call. Words are drawn by `nonce()`, and name one address each. */
export interface Canary {
  /** Whether a request to its public address arrives, asked once in a run. Without that, silence shows nothing. */
  ready(): Promise<CanaryReady>
  /** Who has asked for the address of that word so far. */
  heard(word: string): Promise<CanaryHeard>
}

export interface Dns {
  lookup(name: string, type: 'A' | 'AAAA' | 'CAA' | 'TXT' | 'MX' | 'CNAME'): Promise<Lookup>
}
