import * as http2 from 'node:http2'
import type { Socket } from 'node:net'
import type { Answer } from './answer.ts'
import { CONNECTION_FIELD, FieldWriter, STAND_IN } from './connection-field.ts'
import { TransportFailure } from './failure.ts'
import type { Lane, Sending } from './lane.ts'
import type { RawHeaders } from './types.ts'

/** Fields of HTTP/1.1 connections, which HTTP/2 forbids (RFC 9113, 8.2.2). */
const connectionFields = ['connection', 'host', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']

/** Node's own limit of 128 would refuse answers that other clients take. */
const MOST_FIELDS = 1000

/**
 * HTTP/2 by Node's own client over a TLS connection whose ALPN chose h2. undici's HTTP/2 hands headers on as an object,
 * without their order and repetition, and both belong to the evidence.
 */
export function http2Lane(socket: Socket, origin: string, maxHeaderBytes: number, field?: 'connection-field'): Lane {
  const writer = field && new FieldWriter(socket)
  const session = http2.connect(origin, {
    createConnection: () => writer ?? socket,
    settings: { enablePush: false, maxHeaderListSize: maxHeaderBytes },
    maxHeaderListPairs: MOST_FIELDS,
  })
  let broken: Error | undefined
  session.on('error', error => {
    broken = error
  })
  session.on('goaway', code => {
    broken ??= new TransportFailure('http2-error', 'headers', `The server closed the connection (GOAWAY ${code})`)
  })
  let facts: { at?: number; firstByteAt?: number; headers: RawHeaders } = { headers: [] }
  return {
    usable: () => !broken && !session.closed && !session.destroyed && !socket.destroyed,
    sent: () => ({ ...facts, httpVersion: '2' }),
    send: (sending, answer) =>
      new Promise((resolve, reject) => {
        facts = { headers: [] }
        const stream = session.request(headersOf(sending), { endStream: sending.body === undefined })
        facts = { at: Date.now(), headers: flatten(stream.sentHeaders).map(named) }
        sending.onAbort(reason => {
          reject(reason)
          stream.close(http2.constants.NGHTTP2_CANCEL)
        })
        const begin = (raw: readonly string[]) => {
          if (writer && !writer.written)
            reject(new TransportFailure('invalid-request', 'send', 'the field did not go out'))
          facts.firstByteAt ??= Date.now()
          sending.onBytes()
          const all = pairs(raw)
          if (all.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > maxHeaderBytes) {
            reject(ended(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM, answer))
            return stream.close(http2.constants.NGHTTP2_CANCEL)
          }
          const status = Number(all.find(([name]) => name === ':status')?.[1])
          answer.begin(
            status,
            all.filter(([name]) => !name.startsWith(':')),
          )
        }
        stream.on('headers', (_headers, _flags, raw?: readonly string[]) => begin(raw ?? []))
        stream.on('response', (_headers, _flags, raw?: readonly string[]) => begin(raw ?? []))
        stream.on('data', (chunk: Buffer) => {
          sending.onBytes()
          if (answer.add(chunk)) return
          resolve()
          stream.close(http2.constants.NGHTTP2_CANCEL)
        })
        stream.on('error', error => reject(broken ?? (stream.rstCode === 0 ? error : ended(stream.rstCode, answer))))
        stream.on('close', () => {
          const { rstCode } = stream
          if (broken && answer.status === 0) reject(broken)
          else if (rstCode !== 0 || answer.status === 0 || !stream.readableEnded) reject(ended(rstCode, answer))
          else resolve()
        })
        if (sending.body !== undefined) stream.end(sending.body)
      }),
    close: async () => {
      session.destroy()
      socket.destroy()
    },
  }
}

/** ENHANCE_YOUR_CALM before an answer is our own client's word for a header section beyond its limits. */
function ended(code: number, answer: Answer): TransportFailure {
  if (code === http2.constants.NGHTTP2_ENHANCE_YOUR_CALM && answer.status === 0)
    return new TransportFailure(
      'headers-too-large',
      'limit',
      `More than ${MOST_FIELDS} fields, or too many bytes of them`,
    )
  const phase = answer.status === 0 ? 'headers' : 'body'
  return new TransportFailure('http2-error', phase, `The stream ended (code ${code}) before the answer was complete`)
}

function headersOf(sending: Sending): http2.OutgoingHttpHeaders {
  const host = sending.headers.find(([name]) => name.toLowerCase() === 'host')?.[1]
  const fields = sending.headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !connectionFields.includes(name))
  return {
    ':method': sending.method,
    ':path': sending.target,
    ':scheme': sending.url.protocol.slice(0, -1),
    ':authority': host ?? sending.url.host,
    ...Object.fromEntries(fields),
    ...(sending.connectionField && { [STAND_IN]: CONNECTION_FIELD[1] }),
    ...(sending.body === undefined ? {} : { 'content-length': String(sending.body.length) }),
  }
}

const named = ([name, value]: RawHeaders[number]): RawHeaders[number] => [
  name === STAND_IN ? CONNECTION_FIELD[0] : name,
  value,
]

const flatten = (headers: http2.OutgoingHttpHeaders | undefined): RawHeaders =>
  Object.entries(headers ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(one => [name, String(one)] as const),
  )

const pairs = (raw: readonly string[]): RawHeaders =>
  Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i]!, raw[2 * i + 1]!] as const)
