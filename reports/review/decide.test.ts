import { expect, test } from 'vitest'
import type { Framework } from '../../standards/model.ts'
import type { RequirementResult, RunRecord } from '../record.ts'
import type { Verification } from '../seal/verify.ts'
import { record, requirement, result, run } from '../testing/parts.ts'
import { review } from './decide.ts'
import { letter } from './letter.ts'

const framework: Framework = {
  id: 'a-framework',
  title: 'A framework',
  packs: ['epr'],
  acceptedClaims: [{ requirement: 'SEC-C-001', supplier: 'Acme Health Ltd', until: '2027-03-31' }],
  acceptedWaivers: [{ requirement: 'SEC-B-001', supplier: 'Acme Health Ltd', until: '2027-03-31' }],
  minimumTier: 'registered-key',
}
const verified: Verification = {
  ok: true,
  headline: 'unaltered; signed by Acme (issuer)',
  tier: 'registered-key',
  rungs: [],
  seals: [],
  stamps: [],
  bodyDigest: 'ab'.repeat(32),
  unmet: [],
  notProven: [],
}
const today = '2026-11-30'
const rows = ['SEC-A-001', 'SEC-B-001', 'SEC-C-001']

/** Three musts, all met unless told. */
const recordOf = (states: { readonly [id: string]: Partial<RequirementResult> } = {}, rest: Partial<RunRecord> = {}) =>
  record(
    { requirements: rows.map(id => result(id, states[id] ?? {})), ...rest },
    rows.map(id => requirement(id)),
  )
const decide = (one: RunRecord, more: { verification?: Partial<Verification>; framework?: Partial<Framework> } = {}) =>
  review({
    file: 'acme.html',
    record: one,
    verification: { ...verified, ...more.verification },
    framework: { ...framework, ...more.framework },
    today,
  })

test('a report that verifies, with every must met, is ready to decide, and says nothing of a decision', () => {
  const ready = decide(recordOf())
  expect(ready).toMatchObject({ state: 'ready to decide', supplier: [], tier: 'registered-key' })
  expect(JSON.stringify(ready)).not.toMatch(/certif|approv|score|rank/i)
})

test('a must that is not met sends the report back with what mends it, by id', () => {
  const back = decide(recordOf({ 'SEC-A-001': { state: 'notMet' } }))
  expect(back.state).toBe('return')
  expect(back.supplier).toMatchObject([{ requirement: 'SEC-A-001', what: 'Not met. Do what SEC-A-001 asks.' }])
  const text = letter(back, framework, today)
  expect(text).toContain('- SEC-A-001 (The product does what SEC-A-001 asks): Not met. Do what SEC-A-001 asks.')
  expect(text).toContain('30 Nov 2026. Nothing has been decided about the product.')
})

test('a waiver and an accepted claim of this framework settle their must, for this supplier and until their day', () => {
  const states = {
    'SEC-B-001': { state: 'notMet' as const },
    'SEC-C-001': { state: 'notTested' as const, claim: { reason: 'No such part.', by: 'Jo' } },
  }
  expect(decide(recordOf(states))).toMatchObject({
    state: 'ready to decide',
    waived: ['SEC-B-001'],
    claimsAccepted: ['SEC-C-001'],
  })
  const ended = framework.acceptedWaivers.map(one => ({ ...one, until: '2026-11-29' }))
  expect(decide(recordOf(states), { framework: { acceptedWaivers: ended } }).state).toBe('return')
  const theirs = framework.acceptedWaivers.map(one => ({ ...one, supplier: 'Another Ltd' }))
  expect(decide(recordOf(states), { framework: { acceptedWaivers: theirs } }).state).toBe('return')
})

test('reason and act are sentences of their own, and a command at the end keeps its last word', () => {
  const said = (because: string, act: string) =>
    decide(recordOf({ 'SEC-A-001': { state: 'notTested', because, owes: { who: 'supplier', act } } })).supplier[0]?.what
  expect(said('only a person can vouch for it', 'attest it, with evidence')).toBe(
    'Only a person can vouch for it. Attest it, with evidence.',
  )
  expect(said('https://a.example/ was silent.', 'Review it: mustdo attest SEC-A-001')).toBe(
    'https://a.example/ was silent. Review it: mustdo attest SEC-A-001',
  )
})

test('what the supplier owes sends it back, what a reviewer or mustdo owes does not', () => {
  const owing = (who: 'supplier' | 'reviewer' | 'mustdo') =>
    decide(recordOf({ 'SEC-A-001': { state: 'notTested', because: 'Nothing was seen.', owes: { who, act: 'Act.' } } }))
  expect(owing('supplier')).toMatchObject({ state: 'return', supplier: [{ what: 'Nothing was seen. Act.' }] })
  expect(owing('reviewer')).toMatchObject({ state: 'ready to decide', reviewer: [{ requirement: 'SEC-A-001' }] })
  expect(owing('mustdo')).toMatchObject({ state: 'ready to decide', untested: ['SEC-A-001'] })
})

test('a row that the framework makes a must counts, and one that the report does not speak of is asked for', () => {
  const raises = [
    { requirement: 'SEC-S-001', level: 'must' as const, because: 'Clause 4 of the contract.' },
    { requirement: 'SEC-X-001', level: 'must' as const, because: 'Clause 5 of the contract.' },
  ]
  const one = record({ requirements: [result('SEC-S-001', { state: 'notMet' })] }, [
    requirement('SEC-S-001', { level: 'should' }),
  ])
  expect(decide(one).supplier).toEqual([])
  expect(decide(one, { framework: { raises } }).supplier.map(({ requirement: id }) => id)).toEqual([
    'SEC-S-001',
    'SEC-X-001',
  ])
  const [first] = decide(one, { framework: { raises } }).supplier
  expect(first?.what).toMatch(/^Not met\. .*this framework does: Clause 4 of the contract\.$/)
  expect(decide(one, { framework: { raises } }).raised).toEqual(['SEC-S-001'])
})

test('a framework raises and never lowers a row, and a must that it names again is not called its own', () => {
  const broken = recordOf({ 'SEC-A-001': { state: 'notMet' } })
  const name = (level: 'must' | 'should') => ({ raises: [{ requirement: 'SEC-A-001', level, because: 'So we say.' }] })
  for (const framework of [name('must'), name('should')]) {
    const { supplier, raised } = decide(broken, { framework })
    expect(supplier.map(({ requirement: id }) => id)).toEqual(['SEC-A-001'])
    expect(raised).toEqual([])
    expect(supplier[0]?.what).not.toContain('So we say.')
  }
})

test.each<[string, RunRecord, Partial<Verification>, Partial<Framework>, RegExp]>([
  ['does not verify', recordOf(), { ok: false, unmet: ['complete: does not hold'] }, {}, /verifies: complete/],
  ['has too low an assurance', recordOf(), { tier: 'self-run' }, {}, /at least the assurance "self-run, signed by/],
  ['is a demonstration', recordOf({}, { run: run({ demo: true }) }), {}, {}, /demonstration/],
  ['is partial', recordOf({}, { run: run({ partial: { filters: [], musts: 1, of: 3 } }) }), {}, {}, /partial run/],
  ['has expired', recordOf({}, { run: run({ validUntil: '2026-11-29' }) }), {}, {}, /valid until 2026-11-29/],
  ['is of another product type', recordOf({}, { packs: [{ id: 'dscr', title: 'D' }] }), {}, {}, /product types .*epr/],
  [
    'was stopped',
    recordOf({}, { run: run({ complete: false, incompleteBecause: ['it was stopped'] }) }),
    {},
    {},
    /to the end/,
  ],
  [
    'is a copy',
    recordOf({}, { published: { of: 'a', withheld: { observations: [], assertions: [] } } }),
    {},
    {},
    /full report/,
  ],
  ['came too late', recordOf(), {}, { validity: { from: '2026-01-01', until: '2026-11-29' } }, /until 2026-11-29/],
])('a report that %s goes back, and the letter says so', (_name, one, verification, more, says) => {
  const back = decide(one, { verification, framework: more })
  expect(back.state).toBe('return')
  expect(letter(back, framework, today)).toMatch(says)
})

test('a file that is no report goes back with the reason, and cannot steer a terminal or a letter', () => {
  const rungs = [
    { rung: 'sealed' as const, state: 'does not hold' as const, detail: 'Line ends\u001b[2J were rewritten.' },
  ]
  const { bodyDigest: _, ...fallen } = verified
  const back = review({
    file: 'x\n# y.html',
    verification: { ...fallen, ok: false, rungs, tier: 'none' },
    framework,
    today,
  })
  expect(back.supplier[0]?.what).toContain('Send the original file')
  const text = letter(back, framework, today)
  expect(text).not.toContain('\u001b')
  expect(text).not.toContain('\n# y')
})
