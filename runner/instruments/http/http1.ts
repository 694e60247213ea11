import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici'
// Alone: the rest of undici (fetch, cookies, mocks) takes a tenth of a second to load, and nothing here uses it.
import Client from 'undici/lib/dispatcher/client.js'
import type { Answer } from './answer.ts'
import { TransportFailure } from './failure.ts'
import type { Lane, Sending, Sent } from './lane.ts'
import type { RawHeaders } from './types.ts'
import { sentHeaders, Wire } from './wire.ts'

const MOST_INTERIM = 20

/** HTTP/1.1 by undici over one connection that is already open. */
export function http1Lane(socket: Socket, origin: string, maxHeaderBytes: number): Lane {
  let touch = () => {}
  let fresh = true
  const wire = new Wire(socket, () => touch())
  wire.on('error', () => {})
  const client = new Client(origin, {
    pipelining: 1,
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
    // undici would open another when this one closes; then we could not say which connection a request took.
    connect: (_, callback) => {
      const first = fresh
      fresh = false
      const gone = new TransportFailure('closed', 'headers', 'The server closed the connection')
      // Not at once: undici calls from inside its queue, and would not look at it again.
      queueMicrotask(() => (first ? callback(null, wire as unknown as Socket) : callback(gone, null)))
    },
  })
  return {
    usable: () => !wire.destroyed && !client.closed && !client.destroyed,
    sent: (): Sent => ({
      ...(wire.facts.sentAt === undefined ? {} : { at: wire.facts.sentAt }),
      ...(wire.facts.firstByteAt === undefined ? {} : { firstByteAt: wire.facts.firstByteAt }),
      headers: sentHeaders(wire.facts.head),
      httpVersion: wire.facts.httpVersion ?? '1.1',
    }),
    send: (sending, answer) => {
      wire.next(sending.framing)
      touch = sending.onBytes
      return new Promise((resolve, reject) => {
        client.dispatch(
          {
            origin,
            path: sending.target,
            method: sending.method as Dispatcher.HttpMethod,
            headers: sending.headers.flat(),
            body: sending.body ?? null,
            ...(sending.upgrade && { upgrade: sending.upgrade }),
            servername: 'fixed',
          } as Dispatcher.DispatchOptions,
          handler(sending, answer, resolve, reject),
        )
      })
    },
    close: () => client.destroy().catch(() => {}),
  }
}

function handler(
  sending: Sending,
  answer: Answer,
  resolve: () => void,
  reject: (error: unknown) => void,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: controller => sending.onAbort(reason => controller.abort(reason)),
    onResponseStart: (controller, status) => {
      answer.begin(status, pairs(controller.rawHeaders))
      if (answer.interim.length > MOST_INTERIM)
        controller.abort(new TransportFailure('too-many-interim', 'limit', `More than ${MOST_INTERIM} interim answers`))
    },
    onRequestUpgrade: (controller, status, _headers, socket) => {
      answer.begin(status, pairs(controller.rawHeaders))
      socket.destroy()
      resolve()
    },
    onResponseData: (controller, chunk) => {
      if (answer.add(chunk)) return
      resolve()
      controller.abort(new TransportFailure('cut', 'limit', 'The body is longer than the limit'))
    },
    onResponseEnd: () => resolve(),
    // undici waits for the body that the length of a 304 speaks of, which never comes (RFC 9110, 8.6).
    onResponseError: (_, error) => (answer.status === 304 ? resolve() : reject(error)),
  }
}

/** Header bytes are Latin-1 on the wire (RFC 9110, 5.5). */
function pairs(raw: unknown): RawHeaders {
  const list = Array.isArray(raw) ? (raw as readonly (Buffer | string)[]) : []
  const text = (value: Buffer | string | undefined) =>
    typeof value === 'string' ? value : (value?.toString('latin1') ?? '')
  return Array.from({ length: list.length / 2 }, (_, i) => [text(list[2 * i]), text(list[2 * i + 1])] as const)
}
