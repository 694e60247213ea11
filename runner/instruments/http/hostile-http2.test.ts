/** HTTP/2 from servers that mean harm: ten thousand connections, and a server beside them that is always heard right. */
import { existsSync } from 'node:fs'
import * as http2 from 'node:http2'
import * as tls from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { CASES, type Chance, ceilings, chance } from '../testing/hostile.ts'
import { makeCertificate } from '../tls/test-certificates.ts'
import { testServers } from './test-servers.ts'
import type { HttpClient, HttpClientOptions } from './types.ts'

const { listen, close } = testServers()
afterAll(close)

/** Only what is built has a process apart; the client made from sources would end this test's own. */
const built = new URL('../../../dist/runner/instruments/http/client.js', import.meta.url)

const DATA = 0
const HEADERS = 1
const RESET = 3
const SETTINGS = 4
const PUSH = 5
const GOAWAY = 7
const WINDOW = 8
const CONTINUATION = 9
const ENDS = 1
const WHOLE = 4

/** RFC 9113, 4.1. */
function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head[3] = type
  head[4] = flags
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

const opening = [frame(SETTINGS, 0, 0), frame(SETTINGS, 1, 0)]
/** `:status: 200`, by its place in the table of HPACK. */
const OK = Buffer.from([0x88])
const good = Buffer.concat([...opening, frame(HEADERS, WHOLE, 1, OK), frame(DATA, ENDS, 1, Buffer.from('hello'))])

/** Bytes of one connection; it ends after them. */
function answerOf({ upTo, one, bytes, mutated }: Chance): Buffer {
  const times = (most: number, make: () => Buffer) => Buffer.concat(Array.from({ length: upTo(most) }, make))
  const number = (value: number) => {
    const buffer = Buffer.alloc(4)
    buffer.writeUInt32BE(value)
    return buffer
  }
  /** A field that is written as it is (RFC 7541, 6.2.2). */
  const field = () => {
    const [name, value] = [bytes(20), bytes(60)]
    return Buffer.concat([Buffer.from([0, name.length]), name, Buffer.from([value.length]), value])
  }
  const setting = () => Buffer.concat([Buffer.from([0, upTo(10)]), number(upTo(2 ** 32))])
  const ok = (flags = WHOLE) => frame(HEADERS, flags, 1, OK)
  const kinds: (() => Buffer)[] = [
    () => bytes(300),
    () => mutated(good),
    () => times(8, () => frame(upTo(13), upTo(256), one([0, 1, 2, 3, 0x7fffffff]), bytes(60))),
    () =>
      Buffer.concat([
        frame(HEADERS, upTo(256), 1, Buffer.concat([OK, bytes(50)])),
        frame(CONTINUATION, upTo(8), 1, bytes(50)),
      ]),
    () => times(300, () => frame(CONTINUATION, 0, 1, bytes(200))),
    () => frame(PUSH, WHOLE, 1, Buffer.concat([number(2), bytes(30)])),
    () => Buffer.concat([frame(SETTINGS, 0, 0, times(20, setting)), ok(WHOLE + ENDS)]),
    () => Buffer.concat([frame(GOAWAY, 0, 0, Buffer.concat([number(upTo(3)), number(upTo(14)), bytes(20)])), ok()]),
    () =>
      Buffer.concat([
        times(4, () => frame(WINDOW, 0, upTo(2), number(0x7fffffff))),
        frame(RESET, 0, 1, number(upTo(14))),
      ]),
    () => Buffer.concat([ok(), frame(HEADERS, upTo(256), 1, bytes(20)), frame(DATA, upTo(256), 1, bytes(99))]),
    () =>
      Buffer.concat([
        times(5, () => frame(one([10, 12]), 0, upTo(2), Buffer.concat([Buffer.from([0, upTo(9)]), bytes(30)]))),
        ok(),
      ]),
    () => Buffer.concat([ok(WHOLE + ENDS), ok(WHOLE + ENDS), frame(DATA, ENDS, 1, bytes(20)), ok(WHOLE + ENDS)]),
    () =>
      Buffer.concat([
        frame(HEADERS, WHOLE, 1, Buffer.concat([OK, times(40, field)])),
        frame(HEADERS, WHOLE + ENDS, 1, times(5, field)),
      ]),
  ]
  return Buffer.concat([...(upTo(9) === 0 ? [] : opening), one(kinds)()])
}

test.skipIf(!existsSync(fileURLToPath(built)))(
  'Ten thousand hostile connections in HTTP/2 each come to an end, and a right server beside them is heard right',
  { timeout: 300_000 },
  async () => {
    const { httpClient } = (await import(/* @vite-ignore */ built.href)) as {
      httpClient: (options: HttpClientOptions) => HttpClient
    }
    const made = chance('http/2')
    const ca = await makeCertificate('Test root', { ca: true })
    const { cert, key } = await makeCertificate('127.0.0.1', { issuer: ca, names: ['127.0.0.1'] })
    const port = await listen(
      tls.createServer({ cert, key, ALPNProtocols: ['h2'] }, socket => {
        socket.on('error', () => {})
        socket.once('data', () => {
          socket.write(answerOf(made))
          setTimeout(() => socket.destroy(), made.upTo(30))
        })
      }),
    )
    const right = await listen(
      http2.createSecureServer({ cert, key }).on('request', (_request, response) => void response.end('right')),
    )
    const asking = httpClient({ userAgent: 'mustdo/test', ca: [ca.cert], maxBodyBytes: 64 * 1024 })
    const ask = (to: number, timeoutMs: number) =>
      asking.ask({ method: 'GET', url: `https://127.0.0.1:${to}/`, headers: {}, httpVersion: '2', timeoutMs })
    const watch = ceilings()
    const ends = new Map<string, number>()
    const wrong: string[] = []
    let left = CASES
    const lane = async () => {
      while (left-- > 0) {
        const place = left
        const began = performance.now()
        const { response, error } = await ask(port, 150)
        watch.passed(began)
        if ((response === undefined) === (error === undefined)) wrong.push(`${place}: neither answer nor error`)
        const end = error?.code ?? 'answer'
        ends.set(end, (ends.get(end) ?? 0) + 1)
        if (place % 250 > 0) continue
        const control = await ask(right, 20_000)
        if (control.response?.body.toString() !== 'right') wrong.push(`${place}: control, ${control.error?.message}`)
      }
    }
    await Promise.all(Array.from({ length: 16 }, lane))
    await asking.close()
    console.log(`http/2 ends: ${[...ends].map(([code, count]) => `${code} ${count}`).join(', ')}`)
    expect(wrong).toEqual([])
    // Without these the process apart would not have been needed, and nothing here would show that it is.
    expect(ends.get('client-ended')).toBeGreaterThan(0)
    const { mib, slowest } = watch.seen()
    expect(mib).toBeLessThan(400)
    expect(slowest).toBeLessThan(15_000)
  },
)
