/** What was seen decides: a record judged again without a network gives the same, and a frozen product gives the same in any order. */
import { createHash } from 'node:crypto'
import dns from 'node:dns'
import { mkdtempSync, rmSync } from 'node:fs'
import * as https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeCertificates } from '../../fixtures/supplier/certificates.ts'
import { startSupplier } from '../../fixtures/supplier/index.ts'
import type { Assertion, RunRecord } from '../../reports/record.ts'
import { loadChecks } from '../../suites/registry.ts'
import type { AnyCheck } from '../check.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { loadTarget } from '../target/load.ts'
import { replay } from './replay.ts'
import { type TestRun, testRun, testTarget } from './testing.ts'

const few = /^(headers|fhir|oauth|smart|tls|cors|nhs-api)\//
let checks: AnyCheck[]
let run: TestRun
const servers = testServers()

beforeAll(async () => {
  checks = (await loadChecks()).filter(({ id, needs = [] }) => few.test(id) && !needs.includes('browser'))
  const supplier = await startSupplier()
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-replay-'))
  try {
    const target = loadTarget(await supplier.targetYaml(folder), { env: { ...process.env, ...supplier.env } })
    run = await testRun({ target, checks })
  } finally {
    await supplier.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
afterAll(() => servers.close())

/** Does `work` where nothing can open a connection or look up a name; what tried is an error. */
async function withoutNetwork<T>(work: () => Promise<T>): Promise<T> {
  const forbidden = (): never => {
    throw new Error('a replay reached for the network')
  }
  const spies = [
    vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(forbidden),
    vi.spyOn(dns, 'lookup').mockImplementation(forbidden as never),
    vi.spyOn(tls, 'connect').mockImplementation(forbidden),
  ]
  // Also for those who imported the functions by name.
  syncBuiltinESMExports()
  try {
    const done = await work()
    for (const spy of spies) expect(spy).not.toHaveBeenCalled()
    return done
  } finally {
    for (const spy of spies) spy.mockRestore()
    syncBuiltinESMExports()
  }
}

const untimed = (assertions: readonly Assertion[]) => assertions.map(({ ms: _, ...rest }) => rest)

test('A record replays to the same assertions, with every socket forbidden', async () => {
  expect(run.assertions.length).toBeGreaterThan(60)
  expect(run.assertions.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(40)
  // Through JSON, as a verifier has it.
  const record = JSON.parse(JSON.stringify(run.record)) as RunRecord
  const { assertions, differences } = await withoutNetwork(() => replay(record, checks))
  expect(differences).toEqual([])
  expect(untimed(assertions)).toEqual(untimed(run.assertions))
})

test('The net that forbids sockets catches one', async () => {
  await expect(withoutNetwork(async () => net.connect(1, '127.0.0.1'))).rejects.toThrow('reached for the network')
})

/** The record with one body changed, under its own digest as a forger would have it. */
function withBody(record: RunRecord, wanted: RegExp, change: (text: string) => string): RunRecord {
  const copy = JSON.parse(JSON.stringify(record)) as RunRecord
  const bodies = copy.bodies as { [digest: string]: string }
  for (const seen of copy.observations) {
    if (seen.kind !== 'exchange' || !seen.response || !wanted.test(seen.request.url)) continue
    const text = bodies[seen.response.body.digest]
    if (text === undefined || change(text) === text) continue
    const digest = createHash('sha256').update(change(text)).digest('hex')
    bodies[digest] = change(text)
    Object.assign(seen.response.body, { digest })
  }
  return copy
}

test('A body altered in the record changes a verdict, and that is reported as a difference', async () => {
  const altered = withBody(run.record, /\/metadata$/, text => text.replace(/"kind":\s*"instance"/, '"kind":"nonsense"'))
  expect(altered.observations).not.toEqual(run.record.observations)
  const { differences } = await withoutNetwork(() => replay(altered, checks))
  expect(differences.length).toBeGreaterThan(0)
  const told = differences.find(({ assertion }) => /capability-statement|statement-complete/.test(assertion))
  expect(told?.recorded).toMatch(/^passed/)
  expect(told?.replayed).toMatch(/^failed/)
  expect(told?.versions[0]).toBe(told?.versions[1])
})

test('A body taken out of the record is not judged as if it were there', async () => {
  const copy = JSON.parse(JSON.stringify(run.record)) as RunRecord
  const statement = run.record.observations.find(
    seen => seen.kind === 'exchange' && /\/Patient\/patient-a$/.test(seen.request.url) && seen.response?.status === 200,
  )
  const digest = statement?.kind === 'exchange' ? statement.response?.body.digest : undefined
  delete (copy.bodies as { [digest: string]: string })[digest ?? '']
  const { assertions, differences } = await withoutNetwork(() => replay(copy, checks))
  const before = new Map(run.assertions.map(one => [one.id, one.outcome]))
  expect(differences.length).toBeGreaterThan(0)
  expect(assertions.filter(({ id, outcome }) => outcome === 'failed' && before.get(id) !== 'failed')).toEqual([])
})

test('An outcome altered in the record is reported, and so is a check that is gone', async () => {
  const passed = run.assertions.find(({ outcome }) => outcome === 'passed') as Assertion
  const forged = {
    ...run.record,
    assertions: run.assertions.map(one => (one === passed ? { ...one, outcome: 'failed' as const } : one)),
  }
  const { differences } = await replay(forged, checks)
  expect(differences.map(({ assertion }) => assertion)).toEqual([passed.id])
  const without = await replay(
    run.record,
    checks.filter(({ id }) => id !== passed.check),
  )
  expect(without.differences.map(({ replayed }) => replayed)).toContain('no such check any more')
})

/** A product whose answers hang on the question alone. */
async function frozen(): Promise<{ origin: string; ca: string }> {
  const { certPem, keyPem, caPem } = await makeCertificates()
  const resource = (id: string) => ({ resourceType: 'Patient', id, meta: { versionId: '1' } })
  const server = https.createServer({ cert: certPem, key: keyPem }, ({ url = '' }, response) => {
    response.sendDate = false
    const end = (status: number, body: object) =>
      response
        .writeHead(status, {
          'content-type': 'application/fhir+json',
          etag: 'W/"1"',
          'x-content-type-options': 'nosniff',
        })
        .end(JSON.stringify(body))
    // Later questions may overtake earlier ones.
    setTimeout(
      () => {
        if (url.startsWith('/fhir/metadata'))
          end(200, {
            resourceType: 'CapabilityStatement',
            status: 'active',
            fhirVersion: '4.0.1',
            format: ['json'],
            rest: [
              {
                mode: 'server',
                resource: [{ type: 'Patient', interaction: [{ code: 'read' }, { code: 'search-type' }] }],
              },
            ],
          })
        else if (/^\/fhir\/Patient\/[abc]$/.test(url)) end(200, resource(url.slice(-1)))
        else if (url.startsWith('/fhir/Patient'))
          end(200, {
            resourceType: 'Bundle',
            type: 'searchset',
            entry: ['a', 'b', 'c'].map(id => ({ resource: resource(id) })),
          })
        else end(404, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found' }] })
      },
      (createHash('sha256').update(url).digest()[0] ?? 0) % 20,
    )
  })
  return { origin: `https://localhost:${await servers.listen(server)}`, ca: caPem }
}

test('Runs of a frozen product, one check at a time and sixteen at once, differ in time, order and ids only', async () => {
  const { origin, ca } = await frozen()
  const target = testTarget(
    [
      { kind: 'fhir', url: `${origin}/fhir` },
      { kind: 'web', url: `${origin}/` },
    ],
    {
      ca: { path: 'ca.pem', pem: ca },
    },
  )
  const once = async (width: number) => {
    const { record } = await testRun({
      target: { ...target, politeness: { concurrency: width, requestsPerSecond: 1000 } },
      checks,
      width,
      now: '2026-11-22T12:00:00.000Z',
    })
    const keys = new Map(record.observations.map(seen => [seen.id, seen.key]))
    const seen = record.observations.map(one =>
      one.kind === 'exchange' ? [one.key, one.response?.status, one.response?.body.digest, one.error?.code] : [one.key],
    )
    return {
      assertions: record.assertions
        .map(({ ms: _, observations, ...rest }) => ({ ...rest, evidence: observations.map(id => keys.get(id)).sort() }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      requirements: record.requirements,
      plan: record.plan,
      seen: [...new Set(seen.map(one => JSON.stringify(one)))].sort(),
    }
  }
  const slow = await once(1)
  expect(slow.assertions.length).toBeGreaterThan(20)
  expect(await once(16)).toEqual(slow)
})
