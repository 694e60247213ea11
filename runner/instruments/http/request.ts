import { randomBytes } from 'node:crypto'
import type { Connection } from '../../../reports/record.ts'
import { hostOf } from './connect.ts'
import { TransportFailure } from './failure.ts'
import type { Sending } from './lane.ts'
import type { RawRequest } from './types.ts'

export type Prepared = Omit<Sending, 'onBytes' | 'onAbort'>

/** Reads a request into what goes out. Throws a TransportFailure for one that cannot be sent. */
export function prepare(request: RawRequest, userAgent: string): Prepared {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TransportFailure('invalid-request', 'send', `"${request.url}" is not an http or https address`)
  if (request.framing && (request.method !== 'GET' || request.body !== undefined || request.httpVersion === '2'))
    throw new TransportFailure('invalid-request', 'send', 'a length is spoilt on a GET of HTTP/1.1 without a body only')
  if (
    request.connectionField &&
    (request.method !== 'GET' || request.body !== undefined || request.httpVersion !== '2')
  )
    throw new TransportFailure(
      'invalid-request',
      'send',
      'a connection field goes with a GET of HTTP/2 without a body only',
    )
  const named = Object.entries(request.headers)
  if (request.upgrade)
    named.push(['sec-websocket-key', randomBytes(16).toString('base64')], ['sec-websocket-version', '13'])
  const isNamed = named.some(([name]) => name.toLowerCase() === 'user-agent')
  return {
    method: request.method,
    url,
    target: targetOf(request.url, url),
    headers: isNamed ? named : [['user-agent', userAgent], ...named],
    upgrade: request.upgrade,
    framing: request.framing,
    connectionField: request.connectionField === true,
    body: request.body === undefined ? undefined : Buffer.from(request.body as Uint8Array),
  }
}

/** The path and query as written, where they are sendable as they stand; else as the URL standard writes them. */
function targetOf(text: string, url: URL): string {
  const written = /^https?:\/\/[^/?#\\]*(\/[\x21-\x22\x24-\x7e]*)/i.exec(text.trim())
  const normal = url.pathname + url.search
  const whole = written && text.trim().replace(/#.*$/, '').endsWith(written[1]!)
  return whole ? written[1]! : normal
}

/**
 * Credentials go out only where the server has proved its name, or over plain HTTP to this very machine (a "potentially
 * trustworthy origin" of W3C Secure Contexts, 3.1), when no proxy stands between.
 */
export function checkTrust(request: RawRequest, connection: Connection, proxy: string | undefined): void {
  if (!request.requireTrust) return
  const url = new URL(request.url)
  if (url.protocol === 'https:') {
    if (connection.tls?.trusted) return
    const what = `The certificate of ${url.host} is not trusted; credentials were not sent`
    throw new TransportFailure('untrusted-certificate', 'tls', what)
  }
  const host = hostOf(url)
  if (proxy === undefined && (host === 'localhost' || host === '::1' || /^127\./.test(host))) return
  throw new TransportFailure('not-encrypted', 'tls', `${url.origin} is not encrypted; credentials were not sent`)
}
