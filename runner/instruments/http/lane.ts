import type { Framing } from '../../check/http.ts'
import type { Answer } from './answer.ts'
import type { RawHeaders } from './types.ts'

/** One request in the form that both protocols take. */
export interface Sending {
  readonly method: string
  readonly url: URL
  /** Request target as written in the address: not normalised, so that `/a/../b` goes out as it stands. */
  readonly target: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer | undefined
  readonly upgrade: 'websocket' | undefined
  readonly framing: Framing | undefined
  readonly connectionField: boolean
  /** Called whenever bytes come in. */
  readonly onBytes: () => void
  /** Hands over the means to end the exchange. */
  readonly onAbort: (abort: (reason: Error) => void) => void
}

export interface Sent {
  readonly at?: number
  readonly firstByteAt?: number
  readonly headers: RawHeaders
  readonly httpVersion: '1.0' | '1.1' | '2'
}

/** One open connection that carries one exchange at a time, so that every fact of it belongs to one request. */
export interface Lane {
  usable(): boolean
  /** Facts of the exchange that is going on, or was last. */
  sent(): Sent
  /** Resolves when the answer is complete or has reached its limit; rejects with whatever broke it off. */
  send(sending: Sending, answer: Answer): Promise<void>
  close(): Promise<void>
}
