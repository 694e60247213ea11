import { expect, test } from 'vitest'
import type { RecordRequirement, RequirementResult, RunInfo, RunRecord } from './record.ts'
import { assertion, record, requirement, result, run } from './testing/parts.ts'
import { counted, countsBy, exitCode, exits, judged, runVerdict, standing, verdictOf } from './verdict.ts'

type Row = Partial<RequirementResult> & { readonly of?: Partial<RecordRequirement> }

/** A record whose requirements have these states, in this order. */
function recordOf(rows: readonly Row[], rest: Partial<RunRecord> = {}, info: Partial<RunInfo> = {}): RunRecord {
  const ids = rows.map((_, i) => `R-${i + 1}`)
  return record(
    {
      run: run(info),
      plan: [{ id: 'a1', check: 'c', version: 1, subject: { id: 's', kind: 'origin', url: 'https://a.example' } }],
      assertions: [assertion('a1', 'c')],
      requirements: rows.map(({ of: _, ...row }, i) => result(ids[i] ?? '', row)),
      ...rest,
    },
    rows.map((row, i) => requirement(ids[i] ?? '', row.of)),
  )
}
const word = (rows: readonly Row[], rest: Partial<RunRecord> = {}, info: Partial<RunInfo> = {}) =>
  runVerdict(recordOf(rows, rest, info)).word

test('not conformant if a must failed', () => {
  expect(word([{ state: 'met' }, { state: 'notMet' }, { state: 'cantTell' }])).toBe('not conformant')
})

test('incomplete if a must is could not tell or not tested', () => {
  expect(word([{ state: 'met' }, { state: 'cantTell' }])).toBe('incomplete')
  expect(word([{ state: 'met' }, { state: 'notTested' }])).toBe('incomplete')
})

test('conformant if every applicable must is met or attested', () => {
  expect(word([{ state: 'met' }, { state: 'attested' }, { state: 'notApplicable' }])).toBe('conformant')
})

test('without an applicable must there is no verdict but the recommendations', () => {
  const rows: Row[] = [
    { state: 'notApplicable' },
    { state: 'met', of: { level: 'should' } },
    { state: 'notMet', of: { level: 'should' } },
    { state: 'met', of: { level: 'may' } },
  ]
  expect(word(rows)).toBe('no musts')
  expect(countsBy(recordOf(rows)).recommendations).toEqual({ met: 1, of: 2 })
  expect(verdictOf([])).toBe('no musts')
})

test('a failed should is a warning: it changes no verdict', () => {
  expect(word([{ state: 'met' }, { state: 'notMet', of: { level: 'should' } }])).toBe('conformant')
})

test('attested musts complete a verdict and are counted apart from tested and reviewed ones', () => {
  const rows: Row[] = [{ state: 'met' }, { state: 'met', fate: 'checked-and-attested' }, { state: 'attested' }]
  const { counts, word: verdict } = runVerdict(recordOf(rows))
  expect(verdict).toBe('conformant')
  expect(counts).toMatchObject({ musts: 3, tested: 1, reviewed: 1, states: { met: 2, attested: 1 } })
})

test('a must whose source is only remembered can make incomplete, never not conformant', () => {
  expect(word([{ state: 'met' }, { state: 'notMet', of: { sourceConfirmed: false } }])).toBe('incomplete')
})

test('a waiver changes no outcome, asked for or accepted', () => {
  for (const status of ['asked for', 'accepted'] as const)
    expect(word([{ state: 'notMet', waiver: { status, reason: 'r', until: '2027-01-01' } }])).toBe('not conformant')
})

test('a requirement in force or to be conformed with after the day of the run is shown and not counted', () => {
  for (const date of [{ inForce: '2026-11-23' }, { conformBy: '2027-04-01' }]) {
    const made = recordOf([{ state: 'met' }, { state: 'notMet', of: date }])
    expect(runVerdict(made)).toMatchObject({ word: 'conformant', counts: { musts: 1 } })
    expect(standing(judged(made)[1] as never, made.run.startedAt)).toBe('not yet in force')
  }
})

test('dates are judged by the recorded day of the run, and the day itself counts', () => {
  const rows: Row[] = [{ state: 'notMet', of: { inForce: '2026-11-22', conformBy: '2026-11-22' } }]
  expect(word(rows)).toBe('not conformant')
  expect(word(rows, {}, { startedAt: '2026-11-21T23:59:59.999Z' })).toBe('no musts')
})

test("another's duty counts only where a check asked whether the product makes it possible", () => {
  const buyers: Partial<RecordRequirement> = { dutyHolder: 'provider' }
  expect(word([{ state: 'met' }, { state: 'notTested', of: buyers }])).toBe('conformant')
  expect(word([{ state: 'met' }, { state: 'notMet', assertions: ['a1'], of: buyers }])).toBe('not conformant')
})

test('a filtered run is partial and never conformant', () => {
  const partial = { filters: ['--only R-1'], musts: 1, of: 237 }
  const verdict = runVerdict(recordOf([{ state: 'met' }], {}, { partial }))
  expect(verdict).toMatchObject({ word: 'incomplete', partial: { musts: 1, of: 237 } })
  expect(exitCode(recordOf([{ state: 'met' }], {}, { partial }))).toBe(exits.incomplete)
})

test('a filtered run with a failed must is not conformant', () => {
  const partial = { filters: ['--only R-1'], musts: 1, of: 237 }
  expect(exitCode(recordOf([{ state: 'notMet' }], {}, { partial }))).toBe(exits.notConformant)
})

test('a product that changed during the run makes it incomplete', () => {
  const made = recordOf([{ state: 'met' }])
  expect(
    runVerdict({ ...made, observed: { ...made.observed, changes: ['Version 7.2.1 became 7.2.2.'] } }),
  ).toMatchObject({
    word: 'incomplete',
    trouble: ['Version 7.2.1 became 7.2.2.'],
  })
})

test('a stopped run and a run in which a planned check is missing are incomplete', () => {
  expect(word([{ state: 'met' }], {}, { complete: false })).toBe('incomplete')
  expect(word([{ state: 'met' }], { assertions: [] })).toBe('incomplete')
})

test('a requirement without a result is not tested, and mustdo owes the reason', () => {
  const made = recordOf([{ state: 'met' }], { requirements: [] })
  expect(judged(made)[0]?.result).toMatchObject({ state: 'notTested', owes: { who: 'mustdo' } })
  expect(runVerdict(made).word).toBe('incomplete')
})

test('counts of a pillar hold only its own requirements', () => {
  const made = recordOf([{ state: 'met' }, { state: 'notMet', of: { pillar: 'governance' } }])
  expect(countsBy(made, 'governance')).toMatchObject({ musts: 1, states: { notMet: 1, met: 0 } })
  expect(counted(made, 'must')).toHaveLength(2)
})

test('exit 0 is conformant, 1 not conformant, 3 incomplete', () => {
  expect(exitCode(recordOf([{ state: 'met' }]))).toBe(0)
  expect(exitCode(recordOf([{ state: 'notMet' }]))).toBe(1)
  expect(exitCode(recordOf([{ state: 'met' }, { state: 'cantTell' }]))).toBe(3)
})

test('exit codes 2 and 4 stand for wrong use and a seal that does not hold', () => {
  expect(exits).toEqual({ conformant: 0, notConformant: 1, wrongUse: 2, incomplete: 3, sealBroken: 4 })
})

test('no path exits 0 without a verdict', () => {
  for (const gate of ['complete', 'tested'] as const) {
    expect(exitCode(recordOf([]), gate)).toBe(3)
    expect(exitCode(recordOf([{ state: 'notApplicable' }]), gate)).toBe(3)
  }
})

test('if no endpoint answers the run is "not reached" and exits 3 under every gate', () => {
  for (const gate of ['complete', 'tested'] as const)
    expect(exitCode(recordOf([{ state: 'met' }], {}, { notReached: true }), gate)).toBe(3)
})

test('trouble of the harness exits 3 under every gate', () => {
  for (const gate of ['complete', 'tested'] as const)
    expect(
      exitCode(
        recordOf([{ state: 'met' }], {}, { incompleteBecause: ['A check did not end.'], complete: false }),
        gate,
      ),
    ).toBe(3)
})

const foretold: Row = { state: 'notTested', fate: 'person', foretold: true }

test('--gate tested forgives what the plan named untested before the first request', () => {
  expect(exitCode(recordOf([{ state: 'met' }, foretold]), 'tested')).toBe(0)
  expect(exitCode(recordOf([{ state: 'met' }, foretold]), 'complete')).toBe(3)
})

test('--gate tested forgives a must whose checks passed in part and whose rest the plan left to a person', () => {
  const part: Row = { state: 'cantTell', assertions: ['a1'] }
  expect(exitCode(recordOf([{ state: 'met' }, part]), 'tested')).toBe(0)
})

test('--gate tested does not forgive a planned check that came back untested or could not tell', () => {
  for (const outcome of ['untested', 'cantTell'] as const) {
    const assertions = [assertion('a1', 'c', { outcome })]
    expect(exitCode(recordOf([{ state: 'met' }, foretold], { assertions }), 'tested')).toBe(3)
  }
})

test('--gate tested does not forgive what the plan had not foretold', () => {
  expect(exitCode(recordOf([{ state: 'met' }, { state: 'notTested' }]), 'tested')).toBe(3)
})

test('--gate tested does not forgive a run in which no must passed', () => {
  expect(exitCode(recordOf([foretold]), 'tested')).toBe(3)
  expect(exitCode(recordOf([{ state: 'attested' }, foretold]), 'tested')).toBe(3)
})

test('--gate tested exits 1 when a must failed', () => {
  expect(exitCode(recordOf([{ state: 'notMet' }, foretold]), 'tested')).toBe(1)
})
