import * as net from 'node:net'
import * as tls from 'node:tls'
import { whyStopped } from '../politeness.ts'
import { TransportFailure, transportError } from './failure.ts'

/** What an opening is at, for the fact that says where it failed. */
export interface Doing {
  phase: 'connect' | 'tls'
  socket?: net.Socket
}

export interface Way {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string
  readonly port: number
  readonly proxy?: string | undefined
  /** Roots besides the usual ones for a proxy that speaks TLS. */
  readonly ca?: readonly string[] | undefined
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** Opens a TCP connection, or a tunnel through the proxy. */
export async function openSocket(way: Way, doing: Doing): Promise<net.Socket> {
  const { host, port } = way
  if (way.proxy !== undefined) {
    // Loaded where there is a proxy only: it brings a whole HTTP client along.
    const { openTunnel } = await import('./proxy.ts')
    doing.socket = await openTunnel(net.isIPv6(host) ? `[${host}]` : host, port, way.proxy, way)
  } else {
    doing.socket = net.connect({ host, port, autoSelectFamily: true })
    await happened(doing.socket, 'connect')
  }
  return doing.socket.setNoDelay(true)
}

/** Speaks TLS over an open socket. */
export async function openTls(options: tls.ConnectionOptions, doing: Doing): Promise<tls.TLSSocket> {
  doing.phase = 'tls'
  const socket = tls.connect(options)
  doing.socket = socket
  await happened(socket, 'secureConnect')
  return socket
}

/**
 * Runs an opening with a budget and a stop. Rejects with a TransportFailure only, and leaves no socket behind, not even one
 * that opens after it gave up.
 */
export async function within<T>(way: Way, opening: (doing: Doing) => Promise<T>): Promise<T> {
  const { signal, timeoutMs } = way
  const doing: Doing = { phase: 'connect' }
  let giveUp: (reason: TransportFailure) => void = () => {}
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  const what = `No connection to ${way.host}:${way.port} in ${timeoutMs} ms`
  const timer = setTimeout(() => giveUp(new TransportFailure('timeout', doing.phase, what)), timeoutMs)
  const stop = () => giveUp(new TransportFailure('stopped', 'stopped', signal ? whyStopped(signal) : ''))
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  const discard = () => doing.socket?.on('error', () => {}).destroy()
  const result = signal?.aborted ? givenUp : opening(doing)
  try {
    return await Promise.race([result, givenUp])
  } catch (error) {
    discard()
    result.then(discard, discard)
    const { code, phase, message } = transportError(error, doing.phase)
    throw new TransportFailure(code, phase, message)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

function happened(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const phase = event === 'connect' ? 'connect' : 'tls'
    const closed = () => reject(new TransportFailure('closed', phase, 'The connection was closed'))
    socket.once('error', reject).once('close', closed)
    socket.once(event, () => {
      socket.off('error', reject).off('close', closed)
      resolve()
    })
  })
}
