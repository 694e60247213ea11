/** The user's own terminology server, within reach of a validator that may ask nobody else. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rootCertificates } from 'node:tls'
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici'

export interface TerminologyServer {
  /** FHIR base address. */
  readonly url: string
  /** PEM of a private root. */
  readonly ca?: string
  readonly proxy?: {
    readonly url: string
    /** Of the Proxy-Authorization header. */
    readonly token?: string
  }
}

const LONGEST_MS = 30_000

/**
 * A door on loopback that leads to this server and nowhere else: Java needs to know neither proxy nor private roots, and cannot leave
 * the machine. What does not answer is a 502, which the validator names as not evaluated.
 */
export async function relayTo(server: TerminologyServer): Promise<{ url: string; close(): Promise<void> }> {
  const base = server.url.replace(/\/+$/, '')
  // Named roots take the place of the usual ones, unless those are named too.
  const tls = server.ca === undefined ? {} : { ca: [...rootCertificates, server.ca] }
  const dispatcher: Dispatcher = server.proxy
    ? new ProxyAgent({
        uri: server.proxy.url,
        requestTls: tls,
        ...(server.proxy.token !== undefined && { token: server.proxy.token }),
      })
    : new Agent({ connect: tls })
  const door = createServer((asked, answer) => void pass(base, dispatcher, asked, answer))
  await new Promise<void>(resolve => door.listen(0, '127.0.0.1', resolve))
  const { port } = door.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      door.closeAllConnections()
      await new Promise(resolve => door.close(resolve))
      await dispatcher.destroy()
    },
  }
}

async function pass(base: string, dispatcher: Dispatcher, asked: IncomingMessage, answer: ServerResponse) {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of asked) chunks.push(chunk as Buffer)
    const { accept, 'content-type': contentType } = asked.headers
    const { statusCode, headers, body } = await request(`${base}${asked.url ?? ''}`, {
      method: (asked.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: { ...(accept && { accept }), ...(contentType && { 'content-type': contentType }) },
      body: chunks.length > 0 ? Buffer.concat(chunks) : null,
      dispatcher,
      headersTimeout: LONGEST_MS,
      bodyTimeout: LONGEST_MS,
    })
    const content = Buffer.from(await body.arrayBuffer())
    answer.writeHead(statusCode, { 'content-type': String(headers['content-type'] ?? 'application/fhir+json') })
    answer.end(content)
  } catch (error) {
    answer.writeHead(502, { 'content-type': 'text/plain' }).end((error as Error).message)
  }
}
