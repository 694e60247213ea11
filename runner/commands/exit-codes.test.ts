/** The exit codes of design's table, and all that a run writes, through the public command against the reference supplier. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Supplier, startSupplier } from '../../fixtures/supplier/index.ts'
import type { ResultRequirement, RunResult } from '../../reports/export/result-json.ts'
import type { RunRecord } from '../../reports/record.ts'
import { writeTestTarget } from '../engine/testing/target.ts'
import { type Ended, isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const schema = JSON.parse(readFileSync(new URL('../../reports/export/result.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema)

/** Two musts that a handful of requests settle, without a browser. */
const cheap = ['--only', 'SEC-HDR-004', 'SEC-TLS-010']
const exportFiles = {
  junit: /^<\?xml[\s\S]*<testsuites[\s\S]*<\/testsuites>\s*$/,
  sarif: /"version": ?"2\.1\.0"/,
  earl: /"@graph"/,
  har: /"version": ?"1\.2"/,
  markdown: /^## Partial run/,
  csv: /SEC-TLS-010/,
  record: /^\{"version":1,/,
} as const
const exporting = Object.keys(exportFiles).flatMap(kind => [`--${kind}`, `export.${kind}`])

interface Place {
  readonly supplier: Supplier
  readonly folder: string
}
let clean: Place
let broken: Place
let failing: Ended

const place = async (defects: readonly string[]): Promise<Place> => {
  const supplier = await startSupplier({ defects })
  const folder = temporaryFolder()
  await supplier.targetYaml(folder)
  return { supplier, folder }
}
const run = ({ supplier, folder }: Place, ...words: readonly string[]) =>
  mustdo(folder, ['run', '-q', ...words], { ...supplier.env })
const resultOf = ({ stdout }: Ended) => JSON.parse(stdout) as RunResult
const lookedAt = (result: RunResult): readonly ResultRequirement[] =>
  result.requirements.filter(({ fate }) => fate !== 'filtered')

beforeAll(async () => {
  if (!isBuilt) return
  clean = await place([])
  broken = await place(['no-hsts'])
  failing = await run(broken, ...cheap, '--json', ...exporting)
})
afterAll(async () => {
  await Promise.all([clean?.supplier.close(), broken?.supplier.close()])
})

built('A must that is not met exits 1, and the result says which, where, and what was expected', () => {
  expect(failing.code, failing.stderr).toBe(1)
  const result = resultOf(failing)
  expect(result).toMatchObject({ verdict: 'not conformant', exitCode: { complete: 1, tested: 1 } })
  const outcomes = lookedAt(result).map(({ id, outcome }) => `${id} ${outcome}`)
  expect(outcomes.toSorted()).toEqual(['SEC-HDR-004 passed', 'SEC-TLS-010 failed'])
  const finding = lookedAt(result)
    .find(({ outcome }) => outcome === 'failed')
    ?.findings.find(({ outcome }) => outcome === 'failed')
  expect(finding).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{8}$/), message: expect.stringMatching(/\S/) })
})

built('run --json writes one document that its published schema accepts', () => {
  expect(validate(resultOf(failing)), JSON.stringify(validate.errors)).toBe(true)
})

built.each(Object.entries(exportFiles))('--%s is written where it was asked for', (kind, form) => {
  expect(readFileSync(join(broken.folder, `export.${kind}`), 'utf8')).toMatch(form)
})

built('--gate tested exits 1 all the same when a must failed', async () => {
  expect((await run(broken, ...cheap, '--gate', 'tested')).code).toBe(1)
})

built('A partial run in which all passed is incomplete and exits 3', async () => {
  const ended = await run(clean, ...cheap, '--json')
  expect(ended.code, ended.stderr).toBe(3)
  const result = resultOf(ended)
  expect(result).toMatchObject({ verdict: 'incomplete', exitCode: { complete: 3, tested: 0 } })
  expect(result.run.partial).toMatchObject({ musts: 2, filters: ['--only SEC-HDR-004 SEC-TLS-010'] })
  expect(validate(result), JSON.stringify(validate.errors)).toBe(true)
})

built('--gate tested forgives what a filter left out, and exits 0', async () => {
  const ended = await run(clean, ...cheap, '--gate', 'tested')
  expect(ended.code, ended.stderr).toBe(0)
  expect(ended.stdout).toMatch(/INCOMPLETE|partial run/i)
  expect(ended.stdout).not.toMatch(/^CONFORMANT/m)
})

built('--gate tested exits 3 when no must passed', async () => {
  const ended = await run(clean, '--only', 'SEC-HDR-005', '--gate', 'tested', '--json')
  expect(lookedAt(resultOf(ended)).map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['SEC-HDR-005 passed'])
  expect(ended.code, ended.stderr).toBe(3)
})

built.each(['complete', 'tested'])(
  'With --gate %s a product that cannot be reached exits 3: not reached',
  async gate => {
    const folder = temporaryFolder()
    writeTestTarget(folder, 'http://127.0.0.1:1')
    const ended = await mustdo(folder, ['run', '-q', '--gate', gate, '--json'])
    expect(ended.code, ended.stderr).toBe(3)
    const result = resultOf(ended)
    expect(result.run.notReached).toBe(true)
    expect(result.requirements.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed')).toEqual([])
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true)
    expect(existsSync(join(folder, 'mustdo-report.html'))).toBe(true)
  },
)

built('--failed-in looks again only at what failed, in a report or in a record', async () => {
  for (const earlier of ['mustdo-report.html', 'export.record']) {
    const ended = await run(broken, '--failed-in', earlier, '-o', 'again.html', '--json')
    expect(ended.code, ended.stderr).toBe(1)
    expect(lookedAt(resultOf(ended)).map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['SEC-TLS-010 failed'])
  }
})

built('The report of a failing run holds its seal, replays the same, and shows each finding', async () => {
  const finding = lookedAt(resultOf(failing))
    .flatMap(({ findings }) => findings)
    .find(({ outcome }) => outcome === 'failed')
  const { folder } = broken
  const [verified, replayed, shown] = await Promise.all([
    mustdo(folder, ['verify', 'mustdo-report.html', '--json']),
    mustdo(folder, ['replay', 'export.record', '--json']),
    mustdo(folder, ['show', finding?.id ?? '', '--json']),
  ])
  expect(verified.code, verified.stderr).toBe(0)
  expect(JSON.parse(replayed.stdout)).toMatchObject({ differences: [] })
  expect(replayed.code).toBe(0)
  expect(JSON.parse(shown.stdout)).toMatchObject({ finding: { id: finding?.id, outcome: 'failed' } })
  const record = JSON.parse(readFileSync(join(folder, 'export.record'), 'utf8')) as RunRecord
  expect(record.plan.map(({ id }) => id).toSorted()).toEqual(record.assertions.map(({ id }) => id).toSorted())
})
