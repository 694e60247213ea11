import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tls from 'node:tls'
import { parseSync } from 'oxc-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveZone } from '../../fixtures/supplier/dns.ts'
import { makeCertificate } from '../instruments/tls/test-certificates.ts'
import { buildProgram } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-tls-'))
const servers: net.Server[] = []
let ca = ''
let port = 0

beforeAll(async () => {
  const root = await makeCertificate('Test root', { ca: true })
  const leaf = await makeCertificate('leaf', { issuer: root, names: ['localhost'] })
  ca = join(folder, 'root.pem')
  writeFileSync(ca, root.cert)
  const server = tls.createServer({
    key: leaf.key,
    cert: leaf.cert,
    minVersion: 'TLSv1.2',
    ciphers: 'TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256',
  })
  server.on('tlsClientError', (_, socket) => socket.destroy())
  server.on('secureConnection', socket => socket.on('error', () => undefined))
  servers.push(server)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  port = (server.address() as net.AddressInfo).port
})
afterAll(() => {
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the command in this process; what it printed, and its exit code. */
async function mustdo(...words: string[]): Promise<{ out: string; code: number; error?: unknown }> {
  const write = process.stdout.write
  let out = ''
  process.stdout.write = ((text: string) => {
    out += text
    return true
  }) as typeof process.stdout.write
  try {
    await (await buildProgram(words)).parseAsync(words, { from: 'user' })
    return { out, code: Number(process.exitCode ?? 0) }
  } catch (error) {
    return { out, code: 2, error }
  } finally {
    process.stdout.write = write
    process.exitCode = 0
  }
}

test('The facts and the verdict of each rule are one JSON document, and a good server ends with 0', async () => {
  const { out, code } = await mustdo('tls', `localhost:${port}`, '--ca', ca, '--json')
  const { version, facts, verdicts } = JSON.parse(out) as {
    version: number
    facts: { versions: { version: string; state: string }[]; connections: number }
    verdicts: { rule: string; level: string; outcome: string; source: { read: boolean } }[]
  }
  expect(version).toBe(1)
  expect(facts.connections).toBeLessThanOrEqual(30)
  expect(facts.versions.filter(({ state }) => state === 'accepted')).toHaveLength(2)
  expect(verdicts.filter(({ level, outcome }) => level === 'must' && outcome === 'failed')).toEqual([])
  expect(verdicts.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['tls/trusted', 'tls/known-holes', 'tls/mozilla-intermediate']),
  )
  expect(verdicts.some(({ source }) => !source.read)).toBe(true)
  expect(code).toBe(0)
}, 30_000)

test('A broken must ends with 1, and is said in words', async () => {
  const { out, code } = await mustdo('tls', `localhost:${port}`, '--servername', 'other.example', '--ca', ca)
  expect(out).toMatch(/Not met \(must\): The certificate is not for other\.example\. DNS:localhost/)
  expect(code).toBe(1)
}, 30_000)

test('CAA records of the name are judged as a run judges them, and DNSSEC is not guessed', async () => {
  const zone = await serveZone({ 'riverbank.example CAA': ['0 issue "ca.example"'], 'other.example A': ['192.0.2.1'] })
  const said = async (name: string, resolver: string) => {
    const words = ['tls', `localhost:${port}`, '--servername', name, '--ca', ca, '--resolver', resolver, '--json']
    const { verdicts } = JSON.parse((await mustdo(...words)).out) as {
      verdicts: { rule: string; outcome: string; text: string; actual?: string }[]
    }
    return verdicts.filter(({ rule }) => rule.startsWith('dns/')).map(({ outcome, text }) => `${outcome} ${text}`)
  }
  expect(await said('www.riverbank.example', zone.address)).toEqual([
    expect.stringMatching(
      /^passed CAA records of riverbank\.example say which authorities may issue: 0 issue "ca\.example"/,
    ),
    expect.stringMatching(/^cantTell .*(DNSSEC|signed)/),
  ])
  expect((await said('www.other.example', zone.address))[0]).toMatch(
    /^failed Neither www\.other\.example nor a domain above/,
  )
  await zone.close()
  expect((await said('www.other.example', zone.address))[0]).toMatch(/^cantTell No resolver answered/)
  expect((await said('localhost', zone.address)).map(one => one.split(' ')[0])).toEqual([
    'inapplicable',
    'inapplicable',
  ])
}, 30_000)

test('Nobody there ends with 3, and wrong use with what to do', async () => {
  const closed = net.createServer()
  await new Promise<void>(done => closed.listen(0, '127.0.0.1', done))
  const { port: free } = closed.address() as net.AddressInfo
  await new Promise(done => closed.close(done))
  expect(await mustdo('tls', `127.0.0.1:${free}`)).toMatchObject({
    code: 3,
    out: expect.stringMatching(/nothing that speaks TLS was reached/),
  })
  for (const words of [['http://a.example'], ['a b'], ['localhost', '--rate', 'fast'], ['localhost', '--ca', folder]])
    expect(String((await mustdo('tls', ...words)).error)).toMatch(/Expected .+\. (Give|Leave)/)
})

test('A start that only looks at TLS loads nothing heavy', () => {
  const heavy = ['vitest', 'playwright-core', '@peculiar/x509', 'undici', 'yaml']
  const names = loadedBy('../instruments/tls/prober/survey.ts')
  expect(names.filter(name => heavy.some(one => name.includes(`node_modules/${one}/`)))).toEqual([])
})

/** Files that importing a module brings along, by its static imports. */
function loadedBy(start: string): string[] {
  const seen = new Set<string>()
  const walk = (url: URL) => {
    if (seen.has(url.href)) return
    seen.add(url.href)
    for (const { moduleRequest, entries } of parseSync(url.pathname, readFileSync(url, 'utf8')).module.staticImports) {
      const types = entries.length > 0 && entries.every(({ isType }) => isType)
      if (types) continue
      if (moduleRequest.value.startsWith('.')) walk(new URL(moduleRequest.value, url))
      else seen.add(`node_modules/${moduleRequest.value}/`)
    }
  }
  walk(new URL(start, import.meta.url))
  return [...seen]
}
