import type { TransportError } from '../../../../reports/record.ts'
import { Malformed, Reader, u8, vector8, vector24 } from './bytes.ts'
import { clientHello, handshakeMessage, type Offer, records, TLS13 } from './client-hello.ts'
import { type KeyShare, keyShare } from './key-share.ts'
import { readCertificates13, readExtensions, readServerHello, type ServerHello } from './messages.ts'
import { type Protection, Secrets13 } from './secrets13.ts'
import { hasFailed, onWire, type Way, type Wire } from './wire.ts'

/** What a server of TLS 1.3 says behind encryption. */
export interface Inside13 {
  readonly serverHello: ServerHello
  readonly alpn?: string
  /** Groups that the server says it knows, in its order (RFC 8446, 4.2.7). */
  readonly toldGroups?: readonly number[]
  readonly certificates: readonly Buffer[]
  readonly staple?: Buffer
  readonly scts?: Buffer
  readonly scheme?: number
  readonly clientCertificate: 'not asked' | 'asked' | 'required'
  readonly tickets: number
  /** Largest early data that a ticket allows. */
  readonly earlyData?: number
}

/** The server answered, and not with a handshake of TLS 1.3 that went through. */
export interface Not13 {
  readonly serverHello?: ServerHello
  readonly error: TransportError
  readonly address: string
}

export const isInside = (answer: Inside13 | Not13): answer is Inside13 => 'certificates' in answer

interface Request extends Omit<Offer, 'version' | 'shares'> {
  readonly share: number
}

/**
 * One handshake of TLS 1.3 to its end, with a key share of one group, and a farewell at once, so that no request is ever sent. An
 * empty certificate answers a server that asks for one. Never rejects.
 */
export async function handshake13(way: Way, request: Request): Promise<Inside13 | Not13> {
  const answer = await onWire(way, wire => talk(wire, way, request))
  return hasFailed(answer) ? { error: answer.failed, address: '' } : answer
}

async function talk(wire: Wire, way: Way, { share: group, ...offer }: Request): Promise<Inside13 | Not13> {
  const share = keyShare(group)
  const hello = clientHello({
    servername: way.servername,
    versions: [TLS13, 0x0303],
    ...offer,
    version: TLS13,
    shares: [share],
  })
  const inbox = new Inbox(wire)
  const not = (code: string, message: string): Not13 => ({
    error: { code, phase: 'tls', message },
    address: wire.address,
  })
  let serverHello: ServerHello | undefined
  try {
    wire.send(records(22, 0x0301, hello))
    const first = await inbox.message()
    if (first?.type !== 2) return { ...not('no-hello', first ? `message ${first.type}` : inbox.why()) }
    serverHello = readServerHello(first.body)
    if (serverHello.version !== TLS13 || serverHello.retry || !serverHello.share)
      return { ...not('other-choice', serverHello.retry ? 'another group is wanted' : 'another version'), serverHello }
    return await inside(wire, inbox, serverHello, { hello, first: first.whole, share })
  } catch (error) {
    const told = not('malformed', error instanceof Error ? error.message : String(error))
    return serverHello ? { ...told, serverHello } : told
  }
}

async function inside(
  wire: Wire,
  inbox: Inbox,
  serverHello: ServerHello,
  { hello, first, share }: { hello: Buffer; first: Buffer; share: KeyShare },
): Promise<Inside13 | Not13> {
  const secrets = new Secrets13(serverHello.suite)
  secrets.add(hello)
  secrets.add(first)
  secrets.step(share.secretWith(serverHello.share!))
  const [client, server] = [secrets.traffic('c hs traffic'), secrets.traffic('s hs traffic')]
  inbox.protection = secrets.protection(server)
  const seen: { -readonly [K in keyof Inside13]: Inside13[K] } = {
    serverHello,
    certificates: [],
    clientCertificate: 'not asked',
    tickets: 0,
  }
  let context: Buffer | undefined
  for (;;) {
    const message = await inbox.message()
    if (!message)
      return { error: { code: 'cut', phase: 'tls', message: inbox.why() }, address: wire.address, serverHello }
    secrets.add(message.whole)
    if (message.type === 8) Object.assign(seen, readEncryptedExtensions(message.body))
    else if (message.type === 13) context = new Reader(message.body).vector8()
    else if (message.type === 11) {
      const { chain, ...rest } = readCertificates13(message.body)
      Object.assign(seen, { certificates: chain, ...rest })
    } else if (message.type === 15) seen.scheme = new Reader(message.body).u16()
    else if (message.type === 20) break
  }
  secrets.step()
  const [ours, theirs] = [secrets.traffic('c ap traffic'), secrets.traffic('s ap traffic')]
  const sealing = secrets.protection(client)
  const empty = context && handshakeMessage(11, [vector8(context), vector24()])
  if (empty) secrets.add(empty)
  const finished = handshakeMessage(20, [secrets.finished(client)])
  const farewell = secrets.protection(ours).seal(21, Buffer.from([1, 0]))
  wire.send(
    Buffer.concat([
      records(20, 0x0303, u8(1)),
      ...(empty ? [sealing.seal(22, empty)] : []),
      sealing.seal(22, finished),
      farewell,
    ]),
  )
  if (context) seen.clientCertificate = 'asked'
  inbox.protection = secrets.protection(theirs)
  await afterwards(inbox, seen)
  return seen
}

/** Tickets come, or the alert that a certificate was required, or nothing; the farewell makes the server end it. */
async function afterwards(inbox: Inbox, seen: { tickets: number; earlyData?: number; clientCertificate: string }) {
  for (let messages = 0; messages < 16; messages += 1) {
    const message = await inbox.message().catch(() => undefined)
    if (!message) break
    if (message.type !== 4) continue
    seen.tickets += 1
    seen.earlyData = Math.max(seen.earlyData ?? 0, earlyDataOf(message.body))
  }
  if (seen.clientCertificate === 'asked' && inbox.alert !== undefined && inbox.alert !== 0)
    seen.clientCertificate = 'required'
}

function readEncryptedExtensions(body: Buffer): { alpn?: string; toldGroups?: number[] } {
  const extensions = readExtensions(new Reader(body).vector16())
  const alpn = extensions.get(16)
  const groups = extensions.get(10)
  const told: number[] = []
  if (groups) for (const reader = new Reader(new Reader(groups).vector16()); reader.left >= 2; ) told.push(reader.u16())
  return {
    ...(alpn && { alpn: new Reader(new Reader(alpn).vector16()).vector8().toString('latin1') }),
    ...(told.length > 0 && { toldGroups: told }),
  }
}

/** max_early_data_size of a NewSessionTicket (RFC 8446, 4.6.1). */
function earlyDataOf(body: Buffer): number {
  const reader = new Reader(body)
  reader.take(8)
  reader.vector8()
  reader.vector16()
  const early = readExtensions(reader.vector16()).get(42)
  return early && early.length === 4 ? early.readUInt32BE(0) : 0
}

interface Message {
  readonly type: number
  readonly body: Buffer
  readonly whole: Buffer
}

const MOST_BYTES = 400_000

/** Handshake messages out of records, protected ones opened. */
class Inbox {
  protection: Protection | undefined
  /** The code of the alert that ended it. */
  alert: number | undefined
  readonly #wire: Wire
  #bytes = Buffer.alloc(0)
  #handshake = Buffer.alloc(0)
  #read = 0

  constructor(wire: Wire) {
    this.#wire = wire
  }

  why = (): string => (this.alert === undefined ? (this.#wire.over?.message ?? 'it ended') : `alert ${this.alert}`)

  /** The next message; undefined when none comes. Throws Malformed. */
  async message(): Promise<Message | undefined> {
    for (;;) {
      if (this.#handshake.length >= 4) {
        const end = 4 + this.#handshake.readUIntBE(1, 3)
        if (end > MOST_BYTES) throw new Malformed(`a message of ${end} bytes`)
        if (this.#handshake.length >= end) {
          const whole = this.#handshake.subarray(0, end)
          this.#handshake = this.#handshake.subarray(end)
          return { type: whole[0]!, body: whole.subarray(4), whole }
        }
      }
      const record = await this.#record()
      if (!record) return undefined
      if (record.type === 22) this.#handshake = Buffer.concat([this.#handshake, record.body])
      else if (record.type === 21) {
        this.alert = record.body[1] ?? 0
        return undefined
      }
    }
  }

  async #record(): Promise<{ type: number; body: Buffer } | undefined> {
    for (;;) {
      if (this.#bytes.length >= 5) {
        const end = 5 + this.#bytes.readUInt16BE(3)
        if (this.#bytes.length >= end) {
          const record = this.#bytes.subarray(0, end)
          this.#bytes = this.#bytes.subarray(end)
          const type = record[0]!
          // A change of cipher for old middle boxes' sake (RFC 8446, D.4).
          if (type === 20) continue
          if (this.protection && type === 23) return this.protection.open(record)
          if (type !== 22 && type !== 21) throw new Malformed(`a record of type ${type}`)
          return { type, body: record.subarray(5) }
        }
      }
      const chunk = await this.#wire.read()
      if (!chunk) return undefined
      this.#read += chunk.length
      if (this.#read > MOST_BYTES) throw new Malformed(`more than ${MOST_BYTES} bytes`)
      this.#bytes = Buffer.concat([this.#bytes, chunk])
    }
  }
}
