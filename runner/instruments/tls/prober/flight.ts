import { Malformed } from './bytes.ts'
import {
  type KeyExchange,
  readCertificates,
  readKeyExchange,
  readServerHello,
  readStatus,
  type ServerHello,
} from './messages.ts'
import { suiteName } from './registry.ts'

/** What a server answered to one ClientHello, as far as it goes in the clear. */
export interface Flight {
  serverHello?: ServerHello
  certificates?: Buffer[]
  staple?: Buffer
  keyExchange?: KeyExchange
  certificateRequested?: true
  alert?: { readonly level: number; readonly code: number }
  /** Records that were no handshake, alert or change of cipher: encrypted ones, or heartbeats. */
  others: { readonly type: number; readonly body: Buffer }[]
  /**
   * Why reading ended: the flight was whole, an alert, a retry or encrypted part came, what came is no TLS or is against its form,
   * or is more than any server has to say. Undefined while more may come.
   */
  ended?: 'whole' | 'alert' | 'encrypted' | 'not-tls' | 'malformed' | 'too-much'
  readonly problem?: string
}

const HANDSHAKE = 22
const ALERT = 21
/** An answer has a few kB, with a long chain some tens; a record more than 2^14 + 2048 bytes is against the protocol. */
const MOST_BYTES = 400_000
const MOST_MESSAGES = 64
const MOST_RECORD = 0x4800
/** Records of one byte are allowed and some servers send them; this many are a nuisance. */
const MOST_RECORDS = 20_000

/** Reads an answer as it comes, in pieces of any size. A pure function of the bytes; it never throws. */
export class FlightReader {
  readonly flight: Flight = { others: [] }
  #pieces: Buffer[] = []
  #waiting = 0
  #handshake: Buffer[] = []
  #handshakeBytes = 0
  #bytes = 0
  #messages = 0
  #records = 0

  push(chunk: Buffer): Flight {
    const { flight } = this
    if (flight.ended) return flight
    this.#bytes += chunk.length
    this.#pieces.push(chunk)
    this.#waiting += chunk.length
    if (this.#bytes > MOST_BYTES) return this.#end('too-much', `more than ${MOST_BYTES} bytes`)
    try {
      while (!flight.ended && this.#record()) {}
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      return this.#end('malformed', error.message)
    }
    return flight
  }

  #end(ended: NonNullable<Flight['ended']>, problem?: string): Flight {
    return Object.assign(this.flight, { ended }, problem === undefined ? {} : { problem })
  }

  /** The first bytes of what waits, joined only where they lie in several pieces. */
  #front(length: number): Buffer | undefined {
    if (this.#waiting < length) return undefined
    if ((this.#pieces[0]?.length ?? 0) < length) this.#pieces = [Buffer.concat(this.#pieces)]
    return this.#pieces[0]?.subarray(0, length)
  }

  #record(): boolean {
    const head = this.#front(5)
    if (!head) return false
    const type = head[0]!
    const length = head.readUInt16BE(3)
    if (type < 20 || type > 24 || head[1] !== 3) {
      this.#end('not-tls', `the answer begins with ${head.toString('hex')}`)
      return false
    }
    if (length > MOST_RECORD) throw new Malformed(`a record of ${length} bytes`)
    const whole = this.#front(5 + length)
    if (!whole) return false
    this.#pieces[0] = this.#pieces[0]!.subarray(5 + length)
    this.#waiting -= 5 + length
    if (++this.#records > MOST_RECORDS) this.#end('too-much', `more than ${MOST_RECORDS} records`)
    else this.#take(type, whole.subarray(5))
    return true
  }

  #take(type: number, body: Buffer): void {
    if (type === HANDSHAKE) {
      this.#handshakeBody(body)
    } else if (type === ALERT) {
      const [level, code] = body
      if (level === undefined || code === undefined) throw new Malformed('an alert of less than two bytes')
      this.flight.alert = { level, code }
      // A warning, such as unrecognized_name, may be followed by a handshake all the same.
      if (level !== 1 || code === 0) this.#end('alert')
    } else {
      this.flight.others.push({ type, body })
      this.#end('encrypted')
    }
  }

  #handshakeBody(body: Buffer): void {
    this.#handshake.push(body)
    this.#handshakeBytes += body.length
    // Joined when enough is there: many small records must not cost the square of their number.
    let need = this.#need()
    while (need !== undefined && this.#handshakeBytes >= need && !this.flight.ended) {
      const all = this.#joined()
      this.#handshake = [all.subarray(need)]
      this.#handshakeBytes -= need
      this.#message(all[0]!, all.subarray(4, need))
      need = this.#need()
    }
  }

  #need(): number | undefined {
    if (this.#handshakeBytes < 4) return undefined
    if ((this.#handshake[0]?.length ?? 0) < 4) this.#joined()
    return 4 + this.#handshake[0]!.readUIntBE(1, 3)
  }

  #joined(): Buffer {
    if (this.#handshake.length > 1) this.#handshake = [Buffer.concat(this.#handshake)]
    return this.#handshake[0]!
  }

  #message(type: number, body: Buffer): void {
    const { flight } = this
    if (++this.#messages > MOST_MESSAGES) {
      this.#end('too-much', `more than ${MOST_MESSAGES} handshake messages`)
      return
    }
    if (type === 2) {
      if (flight.serverHello) throw new Malformed('a second ServerHello')
      flight.serverHello = readServerHello(body)
      if (flight.serverHello.retry) this.#end('encrypted')
      return
    }
    if (!flight.serverHello) {
      if (type === 0) return
      throw new Malformed(`handshake message ${type} before the ServerHello`)
    }
    const { suite, version } = flight.serverHello
    if (type === 11) flight.certificates = readCertificates(body)
    else if (type === 12) flight.keyExchange = readKeyExchange(body, suiteName(suite), version)
    else if (type === 13) flight.certificateRequested = true
    else if (type === 14) this.#end('whole')
    else if (type === 22) flight.staple = readStatus(body)
  }
}
