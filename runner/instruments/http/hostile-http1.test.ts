/** HTTP/1 from servers that mean harm: ten thousand answers, and a server beside them that is always heard right. */
import * as http from 'node:http'
import * as net from 'node:net'
import * as zlib from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { CASES, type Chance, ceilings, chance } from '../testing/hostile.ts'
import { testServers } from './test-servers.ts'

const { client, listen, close } = testServers()
afterAll(close)

const LIMIT = 64 * 1024
const bomb = zlib.gzipSync(Buffer.alloc(4 * 2 ** 20))
const twice = zlib.gzipSync(bomb)
const head = (lines: string) => Buffer.from(`HTTP/1.1 200 OK\r\n${lines}\r\n\r\n`, 'latin1')

const good = [
  Buffer.concat([head('Content-Type: text/plain\r\nContent-Length: 5'), Buffer.from('hello')]),
  Buffer.concat([
    head('Transfer-Encoding: chunked'),
    Buffer.from('5\r\nhello\r\n3;x=y\r\nyou\r\n0\r\nX-End: 1\r\n\r\n'),
  ]),
  Buffer.concat([head('Content-Encoding: gzip'), zlib.gzipSync('hello')]),
  Buffer.from(
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
  ),
]

/** Bytes of one answer; the connection ends after them. */
function answerOf({ upTo, one, bytes, mutated }: Chance): Buffer {
  const text = (value: string) => Buffer.from(value, 'latin1')
  const junk = bytes(60).toString('latin1')
  const lies = [`Content-Length: ${upTo(2 ** 40)}`, 'Content-Length: -1', 'Content-Length: 5, 6', 'Content-Length: 0x5']
  const kinds: (() => Buffer)[] = [
    () => bytes(400),
    () => mutated(one(good)),
    () =>
      text(`HTTP/${upTo(4)}.${upTo(30)} ${one(['200', '000', '99', '1000', '-1', '2OO', '', junk])} ${junk}\r\n\r\n`),
    () => text('HTTP/1.1 102 Processing\r\n\r\n'.repeat(upTo(200))),
    () => Buffer.concat([head(`${one(lies)}\r\n${one([...lies, 'X: y'])}`), bytes(300)]),
    () =>
      Buffer.concat([
        head(`Transfer-Encoding: ${one(['chunked', 'chunked, chunked', 'gzip, chunked', junk])}\r\n${one(lies)}`),
        bytes(50),
      ]),
    () =>
      Buffer.concat([
        head('Transfer-Encoding: chunked'),
        text(`${one(['FFFFFFFFFFFFFFFF', '-5', 'g', '7fffffff', junk])}\r\n`),
        bytes(99),
      ]),
    () => head(`${junk}: ${junk}\r\n ${junk}\r\n: ${junk}\r\n${junk}`),
    () => head(Array.from({ length: upTo(300) }, (_, n) => `X-${n}: ${'v'.repeat(upTo(600))}`).join('\r\n') || 'A: b'),
    () =>
      Buffer.concat([
        head(`Content-Encoding: ${one(['gzip', 'br', 'deflate', 'zstd', 'gzip, br', 'gzip,'.repeat(upTo(9)), junk])}`),
        bytes(300),
      ]),
    () => head(`Location: ${junk}\r\nSet-Cookie: ${junk}`),
    () =>
      text(one(['\x16\x03\x01\x00\x05', 'SSH-2.0-x\r\n', '<html>', 'HTTP/1.1', 'HTTP/1.1 200', '\r\n\r\n', '']) + junk),
  ]
  return one(kinds)()
}

/** The costly kinds, some hundred times in all: bombs of compression, headers without end, a drip, silence. */
function burden(socket: net.Socket, { upTo }: Chance): void {
  const flood = Buffer.alloc(16 * 1024, 'X-Flood: x\r\n')
  const keepOn = (piece: Buffer, ms: number) => {
    const timer = setInterval(() => socket.write(piece), ms)
    socket.on('close', () => clearInterval(timer))
  }
  const kind = upTo(5)
  if (kind === 0) socket.end(Buffer.concat([head('Content-Encoding: gzip'), bomb]))
  if (kind === 1) socket.end(Buffer.concat([head('Content-Encoding: gzip, gzip'), twice]))
  if (kind === 2) {
    socket.write('HTTP/1.1 200 OK\r\n')
    keepOn(flood, 1)
  }
  if (kind === 3) keepOn(Buffer.from('H'), 20)
  if (kind === 4) {
    socket.write(head('Content-Length: 100000'))
    keepOn(Buffer.from('x'), 20)
  }
}

test('Ten thousand hostile answers in HTTP/1 each come to an end, and a right server beside them is heard right', {
  timeout: 240_000,
}, async () => {
  const made = chance('http/1')
  const port = await listen(
    net.createServer(socket => {
      socket.on('error', () => {})
      socket.once('data', () => (made.once(100) ? burden(socket, made) : socket.end(answerOf(made))))
    }),
  )
  const right = await listen(
    http.createServer((request, response) => response.writeHead(200, { 'x-asked': request.url ?? '' }).end('right')),
  )
  const asking = client({ maxBodyBytes: LIMIT, maxHeaderBytes: 32 * 1024, timeoutMs: 150 })
  const ask = (to: number, path: string, timeoutMs?: number) =>
    asking.ask({ method: 'GET', url: `http://127.0.0.1:${to}${path}`, headers: {}, ...(timeoutMs && { timeoutMs }) })
  const watch = ceilings()
  let left = CASES
  let longest = 0
  const wrong: string[] = []
  const lane = async () => {
    while (left-- > 0) {
      const place = left
      const began = performance.now()
      const { response, partial, error } = await ask(port, `/${place}`)
      watch.passed(began)
      if ((response === undefined) === (error === undefined)) wrong.push(`${place}: neither answer nor error`)
      longest = Math.max(longest, (response ?? partial)?.body.length ?? 0)
      if (place % 250 > 0) continue
      const control = await ask(right, `/right-${place}`, 20_000)
      if (control.response?.body.toString() !== 'right' || control.error) wrong.push(`${place}: control`)
    }
  }
  await Promise.all(Array.from({ length: 16 }, lane))
  expect(wrong).toEqual([])
  expect(longest).toBeLessThanOrEqual(LIMIT)
  const { mib, slowest } = watch.seen()
  expect(mib).toBeLessThan(400)
  expect(slowest).toBeLessThan(10_000)
})
