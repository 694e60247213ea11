/** A good supplier whose other origins speak TLS as nobody should: its own verdicts are those that it gets alone. */
import * as net from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Supplier, startSupplier } from '../../fixtures/supplier/index.ts'
import { loadChecks } from '../../suites/registry.ts'
import type { AnyCheck } from '../check.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { chance } from '../instruments/testing/hostile.ts'
import { flight13 } from '../instruments/tls/prober/testing13.ts'
import { type TestRun, testRun, testTarget } from './testing.ts'

const servers = testServers()
let supplier: Supplier
let checks: AnyCheck[]
beforeAll(async () => {
  supplier = await startSupplier({})
  checks = (await loadChecks()).filter(({ id }) => /^tls\/(?!plain|first|api)/.test(id))
  expect(checks.length).toBeGreaterThan(14)
})
afterAll(async () => {
  servers.close()
  await supplier.close()
})

const { mutated, bytes } = chance('TLS beside a control')
const pouring = (socket: net.Socket) => {
  const chunk = Buffer.concat(Array.from({ length: 4000 }, () => Buffer.from([22, 3, 3, 0, 4, 11, 0, 0, 0])))
  const pump = (): void => {
    if (!socket.destroyed) socket.write(chunk, () => setImmediate(pump))
  }
  pump()
}
const dripping = (socket: net.Socket) => {
  const timer = setInterval(() => socket.write('\x16'), 20)
  socket.on('close', () => clearInterval(timer))
}
/** TLS 1.3 with something wrong in every handshake, and certificates that are none. */
const spoiling = (socket: net.Socket, hello: Buffer) => {
  try {
    const spoil = (_: string, whole: Buffer) => mutated(whole)
    socket.end(flight13(hello, { chain: [bytes(300)], staple: bytes(300), piece: () => 100, spoil }))
  } catch {
    // A hello without a key share: bytes that only begin like an answer.
    socket.end(Buffer.concat([Buffer.from([22, 3, 3]), bytes(400)]))
  }
}

const hostile = (answer: (socket: net.Socket, hello: Buffer) => void) =>
  servers.listen(
    net.createServer(socket => {
      socket.on('error', () => undefined)
      socket.once('data', hello => answer(socket, hello))
    }),
  )

async function run(ports: readonly number[]): Promise<TestRun> {
  const urls = [supplier.origin, ...ports.map(port => `https://localhost:${port}`)]
  const target = testTarget(
    urls.map(url => ({ kind: 'web', url: `${url}/` })),
    { ca: { path: 'ca.pem', pem: supplier.caPem } },
  )
  return testRun({ target, checks, width: 16, timeoutMs: 1500 })
}

const isControl = (url: string): boolean => new URL(url).origin === supplier.origin
const ofControl = ({ assertions }: TestRun) =>
  assertions
    .filter(({ subject }) => isControl(subject.url))
    .map(({ check, outcome }) => `${check} ${outcome}`)
    .sort()

test('A control beside hostile servers of TLS gets the verdicts that it gets alone, and nobody is blamed for noise', {
  timeout: 180_000,
}, async () => {
  const alone = ofControl(await run([]))
  expect(alone.filter(one => !/ (passed|inapplicable)$/.test(one))).toEqual([])
  expect(alone.length).toBeGreaterThan(14)
  const ports = await Promise.all([hostile(pouring), hostile(dripping), hostile(spoiling)])
  const beside = await run(ports)
  expect(ofControl(beside)).toEqual(alone)
  const others = beside.assertions.filter(({ subject }) => !isControl(subject.url))
  expect(others.length).toBeGreaterThan(40)
  expect(others.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)).toEqual([])
  expect(others.flatMap(({ findings }) => findings).filter(({ key }) => /threw|silent|never-ran/.test(key))).toEqual([])
})
