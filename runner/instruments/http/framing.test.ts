import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Framing } from '../../check/http.ts'
import { type HttpClient, httpClient } from './client.ts'
import { withFraming } from './framing.ts'
import { askPatiently } from './retry.ts'

/** Writes down every connection's bytes, and answers each head; a request for `/hang-up` has its connection closed. */
const heard: string[] = []
let server: Server
let client: HttpClient
let base: string
beforeAll(async () => {
  server = createServer(socket => {
    const place = heard.push('') - 1
    socket.on('error', () => undefined)
    socket.on('data', chunk => {
      heard[place] += chunk.toString('latin1')
      if (heard[place]?.includes('/hang-up')) socket.destroy()
      else if (heard[place]?.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  client = httpClient({ userAgent: 'mustdo/test' })
})
afterAll(async () => {
  await client.close()
  await new Promise(done => server.close(done))
})

const framings: readonly Framing[] = ['space-before-colon', 'signed-length', 'hex-length', 'list-of-lengths']
const ask = (framing: Framing, more: object = {}) =>
  client.ask({ method: 'GET', url: `${base}/`, headers: {}, framing, ...more })

test('the line goes out as it is, nothing follows the head, and the connection carries nothing else', async () => {
  heard.length = 0
  for (const framing of framings) {
    const { response, requestHeaders } = await ask(framing)
    expect(response?.status).toBe(400)
    expect(requestHeaders.some(([name]) => /^content-length ?$/i.test(name))).toBe(true)
  }
  expect(heard).toHaveLength(framings.length)
  for (const bytes of heard) {
    expect(bytes.indexOf('\r\n\r\n')).toBe(bytes.length - 4)
    expect(bytes.match(/content-length ?: *([^\r]*)/gi)).toHaveLength(1)
    // Every number that could be read is nought.
    expect(/content-length ?: *([^\r]*)/i.exec(bytes)?.[1]).toMatch(/^[0x+, ]+$/)
    expect(bytes).toMatch(/user-agent: mustdo\/test/i)
  }
})

test('a closed connection is an answer, and is not asked again', async () => {
  heard.length = 0
  const seen = await askPatiently(client, {
    method: 'GET',
    url: `${base}/hang-up`,
    headers: {},
    framing: 'signed-length',
  })
  expect(seen.error?.code).toMatch(/^(closed|reset)$/)
  expect(heard).toHaveLength(1)
})

test('nothing but a GET of HTTP/1.1 without a body may be spoilt', async () => {
  heard.length = 0
  for (const more of [{ method: 'POST' }, { body: 'x' }, { httpVersion: '2' }])
    expect((await ask('hex-length', more)).error?.code).toBe('invalid-request')
  expect(heard).toEqual([])
})

test('only a whole head is written into', () => {
  expect(withFraming('GET / HTTP/1.1\r\n\r\n', 'signed-length')).toBe('GET / HTTP/1.1\r\nContent-Length: +0\r\n\r\n')
  expect(withFraming('GET / HTTP/1.1\r\n', 'signed-length')).toBe('GET / HTTP/1.1\r\n')
})
