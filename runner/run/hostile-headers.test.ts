/** Headers without end beside a control: the run ends, in bounded heap and time, and the control gets the verdicts that it gets alone. */
import type * as net from 'node:net'
import * as tls from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Certificates, makeCertificates } from '../../fixtures/supplier/certificates.ts'
import { type Supplier, startSupplier } from '../../fixtures/supplier/index.ts'
import { loadChecks } from '../../suites/registry.ts'
import type { AnyCheck } from '../check.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { ceilings } from '../instruments/testing/hostile.ts'
import { type TestRun, testRun, testTarget } from './testing.ts'

const MIB = 2 ** 20
const servers = testServers()
let supplier: Supplier
let certificates: Certificates
let checks: AnyCheck[]
beforeAll(async () => {
  supplier = await startSupplier({})
  certificates = await makeCertificates()
  checks = (await loadChecks()).filter(({ id }) => /^headers\/(no-sniff|strict-transport-security|frame)/.test(id))
  expect(checks.length).toBeGreaterThan(1)
})
afterAll(async () => {
  servers.close()
  await supplier.close()
})

let poured = 0
const line = `X-Flood: ${'x'.repeat(4000)}\r\n`
/** The same bytes again and again, until so many went out or the reader left. */
function pour(socket: net.Socket, piece: string, most: number): void {
  const chunk = Buffer.from(piece.repeat(Math.ceil((256 * 1024) / piece.length)))
  let sent = 0
  const pump = (): void => {
    if (socket.destroyed) return
    if (sent >= most) return void socket.end('\r\n')
    sent += chunk.length
    poured += chunk.length
    socket.write(chunk, () => setImmediate(pump))
  }
  pump()
}

const hostile = async (answer: (socket: net.Socket) => void): Promise<string> => {
  const { keyPem: key, certPem: cert } = certificates
  const server = tls.createServer({ key, cert }, socket => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n')
      answer(socket)
    })
  })
  return `https://localhost:${await servers.listen(server)}`
}

async function run(hostiles: readonly string[]): Promise<TestRun> {
  const target = testTarget(
    [supplier.origin, ...hostiles].map(url => ({ kind: 'web', url: `${url}/` })),
    { ca: { path: 'ca.pem', pem: `${supplier.caPem}\n${certificates.caPem}` } },
  )
  return testRun({ target, checks, width: 16, timeoutMs: 5000 })
}
const isControl = (url: string): boolean => new URL(url).origin === supplier.origin
const ofControl = ({ assertions }: TestRun) =>
  assertions
    .filter(({ subject }) => isControl(subject.url))
    .map(({ check, outcome }) => `${check} ${outcome}`)
    .sort()

test('100 MB of headers, one line without end and a line too many are given up on, and a control beside them is judged', {
  timeout: 180_000,
}, async () => {
  const alone = ofControl(await run([]))
  expect(alone.filter(told => / passed$/.test(told)).length).toBeGreaterThan(1)
  const hostiles = await Promise.all([
    hostile(socket => pour(socket, line, 100 * MIB)),
    hostile(socket => pour(socket, 'x', Number.POSITIVE_INFINITY)),
    hostile(socket => pour(socket, 'a: b\r\n', Number.POSITIVE_INFINITY)),
  ])
  const watch = ceilings()
  const watching = setInterval(() => watch.passed(performance.now()), 20)
  const began = performance.now()
  const beside = await run(hostiles)
  watch.passed(began)
  clearInterval(watching)
  expect(ofControl(beside)).toEqual(alone)
  const others = beside.assertions.filter(({ subject }) => !isControl(subject.url))
  expect(others.length).toBeGreaterThan(2)
  expect(others.filter(({ outcome }) => !/cantTell|untested/.test(outcome)).map(({ id }) => id)).toEqual([])
  const { mib, slowest } = watch.seen()
  console.log(`${Math.round(poured / MIB)} MiB poured, ${mib} MiB held, ${slowest} ms`)
  expect(mib).toBeLessThan(150)
  expect(slowest).toBeLessThan(60_000)
})
