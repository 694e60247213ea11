import { expect, test } from 'vitest'
import type { RunRecord } from '../record.ts'
import { split } from '../seal/grammar.ts'
import { assertion, checkOf, exchange, finding, record, requirement, result, run } from '../testing/parts.ts'
import { againstBaseline } from './against-baseline.ts'
import { compare } from './compare.ts'
import { comparePage, compareText } from './compare-text.ts'

const url = 'https://fhir.sandbox.acme.example'
type Part = Parameters<typeof assertion>[2]

/** Two musts, each with a check; `a` and `b` say what came of them. */
function recordOf(
  a: Part,
  b: Part,
  rest: Partial<RunRecord> = {},
  versions: readonly [number, number] = [1, 1],
): RunRecord {
  const state = (part: Part) =>
    part?.outcome === 'failed'
      ? ('notMet' as const)
      : part?.outcome === 'cantTell'
        ? ('cantTell' as const)
        : ('met' as const)
  return record(
    {
      run: run({ startedAt: '2026-11-22T14:02:00.000Z' }),
      checks: [
        checkOf('http/a', { 'SEC-A-001': 'all' }, { version: versions[0] }),
        checkOf('http/b', { 'SEC-B-001': 'all' }, { version: versions[1] }),
      ],
      requirements: [
        result('SEC-A-001', { state: state(a), assertions: ['http/a@x'] }),
        result('SEC-B-001', { state: state(b), assertions: ['http/b@x'] }),
      ],
      assertions: [
        assertion('http/a@x', 'http/a', { observations: ['o1'], ...a }),
        assertion('http/b@x', 'http/b', { observations: ['o1'], ...b }),
      ],
      observations: [exchange('o1', url, 200, '{}')],
      ...rest,
    },
    [requirement('SEC-A-001'), requirement('SEC-B-001')],
  )
}
const passed: Part = { outcome: 'passed' }
const failed = (id: string, rest = {}): Part => ({ outcome: 'failed', findings: [finding(id, rest)] })
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id)

test('equal runs have nothing new, and it is stated that the same test was taken', () => {
  const same = compare(recordOf(passed, failed('f1')), recordOf(passed, failed('f1')))
  expect(same).toMatchObject({ sameTest: true, baseline: [], target: [], newFailures: [], fixed: [], evidence: [] })
  expect(ids(same.stillFailing)).toEqual(['f1'])
  expect(compareText(same)).toContain('The same test was taken both times')
})

test('a finding that was not there fails anew, one that is gone is fixed', () => {
  const changed = compare(recordOf(failed('f1'), passed), recordOf(passed, failed('f2')))
  expect(ids(changed.newFailures)).toEqual(['f2'])
  expect(changed.newFailures[0]).toMatchObject({ must: true, requirements: ['SEC-B-001'] })
  expect(ids(changed.fixed)).toEqual(['f1'])
  expect(changed.states).toEqual([
    { id: 'SEC-A-001', was: 'notMet', is: 'met' },
    { id: 'SEC-B-001', was: 'met', is: 'notMet' },
  ])
})

test('advice, and a failure of a recommendation or of a remembered source, is no new failure of a must', () => {
  const advice = compare(recordOf(passed, passed), recordOf(passed, { findings: [finding('f3', { advice: true })] }))
  expect(advice.newFailures).toEqual([])
  const after = recordOf(passed, failed('f4'))
  const weak = {
    ...after,
    catalogue: {
      ...after.catalogue,
      requirements: [requirement('SEC-A-001'), requirement('SEC-B-001', { level: 'should' })],
    },
  }
  expect(compare(recordOf(passed, passed), weak).newFailures).toMatchObject([{ id: 'f4', must: false }])
})

test('what a new or changed check finds is listed apart and not held against the product', () => {
  const changed = compare(recordOf(passed, passed), recordOf(passed, failed('f5'), {}, [1, 2]))
  expect(changed.newFailures).toEqual([])
  expect(ids(changed.byChangedChecks)).toEqual(['f5'])
  expect(changed.checks).toEqual([{ check: 'http/b', was: 1, is: 2 }])
  expect(changed.sameTest).toBe(false)
  expect(compareText(changed)).toContain('http/b version 1 then, 2 now')
})

test('a finding that nobody looked for again is not called fixed', () => {
  const before = recordOf(failed('f1'), passed)
  const gone = recordOf({ outcome: 'cantTell' }, passed)
  expect(compare(before, gone)).toMatchObject({ fixed: [], notAskedAgain: [{ id: 'f1' }] })
  const changed = recordOf(passed, passed, {}, [2, 1])
  expect(compare(before, changed)).toMatchObject({ fixed: [], notAskedAgain: [{ id: 'f1' }] })
})

test('evidence that changed under the same verdict is told, bodies and dates are not evidence', () => {
  const after = recordOf(passed, passed, { observations: [exchange('o1', url, 204, 'other text')] })
  const [first] = compare(recordOf(passed, passed), after).evidence
  expect(first).toEqual({
    assertion: 'http/a@x',
    was: 'GET 200 application/fhir+json',
    is: 'GET 204 application/fhir+json',
  })
  const sameKind = recordOf(passed, passed, { observations: [exchange('o1', url, 200, 'other text')] })
  expect(compare(recordOf(passed, passed), sameKind).evidence).toEqual([])
})

test('a changed target and a changed test are each said in words', () => {
  const before = recordOf(passed, passed)
  const after: RunRecord = {
    ...before,
    target: { ...before.target, version: '7.3.0' },
    observed: { ...before.observed, certificateKeys: [{ origin: url, spki: 'ab'.repeat(32) }] },
    catalogue: { ...before.catalogue, version: '2026.12', digest: 'd5'.repeat(32) },
    engines: [{ name: 'browser', version: '143', available: true }],
  }
  const { target, baseline, sameTest } = compare(before, after)
  expect(target).toEqual(['declared version: 7.2.1 then, 7.3.0 now', `certificate key new: ${url} abababababab`])
  expect(baseline).toEqual([
    'catalogue: 2026.11 (c4c4c4c4c4c4) then, 2026.12 (d5d5d5d5d5d5) now',
    'browser: not there then, 143 now',
  ])
  expect(sameTest).toBe(false)
})

test('against a baseline only what is new decides the exit code', () => {
  const exit = (before: RunRecord, after: RunRecord) => againstBaseline(after, compare(before, after)).exitCode
  const failing = recordOf(passed, failed('f1'))
  expect(exit(failing, failing)).toBe(0)
  expect(exit(recordOf(passed, passed), failing)).toBe(1)
  expect(exit(recordOf(passed, passed), recordOf(passed, failed('f1'), {}, [1, 2]))).toBe(0)
  expect(exit(failing, recordOf({ outcome: 'cantTell' }, failed('f1')))).toBe(3)
  expect(exit(failing, { ...failing, run: run({ complete: false, incompleteBecause: ['it was stopped'] }) })).toBe(3)
  const nothingMet = recordOf(failed('f2'), failed('f1'))
  expect(exit(nothingMet, nothingMet)).toBe(3)
})

test('a must that a changed check can no longer tell does not stop a pipeline, but is named', () => {
  const before = recordOf(passed, passed)
  const after = recordOf(passed, { outcome: 'cantTell' }, {}, [1, 2])
  const comparison = compare(before, after)
  expect(comparison.noLongerSettled).toEqual([{ id: 'SEC-B-001', byCheck: true }])
  expect(againstBaseline(after, comparison).exitCode).toBe(0)
})

test('the page holds the same, as ASCII with one data block, whatever a server wrote into a message', () => {
  const hostile = '</script><script>alert(1)</script>\u202e{{title}}'
  const comparison = compare(recordOf(passed, passed), recordOf(passed, failed('f6', { message: hostile })))
  const page = comparePage(comparison, '0.1.0')
  expect(page).toMatch(/^[\n -~]*$/)
  expect(page).not.toContain('<script>')
  expect(page).toContain('New failures (1)')
  // The grammar of a report holds, but for the seal that it does not have.
  expect(() => split(Buffer.from(page))).toThrow('ends without a seal')
  expect(compareText(comparison)).not.toContain('\u202e')
})
