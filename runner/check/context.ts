import type { Landscape } from '../plan/landscape.ts'
import type { Http } from './http.ts'
import type { Browser, Canary, Dns, Samples, Tls, Validator } from './instruments.ts'
import type { NotReached } from './not-reached.ts'
import type { OAuth } from './oauth.ts'
import type { Web } from './web.ts'

/** What a check may do to the target; anything past `browse` needs consent in the target file. */
export type Effect = 'read' | 'authenticated-read' | 'browse' | 'write' | 'intrusive' | 'load' | 'counterparty'

/** Parts of the machine or of the target file that a check cannot do without. */
export type Need = 'browser' | 'validator' | 'identity' | 'two-identities' | 'oauth-client' | 'sign-in' | 'test-patient'

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
  readonly canary: Canary
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
