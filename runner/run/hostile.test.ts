/** Products that misbehave: every run comes to its end, says what it met, and blames nobody for what it could not see. */
import { existsSync } from 'node:fs'
import type * as http from 'node:http'
import * as https from 'node:https'
import type * as net from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Certificates, makeCertificates } from '../../fixtures/supplier/certificates.ts'
import type { Assertion } from '../../reports/record.ts'
import { loadChecks } from '../../suites/registry.ts'
import type { AnyCheck } from '../check.ts'
import { isBuilt, mustdo, temporaryFolder } from '../commands/testing.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { type TestRun, testClient, testRun, testTarget } from './testing.ts'

/** Some of each kind that need no browser: of transport, headers, pages, FHIR, OAuth and OpenAPI. */
const few = new Set([
  'tls/versions',
  'headers/no-sniff',
  'headers/strict-transport-security',
  'cors/origins',
  'errors/no-internals',
  'fhir/capability-statement',
  'fhir/read',
  'fhir/paging',
  'fhir/unknown-type',
  'fhir/clock',
  'oauth/issuer-metadata',
  'oauth/signing-keys',
  'smart/token-response',
  'smart/configuration-published',
  'nhs-api/openapi-document',
  'nhs-api/trace-ids',
  'disclosure/security-txt',
])
let certificates: Certificates
let checks: AnyCheck[]
const servers = testServers()
beforeAll(async () => {
  certificates = await makeCertificates()
  checks = (await loadChecks()).filter(({ id }) => few.has(id))
  expect(checks.length).toBe(few.size)
})
afterAll(() => servers.close())

type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => void
async function secure(answer: Listener): Promise<string> {
  const server = https.createServer({ cert: certificates.certPem, key: certificates.keyPem }, (request, response) => {
    response.on('error', () => {})
    answer(request, response)
  })
  server.on('tlsClientError', () => {})
  return `https://localhost:${await servers.listen(server)}`
}
const port = async (answer: string | ((socket: net.Socket) => void)) => `https://localhost:${await servers.raw(answer)}`

/** Every check without a browser, against an origin that is said to be everything at once. */
function everything(origin: string): Promise<TestRun> {
  const target = testTarget(
    [
      { kind: 'fhir', url: `${origin}/fhir`, identity: 'client' },
      { kind: 'web', url: `${origin}/` },
      { kind: 'openapi', url: `${origin}/openapi.json` },
      { kind: 'oauth', url: origin },
    ],
    { ca: { path: 'ca.pem', pem: certificates.caPem }, identities: [testClient([origin])] },
  )
  return testRun({ target, checks, width: 16, timeoutMs: 250 })
}

const ours = new Set(['probe-threw', 'judge-threw', 'judge-silent', 'never-ran'])
const ourTrouble = ({ assertions }: TestRun): string[] =>
  assertions.flatMap(({ id, findings }) =>
    findings.filter(({ key }) => ours.has(key)).map(({ key, actual }) => `${id}: ${key} ${actual}`),
  )
const blamed = ({ assertions }: TestRun): string[] =>
  assertions.filter(({ outcome }) => outcome === 'failed').map(({ id, findings }) => `${id}: ${findings[0]?.key}`)
const open = ({ outcome }: Assertion) => outcome === 'cantTell' || outcome === 'untested'

/** Nothing the product said was heard: nothing may count for or against it. */
const unheard: [string, () => Promise<string>][] = [
  ['an address where nobody listens', async () => `https://localhost:${await servers.freePort()}`],
  ['a name that does not exist', async () => 'https://nobody.invalid'],
  ['a port that closes each connection at once', () => port(socket => socket.destroy())],
  ['a port that answers with bytes that are no TLS', () => port('\x16\x03\x01\xff\xffnonsense'.repeat(50))],
  ['plain HTTP on the https port', () => port('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')],
  ['a port that takes a hello and says nothing', () => port(() => {})],
]

test.concurrent.each(unheard)('%s: untested or cannot tell throughout', { timeout: 110_000 }, async (_, start) => {
  const run = await everything(await start())
  expect(ourTrouble(run)).toEqual([])
  expect(blamed(run)).toEqual([])
  expect(run.assertions.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)).toEqual([])
  expect(run.assertions.some(open)).toBe(true)
})

const JSON_TYPE = { 'content-type': 'application/fhir+json' }
const deep = `${'{"a":['.repeat(60_000)}1${']}'.repeat(60_000)}`
const statement = (more: object) =>
  JSON.stringify({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest: [{ mode: 'server', ...more }] })
const many = statement({
  resource: Array.from({ length: 20_000 }, (_, n) => ({ type: `Type${n}`, interaction: [{ code: 'read' }] })),
})
const wrongTypes = JSON.stringify({
  resourceType: 'CapabilityStatement',
  fhirVersion: 4,
  format: 'json',
  software: ['x'],
  rest: [
    {
      mode: 'server',
      security: { service: [{ coding: 'no' }], cors: 'yes' },
      interaction: 'all',
      resource: [{ type: 7 }, null, { type: 'Patient', interaction: {}, searchParam: [{ name: 1 }] }, 'Patient'],
    },
  ],
  issuer: 'no address',
  token_endpoint: 'http://[',
  jwks_uri: 'http://[',
  introspection_endpoint: 3,
  grant_types_supported: 'all',
  openapi: 3,
  servers: [{ url: 'http://[' }],
  paths: { '/': { get: true, post: [], put: { security: 'none' } }, 'no path': null, '//[': { get: {} } },
  entry: [{ resource: { resourceType: 'Patient', id: '../../x' } }],
  link: [{ relation: 'next', url: 'http://[' }],
})

/** Answers there are, and none of them makes sense. A check may fail on what it saw, but only then. */
const heard: [string, Listener][] = [
  [
    'HTML in place of JSON everywhere',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Hello'),
  ],
  [
    'HTML that calls itself FHIR',
    (_, response) => response.writeHead(200, JSON_TYPE).end('<!doctype html><title>Oh</title>'),
  ],
  [
    'a content type that is none',
    (_, response) => response.writeHead(200, { 'content-type': ';;= /' }).end(statement({})),
  ],
  ['no content type and no body', (_, response) => response.writeHead(200).end()],
  [
    'redirects without end',
    (request, response) => response.writeHead(302, { location: `${request.url}x`.slice(0, 200) }).end(),
  ],
  ['redirects to no address', (_, response) => response.writeHead(301, { location: 'http://[' }).end()],
  [
    'a gigabyte announced, sent without end',
    (_, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': String(2 ** 30) })
      const chunk = Buffer.alloc(1 << 20, 0x20)
      const pump = (): void => {
        if (!response.destroyed) response.write(chunk, () => setImmediate(pump))
      }
      pump()
    },
  ],
  [
    'an answer that drips',
    (_, response) => {
      response.writeHead(200, JSON_TYPE).flushHeaders()
      const timer = setInterval(() => response.write(' '), 40)
      response.on('close', () => clearInterval(timer))
    },
  ],
  [
    'a connection reset in mid-body',
    (_, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' })
      response.write('{"resourceType":')
      setTimeout(() => response.destroy(), 5)
    },
  ],
  ['JSON 120,000 levels deep', (_, response) => response.writeHead(200, JSON_TYPE).end(deep)],
  ['20,000 resource types', (_, response) => response.writeHead(200, JSON_TYPE).end(many)],
  ['metadata of all the wrong types', (_, response) => response.writeHead(200, JSON_TYPE).end(wrongTypes)],
  [
    'bytes that are no UTF-8',
    (_, response) => response.writeHead(200, JSON_TYPE).end(Buffer.from('{"resourceType":"\xff\xfe\x80"}', 'latin1')),
  ],
  [
    'a bomb of headers',
    (_, response) => {
      for (let n = 0; n < 200; n++) response.setHeader(`x-bomb-${n}`, 'x'.repeat(1000))
      response.end('{}')
    },
  ],
  ['a null for everything', (_, response) => response.writeHead(200, JSON_TYPE).end('null')],
  [
    'links that lead nowhere, deep in tags',
    (_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`${'<div>'.repeat(2000)}<a href="http://[">x</a><a href="javascript:1">y</a><a href="//">z</a>`),
  ],
]

/** Of these nothing was heard to its end; a check may not fail on the part that came. */
const cutShort = new Set(['an answer that drips', 'a connection reset in mid-body', 'a bomb of headers'])

test.concurrent.each(heard)('%s: a clear outcome for every check', { timeout: 110_000 }, async (name, answer) => {
  const run = await everything(await secure(answer))
  expect(ourTrouble(run)).toEqual([])
  expect(run.assertions.length).toBeGreaterThan(10)
  for (const { id, outcome, findings } of run.assertions)
    if (outcome === 'cantTell')
      expect(
        findings.filter(finding => finding.outcome === 'cantTell' && !finding.owes),
        id,
      ).toEqual([])
  if (cutShort.has(name)) expect(blamed(run)).toEqual([])
})

const commanded: [string, () => Promise<string>, RegExp][] = [
  ['an address where nobody listens', async () => `https://localhost:${await servers.freePort()}`, /reached|answer/i],
  ['plain HTTP on the https port', () => port('HTTP/1.1 400 Bad Request\r\n\r\n'), /reached|answer/i],
  // That one does answer, and its headers may be found wanting.
  ['a gigabyte of nothing', () => secure(heard.find(([name]) => /gigabyte/.test(name))?.[1] as Listener), /./],
]

test.skipIf(!isBuilt).each(commanded)(
  'mustdo run of %s writes its report and never exits 0',
  { timeout: 300_000 },
  async (name, start, says) => {
    const folder = temporaryFolder()
    const ended = await mustdo(folder, ['run', await start(), '--timeout', '1'])
    expect(ended.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m)
    expect(name === 'a gigabyte of nothing' ? [1, 3] : [3]).toContain(ended.code)
    expect(ended.stdout).toMatch(says)
    expect(existsSync(join(folder, 'mustdo-report.html'))).toBe(true)
  },
)
