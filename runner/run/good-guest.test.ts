/** What a run may and may not do to a product and to everybody else, as the servers see it. */
import * as http from 'node:http'
import * as https from 'node:https'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Certificates, makeCertificates } from '../../fixtures/supplier/certificates.ts'
import { startSupplier } from '../../fixtures/supplier/index.ts'
import { loadChecks } from '../../suites/registry.ts'
import type { AnyCheck, Exchange, ProbeContext } from '../check.ts'
import { isBuilt, mustdo, temporaryFolder } from '../commands/testing.ts'
import { findBrowser, thisMachine } from '../instruments/browser/find.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { contextFor } from '../probe/context.ts'
import { EffectError } from '../probe/world.ts'
import type { Target } from '../target/model.ts'
import { TEST_RUN_ID, testClient, testRun, testTarget } from './testing.ts'

let certificates: Certificates
let checks: AnyCheck[]
const servers = testServers()
beforeAll(async () => {
  certificates = await makeCertificates()
  checks = await loadChecks()
})
afterAll(() => servers.close())

interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly at: number
}
type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void

/** A server that counts. `most` is how many requests it had at once. */
async function counting(answer: Answer, scheme: 'https' | 'http' = 'https') {
  const asked: Asked[] = []
  const seen = { most: 0, connections: 0 }
  let now = 0
  const listener: Answer = (request, response) => {
    const { method = '', url = '', headers } = request
    asked.push({ method, url, headers, at: performance.now() })
    seen.most = Math.max(seen.most, ++now)
    response.on('close', () => now--)
    answer(request, response)
  }
  const server =
    scheme === 'https'
      ? https.createServer({ cert: certificates.certPem, key: certificates.keyPem }, listener)
      : http.createServer(listener)
  server.on('connection', () => seen.connections++)
  server.on('tlsClientError', () => {})
  return { origin: `${scheme}://localhost:${await servers.listen(server)}`, asked, seen }
}

const trusting = (more: Partial<Target> = {}): Partial<Target> => ({
  ca: { path: 'ca.pem', pem: certificates.caPem },
  ...more,
})
const json = (response: http.ServerResponse, body: object, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body))
const secret = /client-secret-4711|Y2xpZW50OmNsaWVudC1zZWNyZXQ|issued-token-0815/

/** A product whose every address of everything leads to `elsewhere`. */
const luring =
  (elsewhere: string): Answer =>
  ({ url = '', headers }, response) => {
    if (url.startsWith('/redirect')) return response.writeHead(302, { location: `${elsewhere}/redirected` }).end()
    if (url.startsWith('/token')) return json(response, { access_token: 'issued-token-0815-long', expires_in: 300 })
    if (url.startsWith('/openapi'))
      return json(response, { openapi: '3.1.0', servers: [{ url: elsewhere }], paths: { '/things': { get: {} } } })
    if (url.includes('.well-known'))
      return json(response, {
        issuer: elsewhere,
        token_endpoint: `${elsewhere}/token`,
        jwks_uri: `${elsewhere}/jwks`,
        introspection_endpoint: `${elsewhere}/introspect`,
        revocation_endpoint: `${elsewhere}/revoke`,
        authorization_endpoint: `${elsewhere}/authorize`,
        capabilities: ['client-confidential-asymmetric'],
        grant_types_supported: ['client_credentials'],
      })
    if (url.startsWith('/fhir/metadata'))
      return json(response, {
        resourceType: 'CapabilityStatement',
        fhirVersion: '4.0.1',
        format: ['json'],
        rest: [
          {
            mode: 'server',
            resource: [{ type: 'Patient', interaction: [{ code: 'read' }, { code: 'search-type' }] }],
          },
        ],
      })
    const patient = (id: string) => ({
      resourceType: 'Patient',
      id,
      managingOrganization: { reference: `${elsewhere}/Organization/1` },
    })
    if (/^\/fhir\/Patient\/\w+/.test(url)) return json(response, patient('a'))
    if (url.startsWith('/fhir/Patient'))
      return json(response, {
        resourceType: 'Bundle',
        type: 'searchset',
        total: 9,
        link: [{ relation: 'next', url: `${elsewhere}/next` }],
        entry: ['a', 'b', 'c'].map(id => ({ fullUrl: `${elsewhere}/Patient/${id}`, resource: patient(id) })),
      })
    if (/html/.test(headers.accept ?? '') || url === '/')
      return response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<!doctype html><html lang=en><title>Lure</title>
        <base href="${elsewhere}/"><link rel=stylesheet href="${elsewhere}/style.css"><script src="${elsewhere}/script.js"></script>
        <link rel=preconnect href="${elsewhere}"><link rel=prefetch href="${elsewhere}/prefetched">
        <img src="${elsewhere}/pixel.gif"><iframe src="${elsewhere}/frame"></iframe><a href="${elsewhere}/accessibility">Accessibility</a>
        <script>fetch('${elsewhere}/beacon', { method: 'POST', body: '1' }); fetch(location.origin + '/own-post', { method: 'POST', body: '1' });
        navigator.sendBeacon('${elsewhere}/sent'); new WebSocket('${elsewhere}'.replace('http', 'ws'))</script><h1>Lure</h1>`)
    return json(response, {}, 404)
  }

const machine = findBrowser(thisMachine())
const hasBrowser = !('because' in machine)

test(`Origins outside the target are never contacted, whoever names them${hasBrowser ? '' : ' (without the browser: none here)'}`, async () => {
  const elsewhere = await counting((_, response) => response.end('{}'))
  const lure = await counting(luring(elsewhere.origin))
  const target = testTarget(
    [
      { kind: 'fhir', url: `${lure.origin}/fhir`, identity: 'client' },
      { kind: 'web', url: `${lure.origin}/` },
      { kind: 'web', url: `${lure.origin}/redirect` },
      { kind: 'openapi', url: `${lure.origin}/openapi.json`, identity: 'client' },
      { kind: 'oauth', url: lure.origin },
    ],
    trusting({ identities: [testClient([lure.origin], `${lure.origin}/token`)] }),
  )
  const run = await testRun({
    target,
    checks: checks.filter(({ needs = [] }) => hasBrowser || !needs.includes('browser')),
    width: 4,
    timeoutMs: 2000,
    browser: hasBrowser,
  })
  expect(elsewhere.asked).toEqual([])
  expect(elsewhere.seen.connections).toBe(0)
  expect(lure.asked.length).toBeGreaterThan(20)
  expect(lure.asked.filter(({ url }) => url.startsWith('/own-post'))).toEqual([])
  const missed = run.record.run.notFollowed.join(' ')
  expect(missed).toContain(`${elsewhere.origin}/jwks`)
  expect(missed).toContain(`${elsewhere.origin}/accessibility`)
  if (hasBrowser) {
    const wouldHave = run.record.observations.flatMap(seen => (seen.kind === 'page' ? seen.wouldHaveSent : []))
    expect(wouldHave.map(({ url }) => url)).toEqual(expect.arrayContaining([`${elsewhere.origin}/pixel.gif`]))
    expect(wouldHave).toContainEqual(expect.objectContaining({ method: 'POST', url: `${lure.origin}/own-post` }))
  }
})

test('Credentials go to the origins of their identity only, and a token endpoint that metadata name elsewhere gets none', async () => {
  const other = await counting((_, response) => json(response, {}))
  const lure = await counting(luring(other.origin))
  // The other origin is in the target, but not in the identity.
  const target = testTarget(
    [
      { kind: 'fhir', url: `${lure.origin}/fhir`, identity: 'client' },
      { kind: 'web', url: `${other.origin}/` },
    ],
    trusting({ identities: [testClient([lure.origin], `${lure.origin}/token`)] }),
  )
  await testRun({
    target,
    checks: checks.filter(({ id }) => /^(fhir|api|oauth|smart)\//.test(id)),
    width: 8,
    timeoutMs: 2000,
    also: async world => {
      const { http } = contextFor(world, world.recorder.scope('x'), 'authenticated-read', {})
      const refused = await http.get(`${other.origin}/fhir/Patient`, { as: 'client', fresh: true })
      expect(refused.error?.code).toBe('no-credentials')
    },
  })
  expect(lure.asked.some(({ headers }) => secret.test(headers.authorization ?? ''))).toBe(true)
  expect(other.asked.filter(asked => secret.test(JSON.stringify(asked)))).toEqual([])
  expect(other.asked.filter(({ headers }) => headers.authorization)).toEqual([])

  const stray = await counting(luring(other.origin))
  await testRun({
    target: testTarget(
      [
        { kind: 'fhir', url: `${stray.origin}/fhir`, identity: 'client' },
        { kind: 'oauth', url: stray.origin },
        { kind: 'web', url: `${other.origin}/` },
      ],
      trusting({ identities: [testClient([stray.origin])] }),
    ),
    checks: checks.filter(({ id }) => /^(fhir|smart)\//.test(id)),
    width: 8,
    timeoutMs: 2000,
  })
  expect(other.asked.filter(({ headers }) => headers.authorization)).toEqual([])
})

const consent = (origin: string, more: object = {}) => ({
  effect: 'write' as const,
  person: 'Sam',
  role: 'owner',
  origins: [origin],
  environment: 'sandbox' as const,
  until: '2099-01-01',
  ...more,
})

test('A write needs the effect and a consent that names origin, environment and time', async () => {
  const product = await counting((_, response) => json(response, {}, 201))
  const neighbour = await counting((_, response) => json(response, {}))
  const ask = async (consents: Target['consents'], effect: AnyCheck['effect'], method = 'POST') => {
    let code: string | undefined
    await testRun({
      target: testTarget(
        [
          { kind: 'fhir', url: `${product.origin}/fhir` },
          { kind: 'web', url: `${neighbour.origin}/` },
        ],
        trusting({ consents }),
      ),
      checks: [],
      also: async world => {
        const { http } = contextFor(world, world.recorder.scope('x'), effect, {}) as ProbeContext<unknown>
        try {
          code = (await http.send(method, `${product.origin}/things`, { body: '{}' })).error?.code ?? 'sent'
        } catch (error) {
          code = error instanceof EffectError ? 'effect' : String(error)
        }
      },
    })
    return code
  }
  const writes = () => product.asked.filter(({ method }) => !['GET', 'HEAD'].includes(method)).length
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'MOVE', 'post'])
    for (const effect of ['read', 'authenticated-read', 'browse'] as const)
      expect(await ask([consent(product.origin)], effect, method)).toBe('effect')
  expect(await ask([], 'write')).toBe('no-consent')
  expect(await ask([consent(neighbour.origin)], 'write')).toBe('no-consent')
  expect(await ask([consent(product.origin, { until: '2020-01-01' })], 'write')).toBe('no-consent')
  expect(await ask([consent(product.origin, { from: '2098-01-01' })], 'write')).toBe('no-consent')
  expect(await ask([consent(product.origin, { environment: 'live' })], 'write')).toBe('no-consent')
  expect(await ask([consent(product.origin, { effect: 'intrusive' })], 'write')).toBe('no-consent')
  expect(writes()).toBe(0)
  expect(await ask([consent(product.origin)], 'write')).toBe('sent')
  expect(writes()).toBe(1)
})

test('Malformed messages of TLS need the effect intrusive and its consent for the origin', async () => {
  const supplier = await startSupplier({ defects: ['heartbleed'] })
  const ask = async (consents: Target['consents'], effect: AnyCheck['effect']) => {
    let said = ''
    await testRun({
      target: testTarget([{ kind: 'web', url: `${supplier.origin}/` }], {
        consents,
        ca: { path: 'ca.pem', pem: supplier.caPem },
      }),
      checks: [],
      also: async world => {
        const { tls } = contextFor(world, world.recorder.scope('x'), effect, {}) as ProbeContext<unknown>
        const seen = await tls.holes(supplier.origin)
        said = 'holes' in seen ? (seen.holes[0]?.state ?? 'none') : 'not sent'
      },
    })
    return said
  }
  const agreed = consent(supplier.origin, { effect: 'intrusive' })
  expect(await ask([], 'intrusive')).toBe('not sent')
  expect(await ask([agreed], 'write')).toBe('not sent')
  expect(await ask([consent('https://localhost:1', { effect: 'intrusive' })], 'intrusive')).toBe('not sent')
  expect(await ask([agreed], 'intrusive')).toBe('present')
  await supplier.close()
})

test('A spoilt length needs the effect intrusive and its consent', async () => {
  const product = await counting((_, response) => json(response, {}))
  const ask = async (consents: Target['consents'], effect: AnyCheck['effect']) => {
    let code: string | undefined
    await testRun({
      target: testTarget([{ kind: 'fhir', url: `${product.origin}/fhir` }], trusting({ consents })),
      checks: [],
      also: async world => {
        const { http } = contextFor(world, world.recorder.scope('x'), effect, {}) as ProbeContext<unknown>
        const sent = async () => http.get(`${product.origin}/things`, { framing: 'signed-length' })
        const seen = await sent().catch((error: unknown) => error)
        code = seen instanceof EffectError ? 'effect' : (seen as Exchange).error?.code
        code ??= String((seen as Exchange).response?.status)
      },
    })
    return code
  }
  for (const effect of ['read', 'browse', 'write'] as const)
    expect(await ask([consent(product.origin)], effect)).toBe('effect')
  expect(await ask([consent(product.origin)], 'intrusive')).toBe('no-consent')
  expect(await ask([consent(product.origin, { effect: 'intrusive' })], 'intrusive')).toBe('400')
  expect(product.asked.map(({ url }) => url)).not.toContain('/things')
})

test('Concurrency and rate are kept as the server measures them, and every request says who asks in which run', async () => {
  const product = await counting((_, response) => void setTimeout(() => json(response, {}), 60))
  const rate = 25
  const target = testTarget(
    [{ kind: 'fhir', url: `${product.origin}/fhir` }],
    trusting({ politeness: { concurrency: 3, requestsPerSecond: rate } }),
  )
  await testRun({
    target,
    checks: checks.filter(({ id }) => /^(headers|fhir\/c|exposure|errors)/.test(id)),
    width: 16,
    timeoutMs: 5000,
  })
  expect(product.asked.length).toBeGreaterThan(30)
  expect(product.seen.most).toBeLessThanOrEqual(3)
  const times = product.asked.map(({ at }) => at)
  // One second's worth, the bucket of a tenth of it, and what the clock of a busy machine smears.
  for (const start of times)
    expect(times.filter(at => at >= start && at < start + 1000).length).toBeLessThanOrEqual(rate * 1.1 + 4)
  for (const { headers } of product.asked)
    expect(headers['user-agent']).toMatch(new RegExp(`^mustdo/\\d\\S* .*run ${TEST_RUN_ID}`))
})

test.skipIf(!hasBrowser)('The browser, too, says who asks in which run', async () => {
  const product = await counting((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>x</title><img src=/a.png>'),
  )
  await testRun({
    target: testTarget([{ kind: 'web', url: `${product.origin}/` }], trusting()),
    checks: checks.filter(({ id }) => id === 'accessibility/page-title'),
    browser: true,
  })
  const browsed = product.asked.filter(({ headers }) => /Mozilla/.test(headers['user-agent'] ?? ''))
  expect(browsed.length).toBeGreaterThan(0)
  for (const { headers } of browsed) expect(headers['user-agent']).toContain(`run ${TEST_RUN_ID}`)
})

test.skipIf(!isBuilt)(
  'mustdo run <url> reads and browses only: nobody signed in, no method but safe ones',
  async () => {
    const elsewhere = await counting((_, response) => response.end('{}'), 'http')
    const product = await counting(luring(elsewhere.origin), 'http')
    const ended = await mustdo(temporaryFolder(), ['run', `${product.origin}/`, '--timeout', '3'])
    expect([1, 3]).toContain(ended.code)
    expect(product.asked.length).toBeGreaterThan(10)
    const strange = product.asked.filter(
      ({ method, url }) => !['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'].includes(method) && !/\/_search$/.test(url),
    )
    expect(strange).toEqual([])
    expect(product.asked.filter(({ headers }) => headers.authorization ?? headers.cookie)).toEqual([])
    expect(elsewhere.asked).toEqual([])
  },
)
