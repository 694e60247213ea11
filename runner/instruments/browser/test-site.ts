import 'reflect-metadata'
import { createHash, webcrypto } from 'node:crypto'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import type { AddressInfo } from 'node:net'
import * as x509 from '@peculiar/x509'

/** A site of a few pages over HTTPS on loopback, with HTTP/2, for the tests of the browser. */
export interface TestSite {
  readonly origin: string
  /** base64 of the sha256 of the leaf's SubjectPublicKeyInfo. */
  readonly spki: string
  readonly requests: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, unknown>>
  }[]
  close(): Promise<void>
}
export type Answer = (request: Http2ServerRequest, response: Http2ServerResponse) => void

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

async function leaf() {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=127.0.0.1',
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  })
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`,
    spki: createHash('sha256').update(Buffer.from(certificate.publicKey.rawData)).digest('base64'),
  }
}

/** Serves `pages` by path; a string is an HTML page, a function answers for itself. Port 0, closed by the caller. */
export async function serveSite(pages: Readonly<Record<string, string | Answer>>): Promise<TestSite> {
  const { cert, key, spki } = await leaf()
  const requests: { method: string; path: string; headers: Record<string, unknown> }[] = []
  const server = createSecureServer({ cert, key, allowHTTP1: true }, (request, response) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    requests.push({ method: request.method, path, headers: { ...request.headers } })
    const page = pages[path]
    if (typeof page === 'function') page(request, response)
    else {
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(page ?? '<!doctype html><title>Not here</title>')
    }
  })
  const sessions = new Set<{ destroy(): void }>()
  server.on('session', session => sessions.add(session))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spki,
    requests,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const session of sessions) session.destroy()
      }),
  }
}

/** A page around `body`. */
export const html =
  (body: string, headers: Record<string, string> = {}, status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers })
    response.end(`<!doctype html><html lang="en-GB"><head><title>Test page</title></head><body>${body}</body></html>`)
  }

export const redirect =
  (location: () => string): Answer =>
  (_request, response) => {
    response.writeHead(302, { location: location() })
    response.end()
  }

export const file =
  (type: string, text: string): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': type })
    response.end(text)
  }
