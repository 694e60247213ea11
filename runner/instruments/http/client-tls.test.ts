import * as http from 'node:http'
import * as http2 from 'node:http2'
import * as https from 'node:https'
import * as net from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCertificate, type TestCertificate } from '../tls/test-certificates.ts'
import type { HttpClientOptions } from './client.ts'
import { testServers } from './test-servers.ts'

const { client, listen, close } = testServers()
let ca: TestCertificate
let leaf: TestCertificate

beforeAll(async () => {
  ca = await makeCertificate('Test root', { ca: true })
  leaf = await makeCertificate('localhost', { issuer: ca, names: ['localhost', '127.0.0.1'] })
})
afterAll(close)

const secureServer = (options: https.ServerOptions = {}) =>
  listen(https.createServer({ cert: leaf.cert, key: leaf.key, ...options }, (_, response) => response.end('ok')))

test('TLS facts come along; a private root makes the certificate trusted', async () => {
  const port = await secureServer()
  const ask = (options: Partial<HttpClientOptions>, host = 'localhost') =>
    client(options).ask({ method: 'GET', url: `https://${host}:${port}/`, headers: {} })
  const trusted = await ask({ ca: [ca.cert] })
  expect(trusted.connection).toMatchObject({ alpn: 'http/1.1', tls: { protocol: 'TLSv1.3', trusted: true } })
  expect(trusted.connection?.tls?.cipher).toMatch(/^TLS_/)
  expect(trusted.connection?.tls?.spki).toMatch(/^[A-Za-z0-9+/]{43}=$/)
  expect((await ask({ ca: [ca.cert] }, '127.0.0.1')).connection?.tls?.trusted).toBe(true)
  const untrusted = await ask({})
  expect(untrusted.response?.status).toBe(200)
  expect(untrusted.connection?.tls?.trusted).toBe(false)
})

test('Credentials never go over a connection that is not trusted', async () => {
  let requests = 0
  const other = await makeCertificate('other', { issuer: ca, names: ['other.example'] })
  const server = https.createServer({ cert: other.cert, key: other.key }, (_, response) => {
    requests++
    response.end()
  })
  const port = await listen(server)
  const ask = (url: string, requireTrust: boolean) =>
    client({ ca: [ca.cert] }).ask({ method: 'GET', url, headers: { authorization: 'Bearer x' }, requireTrust })
  const refused = await ask(`https://localhost:${port}/`, true)
  expect(refused).toMatchObject({
    error: { code: 'untrusted-certificate', phase: 'tls' },
    requestHeaders: [],
    connection: { tls: { trusted: false } },
  })
  expect(requests).toBe(0)
  const kept = client({ ca: [ca.cert] })
  await kept.ask({ method: 'GET', url: `https://localhost:${port}/`, headers: {} })
  const again = await kept.ask({ method: 'GET', url: `https://localhost:${port}/`, headers: {}, requireTrust: true })
  expect(again.error?.code).toBe('untrusted-certificate')
  expect(requests).toBe(1)
  const good = await secureServer()
  expect((await ask(`https://localhost:${good}/`, true)).response?.status).toBe(200)
})

test('Plain HTTP on an HTTPS port, HTTPS on an HTTP port, and a TLS alert are told apart', async () => {
  const plain = await listen(http.createServer((_, response) => response.end()))
  const ask = (url: string) => client().ask({ method: 'GET', url, headers: {} })
  expect((await ask(`https://localhost:${plain}/`)).error).toMatchObject({ code: 'not-tls', phase: 'tls' })
  const secure = await secureServer()
  const wrong = await ask(`http://localhost:${secure}/`)
  expect(wrong.response?.status === 400 || wrong.error?.phase === 'headers').toBe(true)
  const picky = await secureServer({ requestCert: true, rejectUnauthorized: true, ca: [ca.cert] })
  expect((await ask(`https://localhost:${picky}/`)).error).toMatchObject({
    code: expect.stringMatching(/tls-alert|reset|closed/),
  })
  const old = await secureServer({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' })
  expect((await ask(`https://localhost:${old}/`)).error).toMatchObject({
    code: expect.stringMatching(/^tls-/),
    phase: 'tls',
  })
})

test('A client certificate is shown where one is given', async () => {
  const mine = await makeCertificate('client', { issuer: ca })
  const server = https.createServer(
    { cert: leaf.cert, key: leaf.key, requestCert: true, ca: [ca.cert], rejectUnauthorized: false },
    (request, response) =>
      response.end((request.socket as import('node:tls').TLSSocket).getPeerCertificate().subject?.CN),
  )
  const port = await listen(server)
  const url = `https://localhost:${port}/`
  const exchange = await client().ask({ method: 'GET', url, headers: {}, mtls: { cert: mine.cert, key: mine.key } })
  expect(exchange.response?.body.toString()).toBe('client')
})

test('HTTP/2 keeps order and repetition, and its failures are facts', async () => {
  const server = http2.createSecureServer({ cert: leaf.cert, key: leaf.key, maxSendHeaderBlockLength: 200_000 })
  server.on('sessionError', () => {})
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {})
    const path = headers[':path']
    if (path === '/reset') return stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR)
    if (path === '/silent') return
    if (path === '/goaway') return stream.session?.goaway(2)
    if (path === '/kill') return stream.session?.destroy()
    if (path === '/hints') stream.additionalHeaders({ ':status': 103, link: '</a.css>' })
    if (path === '/many') stream.respond(Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`x${i}`, 'y'])))
    if (path === '/long') stream.respond({ 'x-a': 'a'.repeat(40_000), 'x-b': 'b'.repeat(40_000) })
    if (stream.headersSent && path !== '/hints') return
    if (path === '/echo') {
      stream.respond({ ':status': 200 })
      return stream.pipe(stream)
    }
    stream.respond({ 'x-z': '1', 'set-cookie': ['a=1', 'b=2'], 'x-a': headers['user-agent'] })
    if (path === '/endless') {
      const pour = () => {
        while (!stream.destroyed && stream.write(Buffer.alloc(65536)));
      }
      stream.on('drain', pour)
      return pour()
    }
    stream.end(headers[':method'] === 'HEAD' ? undefined : 'ok')
  })
  const port = await listen(server)
  const one = client({ ca: [ca.cert], maxBodyBytes: 500_000, idleTimeoutMs: 300 })
  const ask = (path: string, method = 'GET', body?: string) =>
    one.ask({
      method,
      url: `https://localhost:${port}${path}`,
      headers: { Accept: '*/*' },
      httpVersion: '2',
      ...(body === undefined ? {} : { body }),
    })
  const good = await ask('/')
  expect(good.error).toBeUndefined()
  expect(good.response).toMatchObject({ status: 200, httpVersion: '2' })
  expect(good.response?.rawHeaders.map(([name]) => name).slice(0, 4)).toEqual([
    'x-z',
    'set-cookie',
    'set-cookie',
    'x-a',
  ])
  expect(good.response?.body.toString()).toBe('ok')
  expect(good.connection).toMatchObject({ alpn: 'h2', tls: { trusted: true } })
  expect(good.requestHeaders).toContainEqual(['accept', '*/*'])
  expect((await ask('/', 'HEAD')).response).toMatchObject({ status: 200, encodedBytes: 0 })
  expect((await ask('/hints')).response?.interim?.[0]?.status).toBe(103)
  expect((await ask('/echo', 'POST', 'sent')).response?.body.toString()).toBe('sent')
  expect((await ask('/endless')).response?.body.length).toBe(500_000)
  expect((await ask('/reset')).error).toMatchObject({ code: 'http2-error', phase: 'headers' })
  expect((await ask('/silent')).error).toMatchObject({ code: 'idle-timeout', phase: 'headers' })
  expect((await ask('/goaway')).error?.phase).toBe('headers')
  expect((await ask('/kill')).error?.phase).toBe('headers')
  for (const path of ['/many', '/long']) {
    const { error } = await ask(path)
    expect(error, `${path} ${error?.message}`).toMatchObject({ code: 'headers-too-large', phase: 'limit' })
  }
  const old = await one.ask({
    method: 'GET',
    url: `https://localhost:${await secureServer()}/`,
    headers: {},
    httpVersion: '2',
  })
  expect(old.response).toMatchObject({ httpVersion: '1.1', status: 200 })
})

test("A proxy is used for every connection, and its refusal is not the target's answer", async () => {
  const tunnels: string[] = []
  let auth: string | undefined
  const proxy = http.createServer()
  proxy.on('connect', (request, socket, head) => {
    tunnels.push(request.url!)
    auth = request.headers['proxy-authorization']
    const [host, port] = request.url!.split(':')
    if (port === '1') return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const up = net.connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      up.write(head)
      up.pipe(socket).pipe(up)
    })
    up.on('error', () => socket.destroy())
    socket.on('error', () => up.destroy())
  })
  const proxyPort = await listen(proxy)
  const port = await secureServer()
  const one = client({ ca: [ca.cert], proxy: `http://me:p%40ss@127.0.0.1:${proxyPort}` })
  const seen = await one.ask({ method: 'GET', url: `https://localhost:${port}/`, headers: {} })
  expect(seen.error).toBeUndefined()
  expect(seen.response?.body.toString()).toBe('ok')
  expect(seen.connection?.tls?.trusted).toBe(true)
  expect(tunnels).toEqual([`localhost:${port}`])
  expect(auth).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`)
  const refused = await one.ask({ method: 'GET', url: 'https://localhost:1/', headers: {} })
  expect(refused.error).toMatchObject({ code: 'proxy-refused', phase: 'connect' })
  const dead = client({ proxy: 'http://127.0.0.1:1' })
  expect((await dead.ask({ method: 'GET', url: 'http://localhost/', headers: {} })).error?.code).toBe('proxy-failed')
})
