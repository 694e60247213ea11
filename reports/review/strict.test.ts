import { expect, test } from 'vitest'
import type { AttestationResult, RequirementResult, ReviewResult } from '../record.ts'
import { laxities } from './strict.ts'

const word = (problems: readonly string[]): AttestationResult => ({
  by: 'Ada',
  role: 'safety officer',
  on: '2026-01-01',
  until: '2027-01-01',
  statement: 'done',
  evidence: [],
  problems,
})
const row = (id: string, some: Partial<RequirementResult>): RequirementResult => ({
  id,
  state: 'attested',
  fate: 'attested',
  assertions: [],
  foretold: true,
  ...some,
})
const run = { startedAt: '2026-11-22T10:00:00Z' } as Parameters<typeof laxities>[0]['run']
const told = (rows: readonly RequirementResult[], attested: readonly string[], waived: Record<string, string> = {}) =>
  laxities(
    { run, requirements: rows },
    {
      attestations: attested.map(requirement => ({ requirement })),
      waivers: Object.entries(waived).map(([requirement, until]) => ({ requirement, until })),
    },
  )

test('Words that count, and waivers for what is not met, pass', () => {
  const rows = [row('A-1', { attestation: word([]) }), row('A-2', { state: 'notMet', fate: 'checked' })]
  expect(told(rows, ['A-1'], { 'A-2': '2026-12-01' })).toEqual([])
})

test('A word that expired, speaks of another version or of nothing that is asked is told', () => {
  const rows = [
    row('A-1', { attestation: word(['expired on 2026-11-01', 'speaks of version 1, the product is 2']) }),
    row('A-2', { state: 'notApplicable', fate: 'condition-false', attestation: word([]) }),
    row('A-3', { state: 'met', fate: 'checked', attestation: word([]) }),
  ]
  expect(told(rows, ['A-1', 'A-2', 'A-3', 'A-4'])).toEqual([
    'The attestation for A-1 does not count: expired on 2026-11-01; speaks of version 1, the product is 2.',
    'The attestation for A-2 is of no use: the requirement does not apply here.',
    'The attestation for A-3 is of no use: checks decide the requirement alone.',
    'The attestation for A-4 is of no use: no product type of this run asks for it.',
  ])
})

test('A waiver that ran out, or for what is met or not asked, is told; on its last day it holds', () => {
  const rows = ['A-1', 'A-2', 'A-3'].map(id => row(id, { state: id === 'A-3' ? 'met' : 'notMet', fate: 'checked' }))
  expect(
    told(rows, [], { 'A-1': '2026-11-21', 'A-2': '2026-11-22', 'A-3': '2027-01-01', 'A-4': '2027-01-01' }),
  ).toEqual([
    'The waiver for A-1 expired on 2026-11-21.',
    'The waiver for A-3 is of no use: nothing is wrong there.',
    'The waiver for A-4 is of no use: no product type of this run asks for it.',
  ])
})

test('A review that does not count is told', () => {
  const reviews = [{ problems: [] }, { problems: ['expired on 2026-11-01'] }] as unknown as readonly ReviewResult[]
  expect(told([row('A-1', { reviews })], [])).toEqual(['The review for A-1 does not count: expired on 2026-11-01.'])
})
