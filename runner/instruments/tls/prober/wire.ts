import type * as net from 'node:net'
import type { TransportError } from '../../../../reports/record.ts'
import { TransportFailure, transportError } from '../../http/failure.ts'
import { type Doing, openSocket } from '../../http/socket.ts'
import { whyStopped } from '../../politeness.ts'

/** The way to the server that is looked at, and what all of its connections share. */
export interface Way {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string
  readonly port: number
  /** The address that answered first, so that all connections go to one machine of several. */
  readonly address?: string
  /** The name sent in hellos; empty sends none. */
  readonly servername: string
  readonly proxy?: string
  readonly ca?: readonly string[]
  /** The longest that one connection waits for an answer. */
  readonly timeoutMs: number
  /** Runs one connection when the target may be asked; the signal that it hands on ends the connection. */
  readonly turn: <T>(connection: (signal: AbortSignal) => Promise<T>) => Promise<T>
  /** Connections begun so far. */
  readonly count: { connections: number }
}

/** One open connection: bytes out, bytes in, and a time by which it is over. */
export interface Wire {
  readonly address: string
  send(bytes: Buffer): void
  /** The next bytes; undefined when no more come, and then `over` says why. */
  read(): Promise<Buffer | undefined>
  over: TransportError | undefined
}

/**
 * Opens a connection in the target's turn, lets `talk` use it and closes it, whatever happens. Where none came about, `talk` is not
 * called, and the failure is the answer.
 */
export function onWire<T>(way: Way, talk: (wire: Wire) => Promise<T>): Promise<T | { failed: TransportError }> {
  return way.turn(async signal => {
    const doing: Doing = { phase: 'connect' }
    const clock = deadline(way.timeoutMs, signal)
    try {
      if (signal.aborted) throw new TransportFailure('stopped', 'stopped', whyStopped(signal))
      way.count.connections += 1
      const opening = openSocket({ ...way, host: way.address ?? way.host, signal }, doing)
      opening.catch(() => undefined)
      const socket = await Promise.race([opening, clock.passed])
      return await talk(wireOf(socket, clock.passed))
    } catch (error) {
      return { failed: transportError(error, doing.phase) }
    } finally {
      clock.stop()
      doing.socket?.on('error', () => undefined).destroy()
    }
  })
}

export const hasFailed = (answer: unknown): answer is { failed: TransportError } =>
  typeof answer === 'object' && answer !== null && 'failed' in answer

function deadline(ms: number, signal: AbortSignal) {
  let fail: (error: Error) => void = () => undefined
  const passed = new Promise<never>((_, reject) => {
    fail = reject
  })
  passed.catch(() => undefined)
  const timer = setTimeout(() => fail(new TransportFailure('timeout', 'tls', `No answer in ${ms} ms`)), ms)
  const stopped = () => fail(new TransportFailure('stopped', 'stopped', whyStopped(signal)))
  signal.addEventListener('abort', stopped, { once: true })
  return {
    passed,
    stop: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stopped)
    },
  }
}

function wireOf(socket: net.Socket, passed: Promise<never>): Wire {
  const chunks: Buffer[] = []
  let wake: (() => void) | undefined
  const wire: Wire = {
    address: socket.remoteAddress ?? '',
    over: undefined,
    send: bytes => {
      if (socket.writable) socket.write(bytes)
    },
    async read() {
      while (chunks.length === 0 && !wire.over) {
        const more = new Promise<void>(resolve => {
          wake = resolve
        })
        await Promise.race([more, passed]).catch(error => end(transportError(error, 'tls')))
      }
      return chunks.shift()
    },
  }
  const end = (error: TransportError) => {
    wire.over ??= error
    wake?.()
  }
  socket.on('data', chunk => {
    chunks.push(chunk)
    wake?.()
  })
  socket.on('error', error => end(transportError(error, 'tls')))
  socket.on('close', () => end({ code: 'closed', phase: 'tls', message: 'The connection was closed' }))
  socket.on('end', () => end({ code: 'closed', phase: 'tls', message: 'The connection was closed' }))
  return wire
}
