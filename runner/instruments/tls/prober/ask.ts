import type { TransportError } from '../../../../reports/record.ts'
import { Reader } from './bytes.ts'
import { helloRecord, type Offer, ssl2Hello } from './client-hello.ts'
import { type Flight, FlightReader } from './flight.ts'
import { ssl2Suites } from './registry.ts'
import { hasFailed, onWire, type Way, type Wire } from './wire.ts'

/** A flight, or why there was none; both where a connection ended in the middle of one. */
export interface Answer {
  readonly flight: Flight
  readonly error?: TransportError
  readonly address: string
}

const nothing: Flight = { others: [] }

/** One connection, one ClientHello, and all that is said to it in the clear. Never rejects. */
export async function ask(way: Way, offer: Offer): Promise<Answer> {
  const answer = await onWire(way, async wire => {
    wire.send(helloRecord({ servername: way.servername, ...offer }))
    const flight = await readFlight(wire)
    return { flight, address: wire.address, ...(!flight.ended && wire.over && { error: wire.over }) }
  })
  return hasFailed(answer) ? { flight: nothing, error: answer.failed, address: '' } : answer
}

export async function readFlight(wire: Wire, reader: FlightReader = new FlightReader()): Promise<Flight> {
  while (!reader.flight.ended) {
    const chunk = await wire.read()
    if (!chunk) break
    reader.push(chunk)
  }
  return reader.flight
}

/** What an SSL 2.0 server says to a hello of its own kind: its cipher kinds, and that it has a certificate. */
export interface Ssl2Answer {
  readonly suites: readonly number[]
  readonly certificate?: Buffer
  readonly error?: TransportError
  /** It answered with something else: an alert of a later version, or bytes of no protocol. */
  readonly other?: string
}

export async function askSsl2(way: Way): Promise<Ssl2Answer> {
  const answer = await onWire(way, async (wire): Promise<Ssl2Answer> => {
    wire.send(ssl2Hello(ssl2Suites()))
    let bytes = Buffer.alloc(0)
    while (bytes.length < 64_000) {
      const hello = readSsl2(bytes)
      if (hello) return hello
      if (bytes.length >= 3 && !(bytes[0]! & 0x80 && bytes[2] === 4))
        return { suites: [], other: bytes.subarray(0, 8).toString('hex') }
      const chunk = await wire.read()
      if (!chunk) return { suites: [], ...(wire.over && { error: wire.over }) }
      bytes = Buffer.concat([bytes, chunk])
    }
    return { suites: [], other: 'more bytes than a hello has' }
  })
  return hasFailed(answer) ? { suites: [], error: answer.failed } : answer
}

/** Cipher kinds and certificate of a SERVER-HELLO (SSL 2.0, 2.5); undefined while it is not whole, or where it is none. */
export function readSsl2(bytes: Buffer): { suites: number[]; certificate?: Buffer } | undefined {
  if (bytes.length < 13 || !(bytes[0]! & 0x80) || bytes[2] !== 4) return undefined
  const length = bytes.readUInt16BE(0) & 0x7fff
  if (bytes.length < 2 + length || length < 11) return undefined
  const reader = new Reader(bytes.subarray(5, 2 + length))
  if (reader.u16() !== 0x0002) return { suites: [] }
  const [certificate, specs] = [reader.u16(), reader.u16()]
  reader.u16()
  if (reader.left < certificate + specs) return { suites: [] }
  const der = reader.take(certificate)
  const list = new Reader(reader.take(specs))
  const suites: number[] = []
  while (list.left >= 3) suites.push(list.u24())
  return { suites, ...(der.length > 0 && { certificate: der }) }
}
