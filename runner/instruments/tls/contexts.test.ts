import { X509Certificate } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tls from 'node:tls'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { contextFor } from './contexts.ts'
import { makeCertificate, type TestCertificate } from './test-certificates.ts'

let roots: readonly TestCertificate[]
let mine: TestCertificate
let other: TestCertificate
beforeAll(async () => {
  roots = await Promise.all(['one', 'two', 'three'].map(name => makeCertificate(name, { ca: true })))
  ;[mine, other] = (await Promise.all(
    roots.map(issuer => makeCertificate('localhost', { names: ['localhost'], issuer })),
  )) as [TestCertificate, TestCertificate]
})
const pemOf = (place: number) => roots[place]?.cert ?? ''
afterEach(() => vi.unstubAllEnvs())

/** What a client with this context makes of a server with this certificate; `trusted`, or why not. */
async function verdict(secureContext: tls.SecureContext, { cert, key }: TestCertificate): Promise<string> {
  // Roots of its own, or the server would send one of Node's along.
  const server = tls.createServer({ cert, key, ca: pemOf(2) }).on('tlsClientError', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return new Promise(resolve => {
    const client = tls.connect({
      port,
      host: '127.0.0.1',
      servername: 'localhost',
      secureContext,
      rejectUnauthorized: false,
    })
    client.on('secureConnect', () => {
      resolve(client.authorized ? 'trusted' : String(client.authorizationError))
      client.destroy()
      server.close()
    })
  })
}

test('A root of the target is trusted in its own context and in no other', async () => {
  expect(await verdict(contextFor({}, { besides: [pemOf(0)] }), mine)).toBe('trusted')
  expect(await verdict(contextFor({}, { besides: [pemOf(1) + pemOf(0)] }), mine)).toBe('trusted')
  expect(await verdict(contextFor({}), mine)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  expect(await verdict(contextFor({}, { besides: [pemOf(0)] }), other)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
})

test("Node's roots stay beside it: a certificate that says one of them signed it is held against that root's key", async () => {
  // Of the kind of key that the forged signature has: others OpenSSL does not take for the signer.
  const root = tls.rootCertificates
    .map(pem => new X509Certificate(pem))
    .find(({ subject, publicKey }) => publicKey.asymmetricKeyType === 'ec' && /^(\w+=[\w ]+\n?)+$/.test(subject))
  const subject = (root?.subject ?? '').replaceAll('\n', ', ')
  const signer = await makeCertificate('signer')
  const named = (name: string) => ({ ...signer, x509: { subject: name } as TestCertificate['x509'] })
  const forged = await makeCertificate('localhost', { names: ['localhost'], issuer: named(subject) })
  const unheard = await makeCertificate('localhost', {
    names: ['localhost'],
    issuer: named('C=US, O=Nobody, CN=Nobody'),
  })
  for (const kept of [{}, { besides: [pemOf(0)] }]) {
    expect(await verdict(contextFor({}, kept), forged)).toBe('CERT_SIGNATURE_FAILURE')
    expect(await verdict(contextFor({}, kept), unheard)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  }
})

test('So do those of NODE_EXTRA_CA_CERTS', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'mustdo-roots-')), 'extra.pem')
  writeFileSync(file, `${tls.rootCertificates[0]}\n${pemOf(1)}`)
  vi.stubEnv('NODE_EXTRA_CA_CERTS', file)
  const context = contextFor({ minVersion: 'TLSv1.2' }, { besides: [pemOf(0)] })
  expect([await verdict(context, mine), await verdict(context, other)]).toEqual(['trusted', 'trusted'])
})
