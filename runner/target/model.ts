/**
 * The target after loading: the supplier's product under test, defaults filled in, secrets resolved, addresses absolute.
 * The file's own form is in `target.schema.json`.
 */
import type { Crawl } from '../../reports/record.ts'
import type { EvidenceLevel } from '../../reports/review/withhold.ts'
import type { TestPatient } from '../plan/landscape.ts'
import type { Reviews } from '../reviews/model.ts'
import type { ApiDocument } from './api-document.ts'
import type { Secret } from './secret.ts'

export { Secret } from './secret.ts'

export const environments = ['sandbox', 'live'] as const
export type Environment = (typeof environments)[number]

export const endpointKinds = [
  'fhir',
  'web',
  'openapi',
  'oauth',
  'bulk',
  'dicomweb',
  'export',
  'gp-connect',
  'websocket',
  'listener',
] as const
export type EndpointKind = (typeof endpointKinds)[number]

export const surfaces = ['web', 'ios', 'android', 'desktop', 'device', 'letters'] as const
export type Surface = (typeof surfaces)[number]

/** What a run may do to a target only with leave, in the target file, from someone who may give it. */
export const consentEffects = ['write', 'intrusive', 'load'] as const
export type ConsentEffect = (typeof consentEffects)[number]

export interface Endpoint {
  readonly name: string
  /** `unknown` only for `mustdo run <url>` without a file: discovery finds out what answers there. */
  readonly kind: EndpointKind | 'unknown'
  /** Absolute, http or https also where a WebSocket answers, without credentials, query string kept, no fragment. No trailing slash is added or taken away. */
  readonly url: string
  /** `scheme://host[:port]` of `url`. */
  readonly origin: string
  /** As the supplier declares it: FHIR `4.0.1`, an API's `2.3.0`. */
  readonly version?: string
  /** Name of the identity that asks here unless a check says otherwise; nobody when left out. */
  readonly identity?: string
  /** Whom the pages are for (web). */
  readonly audience?: 'patient' | 'clinician'
  /** Pages to visit, absolute addresses on the endpoint's origin; empty for every kind but web. */
  readonly pages: readonly string[]
  /** How far to follow links from `pages` (web); nothing is followed when left out. */
  readonly crawl?: Crawl
  /** Pages among `pages` whose form may be sent with nothing entered, or with made-up NHS numbers where it asks for one alone (web). */
  readonly forms?: readonly string[]
  /** Absolute address of the accessibility statement (web). */
  readonly statement?: string
  /** The OpenAPI document, where `url` is the API itself and not its document (openapi). */
  readonly document?: ApiDocument
  /** Absolute addresses that only administrators may open; its own identity is one. */
  readonly restricted?: readonly string[]
  /** `host:port` on this machine that the public `url` forwards to (listener). */
  readonly listen?: string
}

/** OAuth 2.0 client registration shared by both ways of proving who the client is. */
interface OAuthClient {
  readonly clientId: string
  /** At least one of the two is there. */
  readonly tokenUrl?: string
  readonly issuer?: string
  readonly scope?: string
}

/** Why a genuine token of the issuer must be refused all the same. */
export const unfits = ['expired', 'not-yet-valid', 'other-audience', 'other-issuer', 'id-token'] as const
export type Unfit = (typeof unfits)[number]

export type Auth =
  | { readonly method: 'none' }
  | { readonly method: 'header-key'; readonly header: string; readonly key: Secret }
  | { readonly method: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly method: 'bearer'; readonly token: Secret; readonly unfit?: Unfit }
  | ClientSecretAuth
  | PrivateKeyJwtAuth
  | AuthorizationCodeAuth
  | FormAuth
  | StorageStateAuth
  | MtlsAuth

/** OAuth 2.0 client credentials with a shared secret (RFC 6749, 4.4 and 2.3.1). */
export interface ClientSecretAuth extends OAuthClient {
  readonly method: 'client-secret'
  readonly clientSecret: Secret
  readonly style: 'basic' | 'post'
}

/** SMART Backend Services: client credentials with a signed assertion (RFC 7523). */
export interface PrivateKeyJwtAuth extends OAuthClient {
  readonly method: 'private-key-jwt'
  readonly alg: 'RS384' | 'ES384' | 'RS512'
  readonly kid: string
  /** PKCS#8 PEM, whatever form the file had. */
  readonly key: Secret
}

/**
 * A person who signs in by the authorization code grant with PKCE (RFC 6749, 4.1; RFC 7636). The forms on the way are filled with
 * the user name, the password and `fields`.
 */
export interface AuthorizationCodeAuth extends OAuthClient {
  readonly method: 'authorization-code'
  /** Left out: the issuer's metadata name it. */
  readonly authorizeUrl?: string
  readonly redirectUri: string
  /** Of a confidential client; a public one has none. */
  readonly clientSecret?: Secret
  readonly style: 'basic' | 'post'
  readonly username: string
  readonly password: Secret
  /** Values of other fields by their names, such as `consent: accept`. */
  readonly fields: { readonly [name: string]: string }
}

/** A person who signs in at a website by the form of its sign-in page; a cookie carries the session. */
export interface FormAuth {
  readonly method: 'form'
  readonly signInUrl: string
  /** A page that nobody sees who has not signed in. */
  readonly ownPage: string
  readonly username: string
  readonly password: Secret
  /** Values of other fields by their names. */
  readonly fields: { readonly [name: string]: string }
}

/** A person who signed in elsewhere: what the browser kept of the session, in the form in which Playwright writes it down. */
export interface StorageStateAuth {
  readonly method: 'storage-state'
  readonly state: Secret
}

/** Mutual TLS. The certificate chain is public, the key is not; both PEM, the key already decrypted. */
export interface MtlsAuth {
  readonly method: 'mtls'
  readonly certificate: string
  readonly key: Secret
}

export const authMethods = [
  'none',
  'header-key',
  'basic',
  'bearer',
  'client-secret',
  'private-key-jwt',
  'authorization-code',
  'form',
  'storage-state',
  'mtls',
] as const satisfies readonly Auth['method'][]
export type AuthMethod = Auth['method']

export interface Identity {
  readonly name: string
  readonly auth: Auth
  /** The test patient whose records this identity may read. */
  readonly patient?: TestPatient
  readonly role?: string
  /** The customer organisation it belongs to, where the product serves several. */
  readonly tenant?: string
  /** Sent with every request of this identity beside its credentials: lower-case names. */
  readonly headers: { readonly [name: string]: string | Secret }
  /** The only origins its credentials (and tokens) may be sent to, besides the token endpoint's for the client's own. */
  readonly origins: readonly string[]
}

/** A time of day range, UTC, `HH:MM`; `to` may be earlier than `from` and then lies on the next day. */
export interface Window {
  readonly from: string
  readonly to: string
}

export interface Politeness {
  /** Requests in flight to one origin. */
  readonly concurrency: number
  /** To one origin. */
  readonly requestsPerSecond: number
  readonly window?: Window
}

/** Leave to do harm-prone things. Dates are calendar days, UTC, `until` included. */
export interface Consent {
  readonly effect: ConsentEffect
  readonly person: string
  readonly role: string
  readonly origins: readonly string[]
  readonly environment: Environment
  readonly from?: string
  readonly until: string
  readonly window?: Window
}

/** The supplier's claim that something does not apply; exactly one of `requirement` and `condition`. */
export interface NotApplicableClaim {
  readonly requirement?: string
  readonly condition?: string
  readonly reason: string
  readonly by: string
}

export interface EvidenceFile {
  /** As written in the file; what reports show. */
  readonly name: string
  /** Absolute. */
  readonly path: string
  /** The digest (hex) the supplier vouches for, when given. */
  readonly sha256?: string
}

/** A person's word that a requirement is met. Dates are calendar days, UTC, `until` included. */
export interface Attestation {
  readonly requirement: string
  readonly statement: string
  readonly by: string
  readonly role: string
  readonly on: string
  readonly until: string
  /** The product version it speaks of. */
  readonly version: string
  readonly evidence: readonly EvidenceFile[]
}

export interface WaiverRequest {
  readonly requirement: string
  readonly reason: string
  readonly until: string
}

export interface Hazard {
  readonly id: string
  readonly title: string
  readonly requirements: readonly string[]
}

export interface TestData {
  readonly patients: readonly TestPatient[]
  /** Instances that may be read besides the patients. */
  readonly resources: readonly { readonly type: string; readonly id: string }[]
}

/** One act of a journey. Fields are named by label, or by a selector that begins with `#`, `.` or `[`. */
export type JourneyStep =
  | { readonly does: 'go'; readonly url: string }
  | { readonly does: 'fill'; readonly fields: readonly { readonly field: string; readonly value: string | Secret }[] }
  | { readonly does: 'choose'; readonly fields: readonly { readonly field: string; readonly value: string }[] }
  | { readonly does: 'check'; readonly fields: readonly string[] }
  | { readonly does: 'press'; readonly what: string }
  | { readonly does: 'expect'; readonly what: string }

/** What a user does in the product, step by step; the first step opens a page. */
export interface Journey {
  readonly name: string
  /** Of kind web. */
  readonly endpoint: string
  readonly identity: string | null
  readonly steps: readonly JourneyStep[]
}

export interface Target {
  /** Absolute path of the file; absent for `mustdo run <url>`. */
  readonly file?: string
  readonly supplier: string
  readonly product: string
  /** The product's version as declared. */
  readonly version: string
  readonly environment: Environment
  /** Who runs the tests, for the cover. */
  readonly operator?: string
  readonly packs: readonly string[]
  readonly endpoints: readonly Endpoint[]
  readonly identities: readonly Identity[]
  /** Private roots to trust besides the system's. */
  readonly ca?: { readonly path: string; readonly pem: string }
  /** Whose DNS records are looked at besides the endpoints' names; absent where the file names none. */
  readonly domains?: readonly string[]
  /** `address` or `address:port` of the DNS server to ask about them. */
  readonly resolver?: string
  /** `http://host:port`; a proxy's own credentials are kept apart. */
  readonly proxy?: { readonly url: string; readonly username?: string; readonly password?: Secret }
  /** FHIR base address of the terminology server that HL7's validator asks about codes. */
  readonly terminology?: { readonly url: string }
  /** Where this machine listens for a product that calls addresses it should not; `url` leads there. */
  readonly canary?: { readonly listen: string; readonly url?: string }
  readonly testData: TestData
  readonly surfaces: readonly Surface[]
  /** Absent where the file declares none. */
  readonly journeys?: readonly Journey[]
  readonly politeness: Politeness
  readonly consents: readonly Consent[]
  readonly notApplicable: readonly NotApplicableClaim[]
  readonly attestations: readonly Attestation[]
  /** What persons found of its accessibility; absent where there is no such file. */
  readonly reviews?: Reviews
  readonly waivers: readonly WaiverRequest[]
  readonly hazards: readonly Hazard[]
  /** How much evidence the report carries; all of it where the file says nothing. */
  readonly evidence?: EvidenceLevel
  /** Which pages may be pictured; those that nobody signs in for where the file says nothing. */
  readonly pictures?: 'none' | 'public' | 'signed-in'
  /** Which accessibility engines look at pages; the small set where the file says nothing. */
  readonly engines?: 'small' | 'full'
  readonly catalogue?: { readonly version?: string; readonly digest?: string }
  /** Doubts that do not stop a run, each one sentence with its place; printed before it starts. */
  readonly warnings: readonly string[]
}
