import * as net from 'node:net'
import type { SecureContext } from 'node:tls'
import type { Connection } from '../../../reports/record.ts'
import { spkiOf } from '../tls/trust.ts'
import { openSocket, openTls, type Way, within } from './socket.ts'

export interface Connected {
  readonly socket: net.Socket
  readonly connection: Connection
}

export interface Offer {
  readonly alpn: readonly string[]
  /** Roots and client certificate. */
  readonly secureContext: SecureContext
}

/** Host for sockets: an IPv6 literal without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1')

/**
 * Opens one connection: name, TCP (or a tunnel through the proxy), TLS. A certificate that is not trusted does not end it:
 * that is a fact, `connection.tls.trusted` (chain and name). Rejects with a TransportFailure only.
 */
export function connect(url: URL, way: Omit<Way, 'host' | 'port'>, offer: Offer): Promise<Connected> {
  const host = hostOf(url)
  const whole: Way = { ...way, host, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) }
  return within(whole, async doing => {
    const socket = await openSocket(whole, doing)
    const plain: Connection = { address: socket.remoteAddress ?? '', family: socket.remoteFamily === 'IPv6' ? 6 : 4 }
    if (url.protocol !== 'https:') return { socket, connection: plain }
    const secure = await openTls(
      {
        socket,
        host,
        ...(net.isIP(host) === 0 ? { servername: host } : {}),
        ALPNProtocols: [...offer.alpn],
        secureContext: offer.secureContext,
        rejectUnauthorized: false,
      },
      doing,
    )
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
  })
}
