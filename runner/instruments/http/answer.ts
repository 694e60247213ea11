import type { TransportError } from '../../../reports/record.ts'
import { decode } from './decode.ts'
import type { RawHeaders, RawResponse } from './types.ts'

/** Gathers one answer as it comes, up to a limit; both protocols write into it. */
export class Answer {
  readonly #limit: number
  readonly #parts: Buffer[] = []
  readonly interim: { status: number; rawHeaders: RawHeaders }[] = []
  status = 0
  rawHeaders: RawHeaders = []
  size = 0
  beyond = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  begin(status: number, rawHeaders: RawHeaders): void {
    // Switching Protocols is the last answer on its connection.
    if (status < 200 && status !== 101) this.interim.push({ status, rawHeaders })
    else Object.assign(this, { status, rawHeaders })
  }

  /** Takes a piece of the body; false when the limit is reached and the rest need not come. */
  add(chunk: Buffer): boolean {
    const room = this.#limit - this.size
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk
    this.#parts.push(Buffer.from(kept))
    this.size += kept.length
    this.beyond += chunk.length - kept.length
    return this.beyond === 0
  }

  header(name: string): string | undefined {
    const found = this.rawHeaders.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)
    return found.length === 0 ? undefined : found.join(', ')
  }

  /** Says of a connection that closed in mid-body how much of the announced body had come. */
  explain(error: TransportError): TransportError {
    const announced = Number(this.header('content-length'))
    if (error.phase !== 'body' || !/^(closed|reset|length-mismatch|http2-error)$/.test(error.code)) return error
    if (!Number.isSafeInteger(announced) || announced === this.size) return error
    const message = `The answer announced ${announced} bytes; ${this.size} came (${error.message})`
    return { code: 'length-mismatch', phase: 'body', message }
  }

  /** What came, decoded. `complete` is false where the answer broke off. */
  async finish(method: string, httpVersion: RawResponse['httpVersion'], complete: boolean): Promise<RawResponse> {
    const raw = Buffer.concat(this.#parts)
    const bodiless = method === 'HEAD' || this.status === 204 || this.status === 304 || raw.length === 0
    const codings = bodiless ? '' : (this.header('content-encoding') ?? '')
    const decoded = await decode(raw, codings, this.#limit, complete && this.beyond === 0)
    const cut = decoded.cut ?? this.#cut()
    return {
      status: this.status,
      rawHeaders: this.rawHeaders,
      httpVersion,
      body: decoded.body,
      encodedBytes: this.size + this.beyond,
      ...(cut > 0 ? { cut } : {}),
      ...(decoded.decodeError === undefined ? {} : { decodeError: decoded.decodeError }),
      ...(this.interim.length > 0 ? { interim: this.interim } : {}),
    }
  }

  #cut(): number {
    if (this.beyond === 0) return 0
    const announced = Number(this.header('content-length'))
    return Number.isSafeInteger(announced) ? Math.max(this.beyond, announced - this.size) : this.beyond
  }
}
