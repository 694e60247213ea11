import * as net from 'node:net'
import * as tls from 'node:tls'
import type { Connection } from '../../../reports/record.ts'
import { spkiOf } from '../tls/trust.ts'
import { TransportFailure, transportError } from './failure.ts'
import { openTunnel } from './proxy.ts'

export interface ConnectOptions {
  readonly url: URL
  readonly alpn: readonly string[]
  readonly ca: string[] | undefined
  readonly proxy: string | undefined
  readonly mtls: { readonly cert: string; readonly key: string } | undefined
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

export interface Connected {
  readonly socket: net.Socket
  readonly connection: Connection
}

/**
 * Opens one connection: name, TCP (or a tunnel through the proxy), TLS. A certificate that is not trusted does not end it:
 * that is a fact, `connection.tls.trusted`. Rejects with a TransportFailure only.
 */
export async function connect(options: ConnectOptions): Promise<Connected> {
  const { url, timeoutMs, signal } = options
  const doing: { phase: 'connect' | 'tls'; socket?: net.Socket } = { phase: 'connect' }
  let giveUp: (reason: TransportFailure) => void = () => {}
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  const late = () =>
    giveUp(new TransportFailure('timeout', doing.phase, `No connection to ${url.host} in ${timeoutMs} ms`))
  const stop = () => giveUp(new TransportFailure('stopped', 'stopped', 'The run was stopped'))
  const timer = setTimeout(late, timeoutMs)
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  const opening = open(options, doing)
  try {
    return await Promise.race([opening, givenUp])
  } catch (error) {
    // A tunnel that opens after we gave up is closed when it comes.
    opening.then(({ socket }) => socket.destroy()).catch(() => {})
    doing.socket?.on('error', () => {}).destroy()
    const { code, phase, message } = transportError(error, doing.phase)
    throw new TransportFailure(code, phase, message)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

async function open(options: ConnectOptions, doing: { phase: 'connect' | 'tls'; socket?: net.Socket }) {
  const { url, proxy } = options
  const host = hostOf(url)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  let socket: net.Socket
  if (proxy === undefined) {
    socket = net.connect({ host, port, autoSelectFamily: true })
    doing.socket = socket
    await happened(socket, 'connect')
  } else {
    socket = await openTunnel(url.hostname, port, proxy, options)
    doing.socket = socket
  }
  socket.setNoDelay(true)
  const plain = whereTo(socket)
  if (url.protocol !== 'https:') return { socket, connection: plain }
  doing.phase = 'tls'
  const secure = tls.connect({
    socket,
    host,
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: [...options.alpn],
    rejectUnauthorized: false,
    ...(options.ca ? { ca: options.ca } : {}),
    ...(options.mtls ?? {}),
  })
  doing.socket = secure
  await happened(secure, 'secureConnect')
  const connection: Connection = {
    ...plain,
    ...(secure.alpnProtocol ? { alpn: secure.alpnProtocol } : {}),
    tls: {
      protocol: secure.getProtocol() ?? 'unknown',
      cipher: secure.getCipher().standardName,
      trusted: secure.authorized,
      spki: spkiOf(secure.getPeerX509Certificate()),
    },
  }
  return { socket: secure, connection }
}

/** Host for sockets: an IPv6 literal without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1')

const whereTo = (socket: net.Socket): Connection => ({
  address: socket.remoteAddress ?? '',
  family: socket.remoteFamily === 'IPv6' ? 6 : 4,
})

function happened(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = () =>
      reject(new TransportFailure('closed', event === 'connect' ? 'connect' : 'tls', 'Connection closed'))
    socket.once('error', reject).once('close', closed)
    socket.once(event, () => {
      socket.off('error', reject).off('close', closed)
      resolve()
    })
  })
}
