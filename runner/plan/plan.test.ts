import { expect, test } from 'vitest'
import type { Engine } from '../../reports/record.ts'
import { loadCatalogue } from '../../standards/index.ts'
import type { Catalogue, Pack, Requirement } from '../../standards/model.ts'
import { requirementsOf } from '../../standards/query.ts'
import { loadChecks } from '../../suites/registry.ts'
import { type AnyCheck, atMost, type Need } from '../check.ts'
import { noFilters } from './filters.ts'
import { makePlan, type PlanInput } from './plan.ts'
import { checkOf, fhir, landscape, origin, resourceType } from './testing.ts'

const catalogue = loadCatalogue()
const checks = await loadChecks()
const packs = [...catalogue.packs.keys()]

const sample = [...catalogue.requirements.values()][0] as Requirement
const row = (id: string, rest: Partial<Requirement> = {}): Requirement => {
  const { fate: _fate, fateReason: _reason, ...plain } = sample
  return { ...plain, id, standard: 'one', level: 'must', appliesWhen: 'any-https', ...rest }
}
const small = (...rows: readonly Requirement[]): Catalogue => ({
  ...catalogue,
  requirements: new Map(rows.map(requirement => [requirement.id, requirement])),
  packs: new Map([['small', { id: 'small', requirements: rows.map(({ id }) => id) } as unknown as Pack]]),
})
const planOf = (rows: readonly Requirement[], own: readonly AnyCheck[], rest: Partial<PlanInput> = {}) =>
  makePlan({
    catalogue: small(...rows),
    packs: ['small'],
    checks: own,
    landscape: landscape({ origins: [origin()] }),
    engines: [],
    filters: noFilters,
    ...rest,
  })
const blockedBy = (check: Partial<AnyCheck>, rest: Partial<PlanInput> = {}) => {
  const { fates, assertions } = planOf([row('A-1')], [checkOf('a', { 'A-1': 'all' }, check)], rest)
  expect(assertions).toEqual([])
  expect(fates).toHaveLength(1)
  return fates[0]
}
const looked = (check: Partial<AnyCheck>, rest: Partial<PlanInput>) =>
  planOf([row('A-1')], [checkOf('a', { 'A-1': 'all' }, check)], rest).fates[0]?.fate === 'checked'

test.each([
  ['offers nothing', landscape()],
  ['offers an origin', landscape({ origins: [origin()] })],
  ['offers FHIR', landscape({ origins: [origin()], fhir: [fhir()], resourceTypes: [resourceType('Patient')] })],
])('every requirement of every pack has exactly one fate on a target that %s', (_what, found) => {
  for (const chosen of [...packs.map(pack => [pack]), packs]) {
    const plan = makePlan({ catalogue, packs: chosen, checks, landscape: found, engines: [], filters: noFilters })
    expect(plan.fates.map(({ requirement }) => requirement)).toEqual(
      requirementsOf(catalogue, chosen).map(({ id }) => id),
    )
    const planned = new Set(plan.assertions.map(({ id }) => id))
    expect(planned.size).toBe(plan.assertions.length)
    for (const { requirement, fate, assertions, because, owes } of plan.fates) {
      const checked = fate === 'checked' || fate === 'checked-and-attested'
      expect(assertions.length > 0, requirement).toBe(checked)
      expect(assertions.every(id => planned.has(id))).toBe(true)
      if (!checked) expect(because, requirement).toBeTruthy()
      if (!checked && fate !== 'condition-false') expect(owes?.act, requirement).toBeTruthy()
    }
  }
})

test('a check makes one assertion for each subject, named by check and subject', () => {
  const { assertions, fates } = planOf([row('A-1')], [checkOf('a', { 'A-1': 'all' })], {
    landscape: landscape({ origins: [origin('a.example'), origin('b.example')] }),
  })
  expect(assertions.map(({ id }) => id)).toEqual(['a@origin:https://a.example', 'a@origin:https://b.example'])
  expect(fates).toEqual([{ requirement: 'A-1', fate: 'checked', assertions: assertions.map(({ id }) => id) }])
})

test('a check that verifies two requirements is planned once', () => {
  const { assertions, fates } = planOf([row('A-1'), row('A-2')], [checkOf('a', { 'A-1': 'all', 'A-2': 'part' })])
  expect(assertions).toHaveLength(1)
  expect(fates.map(({ fate }) => fate)).toEqual(['checked', 'checked-and-attested'])
})

test('a check that covers part leaves the rest to a person, also where the check of the whole is blocked', () => {
  const part = checkOf('part', { 'A-1': 'part' })
  const whole = checkOf('whole', { 'A-1': 'all' }, { effect: 'write' })
  expect(planOf([row('A-1')], [part, whole]).fates[0]?.fate).toBe('checked-and-attested')
  const consented = landscape({ origins: [origin()] }, { consents: ['write'] })
  expect(planOf([row('A-1')], [part, whole], { landscape: consented }).fates[0]?.fate).toBe('checked')
})

test.each(['write', 'intrusive', 'load'] as const)('%s needs consent, and the supplier owes it', effect => {
  expect(blockedBy({ effect })).toMatchObject({
    fate: 'not-given',
    because: expect.stringContaining('no consent'),
    owes: { who: 'supplier', act: expect.stringContaining(`consent.${effect}`) },
  })
  const consents = (['write', 'intrusive', 'load'] as const).filter(other => other !== effect)
  blockedBy({ effect }, { landscape: landscape({ origins: [origin()] }, { consents }) })
  expect(looked({ effect }, { landscape: landscape({ origins: [origin()] }, { consents: [effect] }) })).toBe(true)
})

test.each(['read', 'authenticated-read', 'browse'] as const)('%s needs no consent', effect => {
  expect(looked({ effect }, {})).toBe(true)
})

const identity = { name: 'a', method: 'bearer' }
test.each<[Need, ReturnType<typeof landscape>, ReturnType<typeof landscape>]>([
  [
    'identity',
    landscape({}, { identities: [{ ...identity, method: 'none' }] }),
    landscape({}, { identities: [identity] }),
  ],
  [
    'two-identities',
    landscape({}, { identities: [{ ...identity, patient: 'p' }, identity] }),
    landscape({}, { identities: [identity, identity].map((one, at) => ({ ...one, patient: `p${at}` })) }),
  ],
  [
    'oauth-client',
    landscape({}, { identities: [identity] }),
    landscape({}, { identities: [{ ...identity, method: 'client-secret' }] }),
  ],
  [
    'test-patient',
    landscape({ fhir: [fhir()] }),
    landscape({ fhir: [fhir({ testPatients: [{ nhsNumber: '9990000018' }] })] }),
  ],
])('a check that needs %s is not given it, or is planned', (need, without, having) => {
  const at = { origins: [origin()] }
  expect(blockedBy({ needs: [need] }, { landscape: { ...without, ...at } })).toMatchObject({
    fate: 'not-given',
    owes: { who: 'supplier', act: expect.stringMatching(/target file/) },
  })
  expect(looked({ needs: [need] }, { landscape: { ...having, ...at } })).toBe(true)
})

test('a check that needs a browser says what is missing on the machine and what mends it', () => {
  const missing = { name: 'browser', version: '', available: false, because: 'no Chrome here', mend: 'install one' }
  expect(blockedBy({ needs: ['browser'] }, { engines: [missing as unknown as Engine] })).toMatchObject({
    fate: 'not-given',
    because: 'no Chrome here',
    owes: { act: 'install one' },
  })
  const there = { name: 'browser', version: '1', available: true } as unknown as Engine
  expect(looked({ needs: ['browser'] }, { engines: [there] })).toBe(true)
  expect(blockedBy({ needs: ['validator'] }, { engines: [there] })?.because).toContain('no validator')
})

test('a check without a subject is untested, never passed', () => {
  expect(blockedBy({ subjects: () => [] })).toMatchObject({ fate: 'not-given', owes: { who: 'supplier' } })
})

test('a condition that was seen to be false ends the matter, with or without a check', () => {
  const found = { landscape: landscape({ origins: [origin()], fhir: [fhir()] }) }
  const searched = row('A-1', { appliesWhen: 'fhir-search' })
  for (const own of [[], [checkOf('a', { 'A-1': 'all' })]])
    expect(planOf([searched], own, found)).toEqual({
      assertions: [],
      leftOut: {},
      fates: [
        {
          requirement: 'A-1',
          fate: 'condition-false',
          because: 'The CapabilityStatement declares no type with a search interaction.',
          assertions: [],
        },
      ],
    })
})

test('a condition that nobody could see is not given: silence is not conformance', () => {
  const { fates } = planOf([row('A-1', { appliesWhen: 'fhir-search' })], [checkOf('a', { 'A-1': 'all' })])
  expect(fates[0]).toMatchObject({ fate: 'not-given', owes: { who: 'supplier' } })
})

test.each([
  ['attested', 'supplier'],
  ['person', 'reviewer'],
  ['counterparty', 'reviewer'],
  ['not-observable', 'supplier'],
  ['harmful', 'supplier'],
  ['planned', 'mustdo'],
] as const)('without a check the declared fate %s holds, and %s owes the next act', (fate, who) => {
  expect(planOf([row('A-1', { fate, fateReason: 'So it is.' })], []).fates[0]).toMatchObject({
    fate,
    because: 'So it is.',
    owes: { who },
  })
})

test('a requirement with neither check nor fate is our own gap', () => {
  expect(planOf([row('A-1')], []).fates[0]).toMatchObject({ fate: 'planned', owes: { who: 'mustdo' } })
})

test('what a filter leaves out is filtered and not asked', () => {
  const rows = [
    row('A-1'),
    row('A-2', { level: 'should' }),
    row('B-1', { standard: 'two' }),
    row('B-2', { standard: 'two', level: 'may' }),
  ]
  const own = rows.map(({ id }) => checkOf(`check/${id}`, { [id]: 'all' }))
  const left = (filters: Partial<PlanInput['filters']>) => {
    const plan = planOf(rows, own, { filters: { ...noFilters, ...filters } })
    const wanted = plan.fates.filter(({ fate }) => fate !== 'filtered').map(({ requirement }) => requirement)
    expect(plan.assertions.map(({ check }) => check)).toEqual(wanted.map(id => `check/${id}`))
    return wanted
  }
  expect(left({})).toEqual(['A-1', 'A-2', 'B-1', 'B-2'])
  expect(left({ only: ['A-2'] })).toEqual(['A-2'])
  expect(left({ only: ['two'] })).toEqual(['B-1', 'B-2'])
  expect(left({ only: ['check/A-1', 'B-2'] })).toEqual(['A-1', 'B-2'])
  expect(left({ level: 'must' })).toEqual(['A-1', 'B-1'])
  expect(left({ level: 'should' })).toEqual(['A-1', 'A-2', 'B-1'])
  expect(left({ level: 'may' })).toHaveLength(4)
  expect(left({ failedIn: new Set(['B-1']) })).toEqual(['B-1'])
  expect(left({ only: ['two'], level: 'must' })).toEqual(['B-1'])
})

test('subjects beyond what a check takes are named, of each group by itself', () => {
  const types = ['Patient', 'Observation', 'Condition'].map(type => resourceType(type))
  const subjects = () => atMost(types, 1, ({ type }) => (type === 'Condition' ? 'other' : 'same'))
  const check = checkOf('a', { 'A-1': 'all' }, { subjects } as Partial<AnyCheck>)
  const plan = planOf([row('A-1')], [check, checkOf('b', { 'A-2': 'all' }, { subjects } as Partial<AnyCheck>)])
  expect(plan.assertions.map(({ subject }) => subject.id)).toEqual(['fhir:main/Patient', 'fhir:main/Condition'])
  expect(plan.leftOut).toEqual({ a: ['fhir:main/Observation'] })
})
