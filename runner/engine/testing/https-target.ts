/** For tests: a small product over HTTPS, with a private root of its own, that answers as the test says. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeCertificate } from '../../instruments/tls/test-certificates.ts'

export interface HttpsTarget {
  readonly origin: string
  /** The private root, PEM. */
  readonly ca: string
  close(): Promise<void>
}

export async function startHttpsTarget(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpsTarget> {
  const ca = await makeCertificate('Test CA', { ca: true })
  const { cert, key } = await makeCertificate('localhost', { issuer: ca, names: ['localhost'] })
  const server = createServer({ cert, key }, answer)
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve))
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca: ca.cert,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
