import * as http from 'node:http'
import * as net from 'node:net'
import * as zlib from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { HttpClientOptions } from './client.ts'
import { testServers } from './test-servers.ts'

const { client, listen, raw, freePort, close } = testServers()
afterAll(close)

const get = (port: number, options: Partial<HttpClientOptions> = {}, path = '/') =>
  client(options).ask({ method: 'GET', url: `http://127.0.0.1:${port}${path}`, headers: {} })

test('Headers are recorded as they stood on the wire, both ways, in order, case and repetition', async () => {
  let seen: string[] = []
  const port = await listen(
    http.createServer((request, response) => {
      seen = request.rawHeaders
      response.sendDate = false
      response.writeHead(200, ['X-B', '1', 'x-a', 'caf\u00e9', 'Set-Cookie', 'a=1', 'X-B', '2', 'Set-Cookie', 'b=2'])
      response.end('ok')
    }),
  )
  const exchange = await client().ask({
    method: 'GET',
    url: `http://127.0.0.1:${port}/a/../b?q=%7e#part`,
    headers: { 'X-One': '1', accept: 'text/plain' },
  })
  expect(exchange.requestHeaders.flat()).toEqual(seen)
  expect(exchange.requestHeaders.map(([name]) => name)).toEqual(['host', 'connection', 'user-agent', 'X-One', 'accept'])
  expect(exchange.response?.rawHeaders.slice(0, 5)).toEqual([
    ['X-B', '1'],
    ['x-a', 'caf\u00e9'],
    ['Set-Cookie', 'a=1'],
    ['X-B', '2'],
    ['Set-Cookie', 'b=2'],
  ])
  expect(exchange.response).toMatchObject({ status: 200, httpVersion: '1.1', encodedBytes: 2 })
  expect(exchange.connection).toEqual({ address: '127.0.0.1', family: 4 })
  expect(exchange.firstByteMs).toBeGreaterThanOrEqual(0)
})

test('The request target goes out as written', async () => {
  const port = await listen(http.createServer((request, response) => response.end(request.url)))
  const seen = await Promise.all(
    ['/a/../b?q=%7e#part', '/x|y', '?a=b', '', '/caf\u00e9'].map(path => get(port, {}, path)),
  )
  expect(seen.map(({ response }) => response?.body.toString())).toEqual([
    '/a/../b?q=%7e',
    '/x|y',
    '/?a=b',
    '/',
    '/caf%C3%A9',
  ])
})

test('A redirect is an answer and is not followed', async () => {
  const port = await raw('HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n')
  expect((await get(port)).response?.status).toBe(302)
})

test('A body with a POST arrives, with its length, and is not sent twice', async () => {
  const bodies: string[] = []
  const port = await listen(
    http.createServer((request, response) => {
      let body = ''
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => {
        bodies.push(`${request.headers['content-length']} ${body}`)
        response.end()
      })
    }),
  )
  const headers = { 'content-type': 'application/json' }
  await client().ask({ method: 'POST', url: `http://127.0.0.1:${port}/`, headers, body: '{"\u00e9":1}' })
  expect(bodies).toEqual(['8 {"\u00e9":1}'])
})

test('Connections are kept for safe requests, and one that the server closed meanwhile is replaced in silence', async () => {
  let connections = 0
  const server = http.createServer((_, response) => response.end('ok'))
  server.on('connection', () => connections++)
  const port = await listen(server)
  const one = client()
  const ask = () => one.ask({ method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {} })
  await ask()
  await ask()
  expect(connections).toBe(1)
  server.closeAllConnections()
  expect((await ask()).response?.status).toBe(200)
  expect(connections).toBe(2)
  const dying = await listen(
    net.createServer(socket => {
      let count = 0
      socket.on('error', () => {})
      socket.on('data', () =>
        count++ === 0 ? socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n') : socket.destroy(),
      )
    }),
  )
  const again = () => one.ask({ method: 'GET', url: `http://127.0.0.1:${dying}/`, headers: {} })
  expect((await again()).response?.status).toBe(200)
  expect((await again()).response?.status).toBe(200)
})

test('What is not safe takes a connection that was in use just now, or a new one', async () => {
  let connections = 0
  const server = http.createServer((request, response) => request.resume().on('end', () => response.end('ok')))
  server.on('connection', () => connections++)
  const url = `http://127.0.0.1:${await listen(server)}/`
  const one = client()
  await one.ask({ method: 'GET', url, headers: {} })
  for (const method of ['POST', 'PUT', 'DELETE']) await one.ask({ method, url, headers: {}, body: 'x' })
  expect(connections).toBe(1)
  await new Promise(resolve => setTimeout(resolve, 900))
  expect((await one.ask({ method: 'POST', url, headers: {}, body: 'x' })).response?.status).toBe(200)
  expect(connections).toBe(2)
})

test('gzip, br, deflate (both kinds) and stacked codings are undone; others are named', async () => {
  const text = 'must do '.repeat(1000)
  const bodies: Record<string, Buffer> = {
    gzip: zlib.gzipSync(text),
    br: zlib.brotliCompressSync(text),
    deflate: zlib.deflateSync(text),
    'Deflate ': zlib.deflateRawSync(text),
    'gzip, br': zlib.brotliCompressSync(zlib.gzipSync(text)),
  }
  const port = await listen(
    http.createServer((request, response) => {
      const coding = decodeURIComponent(request.url!.slice(1))
      response.setHeader('Content-Encoding', coding)
      response.end(bodies[coding] ?? text)
    }),
  )
  for (const coding of Object.keys(bodies)) {
    const { response } = await get(port, {}, `/${encodeURIComponent(coding)}`)
    expect(response?.body.toString(), coding).toBe(text)
    expect(response?.encodedBytes).toBe(bodies[coding]!.length)
  }
  const unknown = await get(port, {}, '/compress')
  expect(unknown.response?.decodeError).toContain('"compress" is not known')
  expect(unknown.response?.body.toString()).toBe(text)
  expect((await get(port, {}, '/x-gzip')).response?.decodeError).toContain('incorrect header check')
  if ('zstdCompressSync' in zlib) {
    bodies.zstd = (zlib as unknown as { zstdCompressSync(text: string): Buffer }).zstdCompressSync(text)
    expect((await get(port, {}, '/zstd')).response?.body.toString()).toBe(text)
  } else expect((await get(port, {}, '/zstd')).response?.decodeError).toContain('needs Node 22.15')
})

test('A decompression bomb is cut at the limit, and a truncated stream is an error of decoding', async () => {
  const bomb = zlib.gzipSync(Buffer.alloc(64 * 1024 * 1024))
  const port = await listen(
    http.createServer((request, response) => {
      response.setHeader('Content-Encoding', 'gzip')
      response.end(request.url === '/bomb' ? bomb : zlib.gzipSync('x'.repeat(9999)).subarray(0, 20))
    }),
  )
  const { response } = await get(port, { maxBodyBytes: 100_000 }, '/bomb')
  expect(response?.body.length).toBe(100_000)
  expect(response?.cut).toBeGreaterThan(0)
  expect((await get(port, {}, '/short')).response?.decodeError).toContain('unexpected end')
})

test('Endless and announced gigabytes are cut at the limit', async () => {
  const block = Buffer.alloc(64 * 1024)
  const port = await listen(
    http.createServer((request, response) => {
      if (request.url === '/giga') response.setHeader('Content-Length', 1e9)
      const pour = () => {
        while (!response.destroyed && response.write(block));
      }
      response.on('drain', pour)
      pour()
    }),
  )
  const announced = await get(port, { maxBodyBytes: 1_000_000 }, '/giga')
  expect(announced.response?.body.length).toBe(1_000_000)
  expect(announced.response?.cut).toBe(999_000_000)
  const endless = await get(port, { maxBodyBytes: 1_000_000 }, '/endless')
  expect(endless.response?.cut).toBeGreaterThan(0)
  expect(endless.error).toBeUndefined()
})

test('HEAD, 204 and 304 have no body, whatever their headers say', async () => {
  const port = await raw(socket => {
    socket.end('HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\nContent-Encoding: gzip\r\n\r\n')
  })
  expect((await get(port)).response).toMatchObject({ status: 304, encodedBytes: 0 })
  const none = await raw('HTTP/1.1 204 No Content\r\nContent-Encoding: br\r\n\r\n')
  expect((await get(none)).response).toMatchObject({ status: 204, encodedBytes: 0 })
  const head = await raw('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n')
  const exchange = await client().ask({ method: 'HEAD', url: `http://127.0.0.1:${head}/`, headers: {} })
  expect(exchange.response).toMatchObject({ status: 200, encodedBytes: 0 })
})

test('Interim answers are borne: 100 is taken out, 103 is kept, a flood is refused', async () => {
  const final = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
  const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n'
  const unasked = await raw(socket => {
    const bytes = `HTTP/1.1 100 Continue\r\n\r\n${final}`
    for (const [i, byte] of [...bytes].entries())
      setTimeout(() => (i === bytes.length - 1 ? socket.end(byte) : socket.write(byte)), i)
  })
  expect((await get(unasked)).response?.body.toString()).toBe('ok')
  const early = await get(await raw(hints + final))
  expect(early.response?.interim).toEqual([{ status: 103, rawHeaders: [['Link', '</a.css>; rel=preload']] }])
  expect(early.response?.status).toBe(200)
  const flood = await get(await raw(hints.repeat(500) + final))
  expect(flood.error).toMatchObject({ code: 'too-many-interim', phase: 'limit' })
})

test('The version of the answer is told, and a body may last until the connection closes', async () => {
  const { response } = await get(await raw('HTTP/1.0 200 OK\r\n\r\nuntil the end'))
  expect(response).toMatchObject({ httpVersion: '1.0', status: 200 })
  expect(response?.body.toString()).toBe('until the end')
})

test.each([
  ['garbage', 'SSH-2.0-OpenSSH_9.2\r\n', 'malformed-http', 'headers'],
  ['nothing', '', 'closed', 'headers'],
  ['a bad header line', 'HTTP/1.1 200 OK\r\nbad header\r\n\r\n', 'malformed-http', 'headers'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc', 'malformed-http', 'headers'],
  ['a body too short', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort', 'length-mismatch', 'body'],
  ['a bad chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n', 'malformed-http', 'body'],
  ['a missing last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n', 'closed', 'body'],
  ['too many headers', `HTTP/1.1 200 OK\r\n${'X-Bomb: 1234567890\r\n'.repeat(9000)}\r\n`, 'headers-too-large', 'limit'],
  ['one endless header', `HTTP/1.1 200 OK\r\nX-Bomb: ${'a'.repeat(200_000)}\r\n\r\n`, 'headers-too-large', 'limit'],
  [
    'an unasked upgrade',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    'closed',
    'headers',
  ],
])('An answer with %s is a transport error, and what came is kept apart', async (_, answer, code, phase) => {
  const exchange = await get(await raw(answer))
  expect(exchange.error).toMatchObject({ code, phase })
  expect(exchange.response).toBeUndefined()
  if (phase === 'body') expect(exchange.partial?.status).toBe(200)
})

test('A silent server, a drip of headers and a drip of body end at their budgets', async () => {
  const drip = (start: string) => (socket: net.Socket) => {
    socket.write(start)
    const timer = setInterval(() => socket.write('a'), 20)
    socket.on('close', () => clearInterval(timer))
  }
  const [silent, headers, body] = await Promise.all([
    raw('', false),
    raw(drip('HTTP/1.1 200 OK\r\nX: ')),
    raw(drip('HTTP/1.1 200 OK\r\n\r\n')),
  ])
  const [a, b, c] = await Promise.all([
    get(silent, { idleTimeoutMs: 150 }),
    get(headers, { timeoutMs: 200 }),
    get(body, { timeoutMs: 200 }),
  ])
  expect(a.error).toMatchObject({ code: 'idle-timeout', phase: 'headers' })
  expect(b.error).toMatchObject({ code: 'timeout', phase: 'headers' })
  expect(c.error).toMatchObject({ code: 'timeout', phase: 'body' })
  expect(c.partial?.encodedBytes).toBeGreaterThan(0)
})

test('A reset, a refusal, an unknown name and an impossible request are facts', async () => {
  const reset = await raw(socket => socket.resetAndDestroy())
  expect((await get(reset)).error).toMatchObject({ code: 'reset', phase: 'headers' })
  const refused = await get(await freePort())
  expect(refused.error).toMatchObject({ code: 'refused', phase: 'connect' })
  expect(refused.requestHeaders).toEqual([])
  const ask = (url: string, headers = {}) => client().ask({ method: 'GET', url, headers })
  expect((await ask('http://no-such-host.invalid/')).error?.phase).toBe('name')
  expect((await ask('ftp://127.0.0.1/')).error).toMatchObject({ code: 'invalid-request', phase: 'send' })
  expect((await ask(`http://127.0.0.1:${reset}/`, { 'x-bad': 'a\r\nb' })).error?.code).toBe('invalid-request')
})

test('A stop ends the exchange at once, and before it, the connecting', async () => {
  const port = await raw('', false)
  const stop = new AbortController()
  const asked = client().ask({ method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {}, signal: stop.signal })
  setTimeout(() => stop.abort(), 50)
  expect((await asked).error).toMatchObject({ code: 'stopped', phase: 'stopped' })
  const late = await client().ask({ method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {}, signal: stop.signal })
  expect(late.error?.phase).toBe('stopped')
})
