import type { Socket } from 'node:net'
import { Client } from 'undici'
import { contextFor } from '../tls/contexts.ts'
import { TransportFailure, transportError } from './failure.ts'

/** A CONNECT tunnel (RFC 9110, 9.3.6) through the proxy. What the proxy refuses is not the target's answer, and says so. */
export async function openTunnel(
  hostname: string,
  port: number,
  proxy: string,
  options: { ca?: readonly string[] | undefined; timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Socket> {
  const address = new URL(proxy)
  const credentials = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`
  const client = new Client(address.origin, {
    connect: {
      timeout: options.timeoutMs,
      ...(address.protocol === 'https:' && { secureContext: contextFor({}, { besides: options.ca }) }),
    },
    headersTimeout: options.timeoutMs,
  })
  const failed = (code: string, why: string) =>
    new TransportFailure(code, 'connect', `The proxy ${address.host} ${why}; ${hostname}:${port} was not reached`)
  try {
    const { statusCode, socket } = await client.connect({
      path: `${hostname}:${port}`,
      headers: {
        host: `${hostname}:${port}`,
        ...(address.username ? { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` } : {}),
      },
      ...(options.signal ? { signal: options.signal } : {}),
    })
    if (statusCode === 200) return socket as Socket
    socket.on('error', () => {}).destroy()
    throw failed('proxy-refused', `answered ${statusCode} to CONNECT`)
  } catch (error) {
    if (error instanceof TransportFailure) throw error
    throw failed('proxy-failed', `gave no tunnel (${transportError(error, 'connect').message})`)
  } finally {
    // Closes once the tunnel has left its hands, or at once when there is none.
    void client.close().catch(() => {})
  }
}
