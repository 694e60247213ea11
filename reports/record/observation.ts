import type { PageVisit } from './page-visit.ts'
import type { TlsSurvey } from './tls-survey.ts'

export type * from './form-sent.ts'
export type * from './journey-walk.ts'
export type * from './page-behaviour.ts'
export type * from './page-picture.ts'
export type * from './page-visit.ts'
export type * from './tls-survey.ts'

/**
 * What was seen. Observations are stored redacted, digested and content-addressed; judges only ever see this form, so a
 * judgement can be repeated from a report. All times are UTC, ISO 8601, milliseconds.
 */
export type Observation = Exchange | Handshake | TlsSurvey | PageVisit | Validation | Lookup | Step

export interface Base {
  /** `o` and a running number in the run; the key that findings and the page use. */
  readonly id: string
  /** Digest of what was asked (method, address, headers, identity …); a replay finds the answer by it. */
  readonly key: string
  /** When the first byte was sent (or the step began). */
  readonly at: string
  readonly ms: number
}

/** A stored body. `text` is there when the body is at hand; `cut` says how many bytes the live answer had beyond it. */
export interface Body {
  /** sha256 (hex) over the stored, redacted form; empty bodies too. */
  readonly digest: string
  /** Bytes on the wire after content decoding. */
  readonly bytes: number
  /** Bytes on the wire before content decoding, where a content coding was used. */
  readonly encodedBytes?: number
  readonly encoding: 'utf8' | 'base64'
  readonly text?: string
  readonly cut?: number
  /** Why a body was not kept, e.g. `real-looking patient data`. */
  readonly withheld?: string
}

/** A fact taken from a raw value at capture, before redaction: a token's length, its claim names, a digest's class. */
export interface Fact {
  /** Where the value stood: `response.body.access_token`, `response.header.set-cookie[0]`. */
  readonly where: string
  readonly placeholder: string
  readonly length: number
  /** Values of one class are equal: `v1`, `v2` … in order of first sight in the run. */
  readonly same: string
  readonly bitsOfEntropy?: number
  /** Characters in which a cookie differs from the one of its name in the session that the same probe began before. */
  readonly changed?: number
  readonly jwt?: {
    readonly header: Readonly<Record<string, unknown>>
    readonly claims: Readonly<Record<string, unknown>>
  }
}

export interface ExchangeRequest {
  readonly method: string
  readonly url: string
  /** Lower-case names, in the order sent; secrets are placeholders. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Body
  /** The identity that asked, by its name in the target file; null for nobody. */
  readonly as: string | null
}

export interface ExchangeResponse {
  readonly status: number
  /** Lower-case names; repeated fields joined with `, ` (set-cookie with LF). */
  readonly headers: Readonly<Record<string, string>>
  /** As on the wire: order, case and repetition kept. */
  readonly rawHeaders: readonly (readonly [string, string])[]
  readonly httpVersion: '1.0' | '1.1' | '2'
  readonly body: Body
}

/** A request that got no complete answer. `phase` is the last thing that was going on. */
export interface TransportError {
  readonly code: string
  readonly phase: 'name' | 'connect' | 'tls' | 'send' | 'headers' | 'body' | 'limit' | 'stopped'
  readonly message: string
}

export interface Connection {
  readonly address: string
  readonly family: 4 | 6
  readonly alpn?: string
  readonly tls?: {
    readonly protocol: string
    readonly cipher: string
    readonly trusted: boolean
    readonly spki: string
  }
}

export interface Exchange extends Base {
  readonly kind: 'exchange'
  readonly request: ExchangeRequest
  readonly response?: ExchangeResponse
  readonly error?: TransportError
  readonly connection?: Connection
  readonly firstByteMs?: number
  /** Earlier tries of the same request, oldest first, where a safe request was retried. */
  readonly earlier?: readonly TransportError[]
  readonly facts: readonly Fact[]
}

export interface Certificate {
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: string
  readonly notAfter: string
  readonly names: readonly string[]
  readonly key: { readonly type: string; readonly bits: number; readonly curve?: string; readonly spki: string }
  readonly signature: string
  readonly ca: boolean
  readonly extendedKeyUsage: readonly string[]
  readonly sha256: string
}

/** One TLS connection attempt with exactly the versions named. */
export interface Handshake extends Base {
  readonly kind: 'handshake'
  readonly host: string
  readonly port: number
  readonly servername: string
  readonly offered: {
    readonly versions: readonly string[]
    readonly alpn: readonly string[]
    readonly ciphers?: string
  }
  readonly result?: {
    readonly protocol: string
    readonly cipher: string
    readonly alpn?: string
    readonly trusted: boolean
    readonly trustError?: string
    readonly nameMatches: boolean
    readonly chain: readonly Certificate[]
    readonly ephemeral?: { readonly type: string; readonly name?: string; readonly bits: number }
    readonly address: string
  }
  readonly error?: TransportError
}

export interface ValidationIssue {
  readonly severity: 'fatal' | 'error' | 'warning' | 'information'
  readonly code: string
  readonly path: string
  readonly message: string
  readonly rule?: string
}

/** One resource judged by one validator engine. What it could not evaluate is named, and never a pass. */
export interface Validation extends Base {
  readonly kind: 'validation'
  readonly engine: { readonly name: string; readonly version: string; readonly packages: readonly string[] }
  /** The observation whose body was validated, and the place inside it. */
  readonly of: { readonly observation: string; readonly path: string; readonly resource: string }
  readonly profile?: string
  /** Left out: the profiles that it claims in meta.profile were judged by too. */
  readonly claims?: false
  readonly issues: readonly ValidationIssue[]
  readonly notEvaluated: readonly string[]
  readonly error?: { readonly code: string; readonly message: string }
}

/** DNS answers, as the system's resolver or the named server gave them. */
export interface Lookup extends Base {
  readonly kind: 'lookup'
  readonly name: string
  readonly type: string
  readonly answers: readonly string[]
  readonly error?: { readonly code: string; readonly message: string }
}

/** A recorded step without a wire form: a given that was set up or undone, a value drawn, a thing not available. */
export interface Step extends Base {
  readonly kind: 'step'
  readonly name: string
  readonly value: unknown
  readonly error?: { readonly code: string; readonly message: string }
}
