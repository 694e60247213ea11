import { expect, test } from 'vitest'
import { type Outcome, outcomes } from '../record.ts'
import { assertion, attestation, checkOf, finding } from '../testing/parts.ts'
import { type CheckSeen, checksSeen, requirementState, rollUp, type StateInput, toldOf } from './state.ts'

const of = (coverage: 'all' | 'part', ...seen: Outcome[]): CheckSeen => ({ check: 'c', coverage, outcomes: seen })
const state = (rest: Partial<StateInput>) => requirementState({ id: 'R-1', fate: 'checked', checks: [], ...rest })
const claim = { reason: 'We have no such feature.', by: 'Acme', accepted: false }

test('a requirement is met if a check that covers all of it passed', () => {
  expect(state({ checks: [of('all', 'passed', 'passed')] })).toEqual({ state: 'met' })
})

test('a requirement is met if part of it passed and a person validly attested the rest', () => {
  expect(state({ checks: [of('part', 'passed')], attestation: attestation() }).state).toBe('met')
})

test('part alone is could not tell, and a person owes the rest', () => {
  const { state: word, owes } = state({ checks: [of('part', 'passed')] })
  expect(word).toBe('cantTell')
  expect(owes).toEqual({ who: 'reviewer', act: 'Review what the check cannot see: mustdo attest R-1' })
})

test('an attestation with a problem does not complete what was checked in part', () => {
  const given = attestation({ problems: ['expired on 1 October'] })
  expect(state({ checks: [of('part', 'passed')], attestation: given })).toMatchObject({
    state: 'cantTell',
    because: 'The attestation does not count: expired on 1 October',
  })
})

test('attestation alone gives attested', () => {
  expect(state({ fate: 'attested', attestation: attestation() }).state).toBe('attested')
})

test('an attestation that does not count leaves it not tested and says why', () => {
  const given = attestation({ problems: ['the evidence is missing'] })
  const { state: word, because, owes } = state({ fate: 'attested', attestation: given })
  expect(word).toBe('notTested')
  expect(because).toContain('the evidence is missing')
  expect(owes?.who).toBe('supplier')
})

test('the order is failed, could not tell, untested, attested, passed, inapplicable', () => {
  const order: readonly [Partial<StateInput>, string][] = [
    [{ checks: [of('all', 'inapplicable')] }, 'notApplicable'],
    [{ checks: [of('all', 'inapplicable', 'passed')] }, 'met'],
    [{ checks: [of('part', 'inapplicable')], attestation: attestation() }, 'attested'],
    [{ checks: [of('all', 'inapplicable', 'passed', 'untested')], attestation: attestation() }, 'notTested'],
    [{ checks: [of('all', 'inapplicable', 'passed', 'untested', 'cantTell')], attestation: attestation() }, 'cantTell'],
    [{ checks: [of('all', ...outcomes)], attestation: attestation() }, 'notMet'],
  ]
  for (const [input, expected] of order) expect(state(input).state).toBe(expected)
})

test('a failed part is not outweighed by a check of all that passed', () => {
  expect(state({ checks: [of('all', 'passed'), of('part', 'failed')] }).state).toBe('notMet')
})

test('a check of all that passed settles what a check of part could not tell', () => {
  expect(state({ checks: [of('part', 'cantTell'), of('all', 'passed')] }).state).toBe('met')
})

test('two checks of all must both pass', () => {
  expect(state({ checks: [of('all', 'passed'), of('all', 'untested')] }).state).toBe('notTested')
})

test('a failure is not outweighed by an attestation, an accepted claim or a false condition', () => {
  const failing = { checks: [of('part', 'failed')] }
  expect(state({ ...failing, attestation: attestation() }).state).toBe('notMet')
  expect(state({ ...failing, claim: { ...claim, accepted: true } }).state).toBe('notMet')
  expect(state({ ...failing, fate: 'condition-false', because: 'No FHIR endpoint.' }).state).toBe('notMet')
})

test('silence is not conformance: a check without a subject, or no check at all, is not tested', () => {
  expect(state({ checks: [of('all')] }).state).toBe('notTested')
  expect(state({}).state).toBe('notTested')
})

test('does not apply needs an observed false condition of the clause', () => {
  expect(state({ fate: 'condition-false', because: 'No export endpoint is declared.' })).toEqual({
    state: 'notApplicable',
    because: 'No export endpoint is declared.',
  })
  expect(state({ fate: 'condition-false' }).state).toBe('notTested')
})

test('a capability, surface or subject that is missing is not tested', () => {
  expect(state({ fate: 'not-given', because: 'No iOS app can be reached.' })).toMatchObject({
    state: 'notTested',
    because: 'No iOS app can be reached.',
  })
})

test('a claim that discovery contradicts is could not tell', () => {
  const told = { ...claim, contradicted: 'the CapabilityStatement declares Patient.' }
  for (const checks of [[], [of('all', 'passed')]])
    expect(state({ claim: told, checks })).toMatchObject({ state: 'cantTell', owes: { who: 'supplier' } })
})

test('any other claim counts as not tested until a framework accepts it', () => {
  expect(state({ claim, fate: 'person' })).toMatchObject({ state: 'notTested', owes: { who: 'reviewer' } })
  expect(state({ claim: { ...claim, accepted: true } }).state).toBe('notApplicable')
})

test('what the filter left out is not tested, whatever else is known', () => {
  expect(state({ fate: 'filtered', attestation: attestation() }).state).toBe('notTested')
})

test('every could not tell and not tested names who owes the next act and which act clears it', () => {
  const fates = ['checked', 'attested', 'person', 'counterparty', 'not-observable', 'harmful', 'planned'] as const
  for (const fate of [...fates, 'not-given', 'checked-and-attested'] as const)
    for (const checks of [[], [of('part', 'passed')], [of('all', 'cantTell')], [of('all', 'untested')]]) {
      const { because, owes } = state({ fate, checks })
      expect(because).toBeTruthy()
      expect(owes?.act).toBeTruthy()
    }
})

test('a planned check of ours is owed by mustdo', () => {
  expect(state({ fate: 'planned' }).owes?.who).toBe('mustdo')
})

test('every combination of fate, coverage, outcomes, attestation and claim has a state', () => {
  const fates = ['checked', 'checked-and-attested', 'attested', 'planned', 'not-given', 'condition-false'] as const
  const sets: Outcome[][] = [[], ...outcomes.map(one => [one]), ...outcomes.map(one => ['passed' as const, one])]
  const given = [undefined, attestation(), attestation({ problems: ['expired'] })]
  const claims = [undefined, claim, { ...claim, accepted: true }, { ...claim, contradicted: 'it is declared.' }]
  let seen = 0
  for (const fate of fates)
    for (const all of sets)
      for (const part of sets)
        for (const one of given)
          for (const other of claims) {
            const { state: word } = state({
              fate,
              checks: [of('all', ...all), of('part', ...part)],
              ...(one ? { attestation: one } : {}),
              ...(other ? { claim: other } : {}),
            })
            expect(['met', 'notMet', 'cantTell', 'notTested', 'attested', 'notApplicable']).toContain(word)
            if (word === 'met') expect([...all, ...part]).toContain('passed')
            expect(word === 'notMet').toBe([...all, ...part].includes('failed'))
            seen += 1
          }
  expect(seen).toBe(6 * 11 * 11 * 3 * 4)
})

test('nothing at all rolls up to nothing', () => {
  expect(rollUp([])).toBeUndefined()
})

test('advice never rolls up', () => {
  const one = assertion('a1', 'c', { outcome: 'passed', findings: [finding('000001', { advice: true })] })
  expect(toldOf('R-1', one).outcome).toBe('passed')
})

test('a check that verifies several requirements is heard for each by the findings that name it', () => {
  const one = assertion('a1', 'c', {
    outcome: 'failed',
    findings: [
      finding('000001', { requirement: 'R-1' }),
      finding('000002', { requirement: 'R-2', outcome: 'passed', message: '' }),
    ],
  })
  expect(toldOf('R-1', one)).toMatchObject({ outcome: 'failed', because: 'It differs.' })
  expect(toldOf('R-2', one).outcome).toBe('passed')
  expect(toldOf('R-3', one)).toMatchObject({ outcome: 'cantTell', owes: { who: 'mustdo' } })
})

test('the words and the debt of the deciding finding travel with the state', () => {
  const owes = { who: 'supplier', act: 'Lower requestsPerSecond.' } as const
  const tell = finding('000001', { outcome: 'cantTell', message: 'A gateway answered 429.', owes })
  const checks = checksSeen(
    'R-1',
    [assertion('a1', 'c'), assertion('a2', 'c', { outcome: 'cantTell', findings: [tell] })],
    [checkOf('c', { 'R-1': 'all' }), checkOf('d', { 'R-2': 'all' })],
  )
  expect(checks).toHaveLength(1)
  expect(state({ checks })).toEqual({ state: 'cantTell', because: 'A gateway answered 429.', owes })
})
