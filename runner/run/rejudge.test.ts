/** What a forger may try with a record whose seal is his own: each try is found by judging it again. */
import { createHash } from 'node:crypto'
import * as http from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Exchange, RunRecord } from '../../reports/record.ts'
import { cutTo, disputeText } from '../../reports/review/dispute.ts'
import { bodiesIn, withhold } from '../../reports/review/withhold.ts'
import { reJudged } from '../../reports/seal/rejudged.ts'
import { loadCatalogue } from '../../standards/index.ts'
import { loadChecks } from '../../suites/registry.ts'
import type { AnyCheck } from '../check.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { rejudge } from './rejudge.ts'
import { replay } from './replay.ts'
import { testRun, testTarget } from './testing.ts'

const catalogue = loadCatalogue()
const servers = testServers()
let checks: AnyCheck[]
let honest: RunRecord

beforeAll(async () => {
  checks = (await loadChecks()).filter(({ id, needs = [] }) => id.startsWith('headers/') && !needs.includes('browser'))
  const server = http.createServer((_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html', 'x-content-type-options': 'nosniff' })
      .end('<title>A</title>'),
  )
  const url = `http://127.0.0.1:${await servers.listen(server)}/`
  honest = (await testRun({ target: testTarget([{ kind: 'web', url }]), checks })).record
})
afterAll(() => servers.close())

const copy = () => JSON.parse(JSON.stringify(honest)) as { -readonly [key in keyof RunRecord]: RunRecord[key] }
const again = (record: RunRecord) => rejudge(JSON.stringify(record), { checks, catalogue })
/** Something that the run concluded and a forger would rather it had not. */
const failing = () => {
  const found = honest.requirements.find(({ state }) => state === 'notMet')
  if (!found) throw new Error('the sample product fails nothing')
  return found
}

test('An honest record is judged again to the same verdicts, plan and requirements', async () => {
  const result = await again(honest)
  expect(result).toMatchObject({ differences: [], contradictions: [], notCompared: [] })
  expect(result.trouble).toBeUndefined()
  expect(result.judged).toBe(honest.assertions.length)
  expect(result.judged).toBeGreaterThan(3)
})

test('A shortened report is judged again as far as its evidence goes, and says how far; one of digests is not', async () => {
  const secret = '5a'.repeat(32)
  const long = withhold(honest, 'shortened', secret)
  expect(await again(long.record)).toMatchObject({
    differences: [],
    contradictions: [],
    judged: honest.assertions.length,
  })
  const some = honest.assertions[0]?.observations.at(-1)
  const gone = { ...long.record, bodies: without(long.record, some) }
  const result = await again(gone)
  expect(result.differences.filter(({ assertion }) => honest.assertions[0]?.id === assertion)).toEqual([])
  expect(result.missing).toBeGreaterThan(0)
  expect(result.judged + (result.missing ?? 0)).toBe(honest.assertions.length)
  expect(reJudged({ ...result, contradictions: [], differences: [] })).toMatchObject({ state: 'not checked' })
  const digests = await again(withhold(honest, 'digests', secret).record)
  expect(digests.trouble).toContain('digests of its evidence')
  expect(reJudged(digests)).toMatchObject({ state: 'not checked' })
})

/** The bodies of a record but for those of one observation. */
function without({ bodies, observations }: RunRecord, id: string | undefined) {
  const named = observations.filter(one => one.id === id).flatMap(bodiesIn)
  return Object.fromEntries(Object.entries(bodies).filter(([digest]) => !named.some(body => body.digest === digest)))
}

test('A requirement turned from not met to met does not follow', async () => {
  const { id } = failing()
  const record = copy()
  record.requirements = record.requirements.map(one => (one.id === id ? { ...one, state: 'met' as const } : one))
  expect((await again(record)).contradictions).toContain(`${id} is met; notMet follows`)
})

test('A failed check turned to passed differs', async () => {
  const record = copy()
  const failed = record.assertions.find(({ outcome }) => outcome === 'failed')
  record.assertions = record.assertions.map(one =>
    one === failed ? { ...one, outcome: 'passed' as const, findings: [] } : one,
  )
  expect((await again(record)).differences.map(({ assertion }) => assertion)).toContain(failed?.id)
})

test('What a check was not asked about cannot be struck out, nor made up', async () => {
  const record = copy()
  const [first] = record.checks
  record.checks = record.checks.map(one =>
    one === first ? { ...one, leftOut: ['origin:https://made-up.example'] } : one,
  )
  expect((await again(record)).contradictions).toContain(`${first?.id} left out other subjects than the record says`)
})

test('A check taken out of plan and results is missed', async () => {
  const failed = honest.assertions.find(({ outcome }) => outcome === 'failed')
  const record = copy()
  record.plan = record.plan.filter(({ id }) => id !== failed?.id)
  record.assertions = record.assertions.filter(({ id }) => id !== failed?.id)
  expect((await again(record)).contradictions).toContain(`${failed?.id} should have been planned and was not`)
})

test('A must turned into a recommendation, or left out, is not as the catalogue has it', async () => {
  const { id } = failing()
  const record = copy()
  const requirements = record.catalogue.requirements
  record.catalogue = {
    ...record.catalogue,
    requirements: requirements.map(one => (one.id === id ? { ...one, level: 'may' as const } : one)),
  }
  expect((await again(record)).contradictions).toContain(`${id} is not as the catalogue has it`)
  record.catalogue = { ...record.catalogue, requirements: requirements.filter(one => one.id !== id) }
  expect((await again(record)).contradictions).toContain(`${id} of the catalogue is not in the record`)
})

test('A body altered under its old digest is found, whether or not a judge reads it', async () => {
  const record = copy()
  const exchange = record.observations.find(
    (seen): seen is Exchange => seen.kind === 'exchange' && seen.response !== undefined && seen.response.body.bytes > 0,
  )
  const digest = exchange?.response?.body.digest ?? ''
  record.bodies = { ...record.bodies, [digest]: '<title>B</title>' }
  expect(createHash('sha256').update('<title>A</title>').digest('hex')).toBe(digest)
  expect((await again(record)).contradictions).toContain(`the body filed as ${digest.slice(0, 12)} has another digest`)
})

test('A record of another catalogue is judged, and what cannot be compared is named', async () => {
  const record = copy()
  record.catalogue = { ...record.catalogue, digest: 'ab'.repeat(32) }
  const result = await again(record)
  expect(result.contradictions).toEqual([])
  expect(result.notCompared).toEqual(['plan and requirements not compared: the run used catalogue abababababab'])
})

test.each([
  ['null', 'null'],
  ['nonsense', '{"version":1,"plan":3}'],
  ['another version', '{"version":99}'],
  ['no JSON', '{'],
])('A record that is %s is trouble and throws nothing', async (_name, json) => {
  expect((await rejudge(json, { checks, catalogue })).trouble).toMatch(/\S/)
})

test('A dispute holds all that one requirement was judged by: cut to it, the record replays the same', async () => {
  const { id } = failing()
  const cut = cutTo(honest, id)
  if (!cut) throw new Error('nothing was cut')
  expect(cut.observations.length).toBeLessThan(honest.observations.length)
  const { assertions, differences } = await replay(JSON.parse(JSON.stringify(cut)) as RunRecord, checks)
  expect(assertions.length).toBeGreaterThan(0)
  expect(differences).toEqual([])
  // A corrected check comes to another verdict, and both versions are named.
  const corrected = checks.map(check =>
    check.id === cut.checks[0]?.id
      ? { ...check, version: check.version + 1, judge: () => ({ outcome: 'passed' as const, key: 'passed' }) }
      : check,
  ) as AnyCheck[]
  const [first] = (await replay(cut, corrected)).differences
  expect(first?.replayed).toBe('passed (passed)')
  expect(first?.versions).toEqual([cut.checks[0]?.version, (cut.checks[0]?.version ?? 0) + 1])
  expect(disputeText(cut, { requirement: id, because: 'It is not so.', by: 'Jo' })).toContain('> It is not so.')
})

test('What no check looked at cannot be disputed', () => {
  expect(cutTo(honest, 'NO-SUCH-001')).toBeUndefined()
  const unseen = honest.requirements.find(({ assertions }) => assertions.length === 0)
  expect(cutTo(honest, unseen?.id ?? '')).toBeUndefined()
})
