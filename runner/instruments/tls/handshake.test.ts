import { createHash, X509Certificate } from 'node:crypto'
import * as http from 'node:http'
import * as net from 'node:net'
import * as tls from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { certificateFacts } from './certificate.ts'
import { handshake } from './handshake.ts'
import { makeCertificate, type TestCertificate } from './test-certificates.ts'

let root: TestCertificate
let middle: TestCertificate
let leaf: TestCertificate
const closers: (() => void)[] = []

beforeAll(async () => {
  root = await makeCertificate('Test root', { ca: true })
  middle = await makeCertificate('Test middle', { ca: true, issuer: root })
  leaf = await makeCertificate('leaf', { issuer: middle, names: ['localhost', '127.0.0.1'], kind: 'rsa' })
})
afterAll(() => {
  for (const close of closers) close()
})

async function listen(server: net.Server): Promise<number> {
  const open = new Set<net.Socket>()
  server.on('connection', socket => open.add(socket))
  closers.push(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as net.AddressInfo).port
}

const secure = (options: tls.TlsOptions = {}, key = leaf.key, cert = leaf.cert + middle.cert) => {
  const server = tls.createServer({ cert, key, ...options }, socket => socket.on('error', () => {}))
  return listen(server.on('tlsClientError', () => {}))
}

const shake = (port: number, versions: readonly string[] = ['TLSv1.2', 'TLSv1.3'], more = {}) =>
  handshake({ host: '127.0.0.1', port, servername: 'localhost', versions, ca: [root.cert], timeoutMs: 2000, ...more })

test('A good server: protocol, cipher, key exchange, name, trust, and the chain without the root', async () => {
  const port = await secure({ ALPNProtocols: ['h2', 'http/1.1'] })
  const { result, error, offered } = await shake(port, undefined, { alpn: ['h2'] })
  expect(error).toBeUndefined()
  expect(result).toMatchObject({
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    alpn: 'h2',
    trusted: true,
    nameMatches: true,
    address: '127.0.0.1',
    ephemeral: { type: 'ECDH' },
  })
  expect(offered).toEqual({ versions: ['TLSv1.2', 'TLSv1.3'], alpn: ['h2'] })
  expect(result?.chain.map(({ subject }) => subject)).toEqual(['CN=leaf', 'CN=Test middle'])
})

test('Each version is offered alone, old ones too, and refusals are alerts', async () => {
  const old = await secure({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })
  expect((await shake(old, ['TLSv1'])).result?.protocol).toBe('TLSv1')
  expect((await shake(old, ['TLSv1.1'])).result?.protocol).toBe('TLSv1.1')
  expect((await shake(old, ['TLSv1.2'])).error).toMatchObject({ code: 'tls-nothing-shared', phase: 'tls' })
  const modern = await secure({ minVersion: 'TLSv1.3' })
  expect((await shake(modern, ['TLSv1.1'])).error).toMatchObject({ code: 'tls-alert', phase: 'tls' })
  expect((await shake(modern, ['TLSv1.3'])).result?.protocol).toBe('TLSv1.3')
  const plainRsa = await secure({ maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' })
  const weak = await shake(plainRsa, ['TLSv1.2'], { ciphers: 'kRSA' })
  expect(weak.result).toMatchObject({ cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' })
  expect(weak.result?.ephemeral).toBeUndefined()
  expect((await shake(plainRsa, ['TLSv1.2'], { ciphers: 'ECDHE' })).error?.code).toBe('tls-alert')
  expect((await shake(plainRsa, ['TLSv1.2'], { ciphers: 'NONSENSE' })).error?.code).toBe('tls-not-offered')
  expect((await shake(plainRsa, ['SSLv3'])).error?.code).toBe('tls-not-offered')
})

test('Trust and name are separate facts, and an incomplete chain is seen', async () => {
  const port = await secure()
  expect((await shake(port, undefined, { ca: [] })).result).toMatchObject({ trusted: false, nameMatches: true })
  const other = await shake(port, undefined, { servername: 'other.example' })
  expect(other.result).toMatchObject({ trusted: true, nameMatches: false })
  const short = (await shake(await secure({}, leaf.key, leaf.cert))).result
  expect(short).toMatchObject({ trusted: false, trustError: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
  expect(short?.chain).toHaveLength(1)
  const day = 86_400_000
  const past = { notBefore: new Date(Date.now() - 9 * day), notAfter: new Date(Date.now() - day) }
  const expired = await makeCertificate('old', { issuer: root, names: ['localhost'], ...past })
  const seen = (await shake(await secure({}, expired.key, expired.cert))).result
  expect(seen).toMatchObject({ trusted: false, trustError: 'CERT_HAS_EXPIRED' })
  const self = await makeCertificate('self', { names: ['localhost'] })
  expect((await shake(await secure({}, self.key, self.cert))).result?.trustError).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  expect((await shake(port, undefined, { servername: '' })).result?.nameMatches).toBe(true)
})

test('A plain HTTP port, silence, a reset, a close, a refusal and a stop are facts', async () => {
  const codeOf = async (server: net.Server, more = {}) => {
    const { error } = await shake(await listen(server), undefined, { timeoutMs: 400, ...more })
    return `${error?.phase} ${error?.code}`
  }
  expect(await codeOf(http.createServer())).toBe('tls not-tls')
  expect(await codeOf(net.createServer(() => {}))).toBe('tls timeout')
  expect(await codeOf(net.createServer(socket => socket.once('data', () => socket.resetAndDestroy())))).toBe(
    'tls reset',
  )
  expect(await codeOf(net.createServer(socket => socket.once('data', () => socket.end())))).toMatch(
    /^tls (closed|reset)$/,
  )
  expect(
    await codeOf(
      net.createServer(socket => socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40])))),
    ),
  ).toBe('tls tls-alert')
  expect(await codeOf(net.createServer(socket => socket.once('data', () => socket.end(Buffer.alloc(64, 22)))))).toMatch(
    /^tls /,
  )
  expect(await codeOf(net.createServer(), { signal: AbortSignal.abort() })).toBe('stopped stopped')
  const port = await listen(net.createServer())
  closers.pop()!()
  expect((await shake(port)).error).toMatchObject({ code: 'refused', phase: 'connect' })
})

test('A certificate is read to the facts that judges need', async () => {
  const facts = certificateFacts(Buffer.from(leaf.x509.rawData))
  const node = new X509Certificate(leaf.cert)
  expect(facts).toMatchObject({
    subject: 'CN=leaf',
    issuer: 'CN=Test middle',
    names: ['DNS:localhost', 'IP Address:127.0.0.1'],
    key: { type: 'rsa', bits: 2048 },
    signature: 'ECDSA with SHA-256',
    ca: false,
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    sha256: node.fingerprint256.replaceAll(':', '').toLowerCase(),
    notAfter: new Date(node.validTo).toISOString(),
  })
  const spki = node.publicKey.export({ type: 'spki', format: 'der' })
  expect(facts.key.spki).toBe(createHash('sha256').update(spki).digest('base64'))
  const ca = certificateFacts(Buffer.from(root.x509.rawData))
  expect(ca).toMatchObject({ ca: true, key: { type: 'ec', bits: 256, curve: 'prime256v1' }, extendedKeyUsage: [] })
})

test('Every root that Node trusts can be read', () => {
  const all = tls.rootCertificates.map(pem => certificateFacts(new X509Certificate(pem).raw))
  expect(all.every(({ signature, key }) => / with /.test(signature) && key.bits > 0 && key.spki !== '')).toBe(true)
})
