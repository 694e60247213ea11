import { constants } from 'node:crypto'
import * as net from 'node:net'
import * as tls from 'node:tls'
import type { TrustSeen } from '../../../../reports/record.ts'
import { type Doing, openSocket, openTls, within } from '../../http/socket.ts'
import { contextFor } from '../contexts.ts'
import type { BleedTicket } from './holes/known-holes.ts'
import type { Way } from './wire.ts'

/** What a whole handshake by OpenSSL, as Node has it, shows beyond a hello. */
export interface Verified {
  readonly trust?: Omit<TrustSeen, 'publicRoot'>
  /** What became of a second handshake that the client began; TLS 1.2 and below. */
  readonly renegotiated?: Renegotiated
  readonly ticket?: BleedTicket
  /** The handshake failed where a client certificate was asked for and none was given. */
  readonly refusedWithout: boolean
}

export type Renegotiated = 'done' | 'refused' | 'not answered'

const RENEGOTIATION_MS = 1500
const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const

/**
 * One handshake for the trust in the chain, a renegotiation (once, and no more: it costs the server a handshake) and a ticket. TLS 1.2
 * where the server has it. Never rejects; what cannot be told is left out.
 */
export async function verify(
  way: Way,
  {
    accepted,
    clientCertificate = 'not asked',
  }: { accepted: readonly string[]; clientCertificate?: string | undefined },
): Promise<Verified> {
  const version = accepted.includes('TLSv1.2') ? 'TLSv1.2' : versions.findLast(name => accepted.includes(name))
  if (!version) return { refusedWithout: false }
  return way.turn(async signal => {
    if (!signal.aborted) way.count.connections += 1
    return within({ ...way, signal }, doing => handshake(way, version, doing)).catch(error => ({
      refusedWithout: (error as { code?: string }).code === 'tls-alert' || clientCertificate === 'required',
    }))
  })
}

async function handshake(way: Way, version: tls.SecureVersion, doing: Doing): Promise<Verified> {
  const options = {
    minVersion: version,
    maxVersion: version,
    ciphers: 'ALL:@SECLEVEL=0',
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT | constants.SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION,
  }
  const secureContext = contextFor(options, { besides: way.ca })
  const socket = await openSocket({ ...way, host: way.address ?? way.host }, doing)
  const named = way.servername !== '' && net.isIP(way.servername) === 0
  const secure = await openTls(
    {
      socket,
      host: way.host,
      secureContext,
      ...(named && { servername: way.servername }),
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    },
    doing,
  )
  try {
    const trusted = secure.authorized
    const trust: Omit<TrustSeen, 'publicRoot'> = {
      trusted,
      ...(!trusted && { error: String(secure.authorizationError) }),
      nameMatches: tls.checkServerIdentity(way.servername || way.host, secure.getPeerCertificate()) === undefined,
      by: 'openssl',
    }
    const bytes = secure.getTLSTicket()
    const suite = secure.getCipher().standardName
    const renegotiated = version === 'TLSv1.3' ? undefined : await renegotiates(secure)
    return {
      trust,
      refusedWithout: false,
      ...(renegotiated !== undefined && { renegotiated }),
      ...(bytes && version !== 'TLSv1.3' && { ticket: { bytes, suite, version } }),
    }
  } finally {
    secure.on('error', () => undefined).destroy()
  }
}

/** Begins one handshake more, and no second. A refusal is an alert or the end of the connection; silence may be a slow server's. */
function renegotiates(secure: tls.TLSSocket): Promise<Renegotiated> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve('not answered'), RENEGOTIATION_MS)
    const end = (what: Renegotiated) => {
      clearTimeout(timer)
      resolve(what)
    }
    secure.once('error', () => end('refused')).once('close', () => end('refused'))
    secure.resume()
    const begun = secure.renegotiate({ rejectUnauthorized: false }, error => end(error ? 'refused' : 'done'))
    if (!begun) end('refused')
  })
}
