import * as http from 'node:http'
import * as net from 'node:net'
import * as tls from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCertificate, type TestCertificate } from '../test-certificates.ts'
import { type SurveyOptions, survey } from './survey.ts'
import { seeded } from './testing.ts'

let root: TestCertificate
let leaf: TestCertificate
const closers: (() => void)[] = []

beforeAll(async () => {
  root = await makeCertificate('Test root', { ca: true })
  leaf = await makeCertificate('leaf', { issuer: root, names: ['localhost', '127.0.0.1'] })
})
afterAll(() => {
  for (const close of closers) close()
})

async function listen(server: net.Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<net.Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, host, done))
  closers.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as net.AddressInfo).port
}

const secure = (options: tls.TlsOptions = {}, host?: string) => {
  const server = tls.createServer({ key: leaf.key, cert: leaf.cert, ...options }, socket =>
    socket.on('error', () => {}),
  )
  server.on('tlsClientError', (_, socket) => socket.destroy())
  return listen(server, host)
}
const look = (port: number, more: Partial<SurveyOptions> = {}) =>
  survey({ host: '127.0.0.1', port, servername: 'localhost', ca: [root.cert], timeoutMs: 3000, ...more })

const modern =
  'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305'

test('A clean server of TLS 1.2 and 1.3 is told whole, in thirty connections at most', async () => {
  const port = await secure({ minVersion: 'TLSv1.2', ciphers: modern, honorCipherOrder: true, ALPNProtocols: ['h2'] })
  const seen = await look(port)
  expect(seen.connections).toBeLessThanOrEqual(30)
  expect(seen.versions.map(({ version, state }) => `${version} ${state}`)).toEqual([
    'SSLv2 refused',
    'SSLv3 refused',
    'TLSv1 refused',
    'TLSv1.1 refused',
    'TLSv1.2 accepted',
    'TLSv1.3 accepted',
  ])
  const [tls12, tls13] = seen.versions.slice(4)
  expect(tls12?.suites.map(({ name }) => name)).toEqual([
    'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  ])
  expect(tls12?.preference).toBe('server')
  expect(tls13?.suites.map(({ name }) => name).sort()).toEqual(['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384'])
  expect(tls13?.groups).toContain('x25519')
  expect(seen).toMatchObject({
    preferred: 'TLSv1.3',
    alpn: 'h2',
    clientCertificate: 'not asked',
    address: '127.0.0.1',
    old: { compression: 'none', secureRenegotiation: true, extendedMasterSecret: true, tickets: true },
    new: { tickets: true, earlyData: 0 },
    trust: { trusted: true, nameMatches: true, by: 'openssl' },
    fallbackScsv: true,
  })
  expect(seen.chain.map(({ subject }) => subject)).toEqual(['CN=leaf'])
  expect(seen.error).toBeUndefined()
}, 30_000)

test('Old versions and weak suites are seen, and a server of TLS 1.3 alone shows its chain too', async () => {
  const old = await look(
    await secure({
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'AES128-SHA:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0',
    }),
  )
  expect(old.versions.filter(({ state }) => state === 'accepted').map(({ version }) => version)).toEqual([
    'TLSv1',
    'TLSv1.1',
  ])
  expect(old.versions[3]?.suites.map(({ name }) => name)).toEqual(['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'])
  expect(old.chain).toHaveLength(1)
  const fresh = await look(await secure({ minVersion: 'TLSv1.3' }))
  expect(fresh.versions.filter(({ state }) => state === 'accepted').map(({ version }) => version)).toEqual(['TLSv1.3'])
  expect(fresh.chain.map(({ subject }) => subject)).toEqual(['CN=leaf'])
  expect(fresh.new?.scheme).toMatch(/^ecdsa_/)
  expect(fresh.holes.every(({ state }) => state === 'absent')).toBe(true)
}, 60_000)

test('A server that wants a client certificate is surveyed all the same', async () => {
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const port = await secure({
      requestCert: true,
      rejectUnauthorized: true,
      ca: [root.cert],
      maxVersion,
      minVersion: maxVersion,
    })
    const seen = await look(port)
    expect(seen.clientCertificate).toMatch(/^(asked|required)$/)
    expect(seen.chain[0]?.subject).toBe('CN=leaf')
    expect(seen.trust).toMatchObject({ trusted: true, nameMatches: true })
  }
}, 60_000)

test('Without a name, by IPv6 address, the server is surveyed too', async ({ skip }) => {
  const port = await secure({}, '::1').catch(() => skip('this machine has no IPv6 loopback'))
  const seen = await look(Number(port), { host: '::1', servername: '' })
  expect(seen.versions.at(-1)?.state).toBe('accepted')
  expect(seen.address).toBe('::1')
}, 30_000)

test('Nobody, plain HTTP, silence and a server that hangs up are facts, soon told', async () => {
  const closed = await listen(net.createServer())
  closers.pop()!()
  expect((await look(closed)).error).toMatchObject({ code: 'refused', phase: 'connect' })
  expect((await look(await listen(http.createServer()))).error).toMatchObject({ phase: 'tls' })
  const silent = await look(await listen(net.createServer(() => {})), { timeoutMs: 200 })
  expect(silent.error).toMatchObject({ code: 'timeout', phase: 'tls' })
  expect(silent.versions.every(({ state }) => state === 'silent')).toBe(true)
  const rude = await look(await listen(net.createServer(socket => socket.once('data', () => socket.end()))))
  expect(rude.error?.code).toMatch(/closed|reset/)
  const stopped = await look(closed, { turn: connection => connection(AbortSignal.abort()) })
  expect(stopped.error?.code).toBe('stopped')
  expect(stopped.connections).toBe(0)
}, 30_000)

test('Three hundred hostile connections never crash or hang a survey, while a good server beside them is told right', async () => {
  const seed = Number(process.env['MUSTDO_SEED'] ?? 20261122)
  console.log(`survey seed ${seed} (MUSTDO_SEED to repeat another)`)
  const random = seeded(seed)
  const below = (most: number) => Math.floor(random() * most)
  let asked = 0
  const hostile = await listen(
    net.createServer(socket => {
      asked += 1
      const kind = below(6)
      socket.once('data', () => {
        if (kind === 0) socket.end(Buffer.alloc(below(3000)).map(() => below(256)))
        else if (kind === 1) socket.write(Buffer.from([22, 3, 3, 0, 1, 2]))
        else if (kind === 2)
          socket.end(Buffer.concat(Array.from({ length: 4000 }, () => Buffer.from([22, 3, 3, 0, 1, below(256)]))))
        else if (kind === 3) socket.end(Buffer.alloc(500_000, Buffer.from([22, 3, 3, 0, 4, 22, 0, 0, 0])))
        else if (kind === 4) socket.resetAndDestroy()
        else {
          const drip = setInterval(() => socket.write(Buffer.from([22])), 20)
          socket.on('close', () => clearInterval(drip))
        }
      })
    }),
  )
  const good = await secure({ minVersion: 'TLSv1.2' })
  const heap = process.memoryUsage().heapUsed
  const began = performance.now()
  const control = look(good)
  while (asked < 300) {
    const seen = await look(hostile, { timeoutMs: 250 })
    expect(seen.versions.every(({ state }) => state !== 'accepted')).toBe(true)
  }
  expect((await control).versions.at(-1)?.state).toBe('accepted')
  expect(performance.now() - began).toBeLessThan(60_000)
  expect(process.memoryUsage().heapUsed - heap).toBeLessThan(200_000_000)
}, 90_000)
