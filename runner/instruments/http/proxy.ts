import * as http from 'node:http'
import * as https from 'node:https'
import type { Socket } from 'node:net'
import { contextFor } from '../tls/contexts.ts'
import { TransportFailure, transportError } from './failure.ts'

interface Options {
  readonly ca?: readonly string[] | undefined
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** A CONNECT tunnel (RFC 9110, 9.3.6) through the proxy. What the proxy refuses is not the target's answer, and says so. */
export async function openTunnel(hostname: string, port: number, proxy: string, options: Options): Promise<Socket> {
  const address = new URL(proxy)
  const failed = (code: string, why: string) =>
    new TransportFailure(code, 'connect', `The proxy ${address.host} ${why}; ${hostname}:${port} was not reached`)
  const { status, socket } = await connected(address, `${hostname}:${port}`, options).catch(error => {
    throw failed('proxy-failed', `gave no tunnel (${transportError(error, 'connect').message})`)
  })
  if (status === 200) return socket
  socket.on('error', () => {}).destroy()
  throw failed('proxy-refused', `answered ${status} to CONNECT`)
}

function connected(address: URL, authority: string, { ca, timeoutMs, signal }: Options) {
  const isTls = address.protocol === 'https:'
  const credentials = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`
  return new Promise<{ status: number; socket: Socket }>((resolve, reject) => {
    const asked = (isTls ? https : http).request({
      host: address.hostname.replace(/^\[|\]$/g, ''),
      port: address.port || (isTls ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      // The socket goes to who asked; nothing is kept for the next.
      agent: false,
      timeout: timeoutMs,
      headers: {
        host: authority,
        ...(address.username && { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
      },
      ...(signal && { signal }),
      ...(isTls && { secureContext: contextFor({}, { besides: ca }) }),
    })
    asked.on('timeout', () => asked.destroy(new Error(`no answer in ${timeoutMs} ms`)))
    asked.on('error', reject)
    asked.on('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      socket.setTimeout(0)
      if (head.length > 0) socket.unshift(head)
      resolve({ status: statusCode, socket })
    })
    asked.end()
  })
}
