import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Framing } from '../../check/http.ts'
import { withFraming } from './framing.ts'
import type { RawHeaders } from './types.ts'

/** What went over the wire for one request. */
export interface WireFacts {
  sentAt?: number
  firstByteAt?: number
  /** The request's head as written. */
  head: string
  httpVersion?: '1.0' | '1.1'
  received: number
}

const LONGEST_STATUS_LINE = 16 * 1024

/**
 * Stands between undici and the socket and notes what undici does not tell: the head as sent, the moment of the first byte
 * each way, the HTTP version of the answer. It also takes out `100 Continue`, which every client has to bear unasked
 * (RFC 9110, 15.2) and undici takes for a broken answer.
 */
export class Wire extends Duplex {
  readonly #socket: Socket
  readonly #onBytes: () => void
  facts: WireFacts = { head: '', received: 0 }
  /** Bytes of an answer whose status line is not complete; null once it was read. */
  #start: Buffer | null = Buffer.alloc(0)
  #framing: Framing | undefined

  constructor(socket: Socket, onBytes: () => void) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    this.#onBytes = onBytes
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('end', () => this.#finish())
    socket.on('error', error => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  /** Begins the notes of the next request on this connection; `framing` is a line that undici would not send. */
  next(framing?: Framing): WireFacts {
    this.#framing = framing
    this.#start = Buffer.alloc(0)
    this.facts = { head: '', received: 0 }
    return this.facts
  }

  #take(chunk: Buffer): void {
    this.facts.firstByteAt ??= Date.now()
    this.facts.received += chunk.length
    this.#onBytes()
    const passOn = this.#start === null ? chunk : this.#readStart(Buffer.concat([this.#start, chunk]))
    if (passOn !== null && passOn.length > 0 && !this.push(passOn)) this.#socket.pause()
  }

  /** Looks at the start of an answer; null while there is too little of it. */
  #readStart(bytes: Buffer): Buffer | null {
    const line = bytes.indexOf('\n')
    if (line < 0 && bytes.length < LONGEST_STATUS_LINE) {
      // Held back no longer than it may still be a status line, so that other protocols fail at once.
      if ('HTTP/1.'.startsWith(bytes.subarray(0, 7).toString('latin1'))) {
        this.#start = bytes
        return null
      }
    }
    const match = /^HTTP\/1\.([01]) (\d{3})/.exec(bytes.subarray(0, 16).toString('latin1'))
    if (match) this.facts.httpVersion = match[1] === '0' ? '1.0' : '1.1'
    if (match?.[2] !== '100') {
      this.#start = null
      return bytes
    }
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0 && bytes.length < LONGEST_STATUS_LINE) {
      this.#start = bytes
      return null
    }
    this.#start = end < 0 ? null : Buffer.alloc(0)
    return end < 0 ? bytes : this.#readStart(bytes.subarray(end + 4))
  }

  #finish(): void {
    if (this.#start && this.#start.length > 0) this.push(this.#start)
    this.#start = null
    this.push(null)
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.facts.sentAt ??= Date.now()
    const sent = this.#framing ? Buffer.from(withFraming(chunk.toString('latin1'), this.#framing), 'latin1') : chunk
    if (!this.facts.head.includes('\r\n\r\n')) this.facts.head += Buffer.from(sent).toString('latin1')
    this.#socket.write(sent, encoding, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}

/** The header lines of a head as sent. */
export function sentHeaders(head: string): RawHeaders {
  const [top = ''] = head.split('\r\n\r\n')
  return top
    .split('\r\n')
    .slice(1)
    .filter(line => line !== '')
    .map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
    })
}
