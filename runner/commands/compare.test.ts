/** Two runs of one product through the public command: compared, and one held against the other. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Supplier, startSupplier } from '../../fixtures/supplier/index.ts'
import type { RunRecord } from '../../reports/record.ts'
import type { Comparison } from '../../reports/review/compare.ts'
import { type Ended, isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
const schema = JSON.parse(readFileSync(new URL('../../reports/export/result.schema.json', import.meta.url), 'utf8'))
let supplier: Supplier
let first: RunRecord

const ask = (...words: string[]) => mustdo(folder, words, { ...supplier.env })
const run = (...words: string[]) => ask('run', '-q', '--only', 'SEC-HDR-004', 'SEC-TLS-010', ...words)
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as RunRecord
const isFailed = ({ outcome }: { readonly outcome: string }) => outcome === 'failed'

/** The first run as if none of its findings had failed. */
function withoutFailures(): RunRecord {
  const mended = first.assertions.map(one =>
    isFailed(one)
      ? { ...one, outcome: 'passed' as const, findings: one.findings.filter(each => !isFailed(each)) }
      : one,
  )
  return { ...first, assertions: mended }
}

beforeAll(async () => {
  if (!isBuilt) return
  // One must that it meets, and one that it does not.
  supplier = await startSupplier({ defects: ['no-hsts'] })
  await supplier.targetYaml(folder)
  const ended = await run('-o', 'first.html', '--record', 'first.json')
  expect(ended.code, ended.stderr).toBe(1)
  first = read('first.json')
})
afterAll(() => supplier?.close())

built('A run that fails only as its baseline did exits 0, keeps its verdict, and says why', async () => {
  const ended = await run('--baseline', 'first.html', '-o', 'first.html')
  expect(ended.code, ended.stdout + ended.stderr).toBe(0)
  expect(ended.stdout).toContain('exit 0: nothing fails that did not fail in the baseline')
  expect(ended.stdout).toContain('PARTIAL RUN')
  expect(ended.stdout.match(/^exit /gm)).toHaveLength(1)
})

built('A finding that the baseline does not have exits 1, and the result of --json holds the comparison', async () => {
  writeFileSync(join(folder, 'clean.json'), JSON.stringify(withoutFailures()))
  const ended = await run('--baseline', 'clean.json', '--json')
  expect(ended.code, ended.stderr).toBe(1)
  const result = JSON.parse(ended.stdout) as { baseline: { exitCode: number; comparison: Comparison } }
  expect(result.baseline.exitCode).toBe(1)
  expect(result.baseline.comparison.newFailures.length).toBeGreaterThan(0)
  const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema)
  expect(validate(result), JSON.stringify(validate.errors)).toBe(true)
})

built('A baseline that was altered, or is of another product, is refused before the run', async () => {
  const altered = readFileSync(join(folder, 'first.html'), 'latin1').replace('</title>', '!</title>')
  writeFileSync(join(folder, 'altered.html'), altered, 'latin1')
  const runs = () => readdirSync(join(folder, '.mustdo', 'runs')).length
  const before = runs()
  const refused = await run('--baseline', 'altered.html')
  expect(refused.code).toBe(4)
  expect(refused.stderr).toMatch(/altered\.html is not as it was sealed\. Expected .*mustdo verify altered\.html/)
  writeFileSync(join(folder, 'other.json'), JSON.stringify({ ...first, target: { ...first.target, product: 'Other' } }))
  const other = await run('--baseline', 'other.json')
  expect(other.code).toBe(2)
  expect(other.stderr).toContain(`is a report on ${first.target.supplier} Other`)
  expect(runs()).toBe(before)
})

built('compare prints text, JSON and a page, and exits 1 where a must fails anew', async () => {
  writeFileSync(join(folder, 'clean.json'), JSON.stringify(withoutFailures()))
  const worse: Ended = await ask('compare', 'clean.json', 'first.json', '-o', 'page.html')
  expect(worse.code, worse.stderr).toBe(1)
  expect(worse.stdout).toMatch(/^Findings: \d+ new, 0 fixed, 0 still failing\n/)
  expect(readFileSync(join(folder, 'page.html'), 'latin1')).toContain('New failures')
  const better = await ask('compare', 'first.json', 'clean.json', '--json')
  expect(better.code).toBe(0)
  expect((JSON.parse(better.stdout) as Comparison).fixed.length).toBeGreaterThan(0)
})
