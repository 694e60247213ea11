import * as net from 'node:net'
import * as tls from 'node:tls'
import type { Handshake } from '../../../reports/record.ts'
import { TransportFailure, transportError } from '../http/failure.ts'
import { type Doing, openSocket, openTls, within } from '../http/socket.ts'
import { certificateFacts } from './certificate.ts'
import { contextFor } from './contexts.ts'
import { isRoot } from './trust.ts'

export interface HandshakeOptions {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string
  readonly port: number
  /** The name sent and matched; empty sends none and matches `host`. */
  readonly servername: string
  /** `TLSv1`, `TLSv1.1`, `TLSv1.2`, `TLSv1.3`; a gap cannot be offered, so the lowest and the highest bound the offer. */
  readonly versions: readonly string[]
  readonly alpn?: readonly string[]
  /** OpenSSL's cipher string for TLS 1.2 and below. */
  readonly ciphers?: string
  readonly ca?: readonly string[]
  readonly proxy?: string
  /** From the first packet to the end of the handshake; 10 s. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export type RawHandshake = Omit<Handshake, 'id' | 'key'>

const known = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']
const modern = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256'

/**
 * One TLS connection that offers what it is told and nothing else, and sends no request. Weak keys and old versions are let
 * through (OpenSSL's security level 0): they are what is looked for. Never rejects: alerts, resets, silence and a server
 * that speaks no TLS are `error`.
 */
export async function handshake(options: HandshakeOptions): Promise<RawHandshake> {
  const began = Date.now()
  const base = {
    kind: 'handshake' as const,
    at: new Date(began).toISOString(),
    host: options.host,
    port: options.port,
    servername: options.servername,
    offered: {
      versions: options.versions,
      alpn: options.alpn ?? [],
      ...(options.ciphers === undefined ? {} : { ciphers: options.ciphers }),
    },
  }
  const way = { ...options, timeoutMs: options.timeoutMs ?? 10_000 }
  try {
    // Made before the clock of the connection starts.
    const secureContext = contextOf(options)
    const result = await within(way, doing => look({ ...way, secureContext }, doing))
    return { ...base, ms: Date.now() - began, result }
  } catch (error) {
    return { ...base, ms: Date.now() - began, error: transportError(error, 'tls') }
  }
}

async function look(
  options: HandshakeOptions & { timeoutMs: number; secureContext: tls.SecureContext },
  doing: Doing,
): Promise<NonNullable<Handshake['result']>> {
  const socket = await openSocket(options, doing)
  const address = socket.remoteAddress ?? ''
  const secure = await openTls(
    {
      socket,
      host: options.host,
      secureContext: options.secureContext,
      ...(options.servername && net.isIP(options.servername) === 0 ? { servername: options.servername } : {}),
      ...(options.alpn && options.alpn.length > 0 ? { ALPNProtocols: [...options.alpn] } : {}),
      rejectUnauthorized: false,
      // Chain and name are separate facts: `trusted` is the chain's alone.
      checkServerIdentity: () => undefined,
    },
    doing,
  )
  try {
    const ephemeral = secure.getEphemeralKeyInfo() as { type?: string; name?: string; size?: number } | null
    const name = options.servername || options.host
    return {
      protocol: secure.getProtocol() ?? 'unknown',
      cipher: secure.getCipher().standardName,
      ...(secure.alpnProtocol ? { alpn: secure.alpnProtocol } : {}),
      trusted: secure.authorized,
      ...(secure.authorized ? {} : { trustError: String(secure.authorizationError) }),
      nameMatches: tls.checkServerIdentity(name, secure.getPeerCertificate()) === undefined,
      chain: chainOf(secure, options.ca).map(certificateFacts),
      ...(ephemeral?.type
        ? {
            ephemeral: {
              type: ephemeral.type,
              bits: ephemeral.size ?? 0,
              ...(ephemeral.name ? { name: ephemeral.name } : {}),
            },
          }
        : {}),
      address,
    }
  } finally {
    secure.on('error', () => {}).destroy()
  }
}

function contextOf(options: HandshakeOptions): tls.SecureContext {
  const order = options.versions.map(version => known.indexOf(version)).sort()
  if (order.length === 0 || order.includes(-1)) {
    const what = `Cannot offer ${options.versions.join(', ') || 'no version'}; this instrument speaks ${known.join(', ')}`
    throw new TransportFailure('tls-not-offered', 'tls', what)
  }
  const offer = {
    minVersion: known[order[0]!] as tls.SecureVersion,
    maxVersion: known[order.at(-1)!] as tls.SecureVersion,
    ciphers: `${modern}:${options.ciphers ?? 'DEFAULT'}:@SECLEVEL=0`,
  }
  return contextFor(offer, { besides: options.ca })
}

/**
 * The chain as sent, leaf first, in order of issue. Node adds the root from the trust store where the server sent none, and
 * drops certificates that issued nothing here; so a trusted root at the end is left out whether it was sent or not.
 */
function chainOf(socket: tls.TLSSocket, ca: readonly string[] | undefined): Buffer[] {
  const chain: Buffer[] = []
  let next: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (next?.raw && !chain.some(der => der.equals(next!.raw))) {
    chain.push(next.raw)
    next = next.issuerCertificate
  }
  return chain.filter((der, i) => i === 0 || i < chain.length - 1 || !isRoot(der, ca))
}
