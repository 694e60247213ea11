import { expect, test } from 'vitest'
import { assertion, checkOf, finding, record, requirement, result, run } from '../testing/parts.ts'
import { richRecord } from '../testing/rich.ts'
import { owed, owedText } from './owed.ts'
import { showFinding, UnknownFinding } from './show-finding.ts'
import { summary } from './summary.ts'

const options = { reportPath: 'mustdo-report.html', columns: 200, colour: false, sealedBy: 'SHA256:Xk3' }

test('the summary begins with the verdict, its counts and the time it took', () => {
  expect(summary(richRecord(), options).split('\n')[0]).toBe(
    "NOT CONFORMANT  epr, 215 musts: 138 met, 3 not met, 1 can't tell, 46 not tested, 12 attested, 15 n/a    6 min 41 s",
  )
})

test('each must not met has its finding, what was expected and seen, the fix and the command that shows more', () => {
  const text = summary(richRecord(), options)
  expect(text).toContain(' f3a91c SEC-API-009  The token of patient A reads records of patient B. (14 places)')
  expect(text).toContain('expected 403 or 404, got 200 with 3 entries')
  expect(text).toContain('mustdo show f3a91c')
  expect(text).toContain(
    'Could not tell (1): FHIR-CAP-001: A gateway answered 429 from 14:05:10. Lower requestsPerSecond',
  )
  expect(text).toContain('You can clear 3:    Lower requestsPerSecond (now 20) and run again.')
  expect(text).toContain('Cleaned up 12 of 12 created resources \u00b7 1,904 requests')
  expect(text).toContain('mustdo-report.html (sealed, SHA256:Xk3)      again, these only: mustdo run --failed-in')
})

test('one line for one reason, whichever requirement or criterion it names', () => {
  const waits = (id: string, act: string) =>
    result(id, { state: 'cantTell', because: `Part of ${id} passed.`, owes: { who: 'reviewer', act } })
  const ids = ['ACC-WCAG-1.1.1', 'ACC-WCAG-1.4.10', 'SEC-A-1', 'SEC-A-2']
  const text = summary(
    record(
      {
        requirements: [
          ...ids.slice(0, 2).map(id => waits(id, `Review it: mustdo review-page --criterion ${id.slice(9)}`)),
          ...ids.slice(2).map(id => waits(id, `Review it: mustdo attest ${id}`)),
        ],
      },
      ids.map(id => requirement(id)),
    ),
    options,
  )
  expect(text).toContain(
    'Could not tell (2): ACC-WCAG-1.1.1, ACC-WCAG-1.4.10: Part of <id> passed. Review it: mustdo review-page --criterion <criterion>',
  )
  expect(text).toContain('Could not tell (2): SEC-A-1, SEC-A-2: Part of <id> passed. Review it: mustdo attest <id>')
})

test('the last line is the exit code, why, and what the other gate says', () => {
  const last = (made = richRecord(), gate?: 'tested') =>
    summary(made, { ...options, ...(gate ? { gate } : {}) })
      .trimEnd()
      .split('\n')
      .at(-1)
  expect(last()).toBe('exit 1 (a must is not met; with --gate tested also 1)')
  const part = [requirement('A-1'), requirement('A-2')]
  const open = record(
    {
      plan: [{ id: 'a1', check: 'c', version: 1, subject: { id: 's', kind: 'origin', url: 'https://a.example' } }],
      assertions: [assertion('a1', 'c')],
      requirements: [result('A-1'), result('A-2', { state: 'notTested', fate: 'person', foretold: true })],
    },
    part,
  )
  expect(last(open)).toBe('exit 3 (musts are still open; with --gate tested 0)')
  expect(last(open, 'tested')).toBe('exit 0 (what is open was foretold by the plan; with --gate complete 3)')
  expect(last(record())).toBe('exit 0 (every must that applies is met or attested; with --gate tested also 0)')
  expect(last(record({ run: run({ notReached: true }) }))).toBe(
    'exit 3 (no endpoint answered; with --gate tested also 3)',
  )
})

test('a pipe gets no escape codes, and a server cannot steer the terminal', () => {
  const made = record(
    {
      checks: [checkOf('c', { 'A-1': 'all' })],
      assertions: [
        assertion('a1', 'c', { outcome: 'failed', findings: [finding('00000a', { message: '\u001b[2Jgone\u202e' })] }),
      ],
      requirements: [result('A-1', { state: 'notMet', assertions: ['a1'] })],
    },
    [requirement('A-1')],
  )
  for (const text of [summary(made, options), showFinding(made, '00000a')]) {
    expect(text).not.toContain('\u001b')
    expect(text).toContain('\u241b[2Jgone[U+202E]')
  }
  expect(summary(made, { ...options, colour: true })).toContain('\u001b[31mNOT CONFORMANT\u001b[0m')
})

test('lines keep to the width, except for a word that would not fit on any line', () => {
  const lines = summary(richRecord(), { ...options, columns: 80 }).split('\n')
  expect(lines.filter(line => line.length > 80)).toEqual([])
})

test('a partial run says so before anything else', () => {
  const partial = { filters: ['--only A-1'], musts: 1, of: 237 }
  expect(summary(record({ run: run({ partial }) }), options)).toMatch(/^PARTIAL RUN, 1 of 237 musts {2}epr/)
})

test('what is owed is listed by who owes it, musts first, each with the act that clears it', () => {
  const debts = owed(richRecord())
  expect(debts.slice(0, 3).map(({ requirement: id, who }) => [id, who])).toEqual([
    ['FHIR-CAP-001', 'supplier'],
    ['CLN-CSM-004', 'supplier'],
    ['GOV-OLD-001', 'supplier'],
  ])
  expect(debts.filter(({ who }) => who === 'reviewer')).toHaveLength(30)
  expect(debts.every(({ act, because }) => act !== '' && because !== '')).toBe(true)
  expect(owedText(richRecord(), { columns: 100 })).toContain('mustdo owes 14:')
  expect(owedText(record(), { columns: 100 })).toContain('Nobody owes anything')
})

test('show prints finding, request, answer, curl with a placeholder, and fix', () => {
  const text = showFinding(richRecord(), 'f3a91c')
  expect(text).toContain('f3a91c  SEC-API-009  not met')
  expect(text).toContain('14 places, one cause:')
  expect(text).toContain('  HTTP/2 200')
  expect(text).toContain("curl -sS -i 'https://fhir.sandbox.acme.example/Observation?patient=18'")
  expect(text).toContain('-H "Authorization: Bearer $TOKEN_PATIENT_A"')
  expect(text).toContain("fix: Check the token's patient on every route")
})

test('the first digits of a finding id will do, and a wrong one says what would be right', () => {
  expect(showFinding(richRecord(), 'f3a')).toBe(showFinding(richRecord(), 'f3a91c'))
  expect(() => showFinding(richRecord(), '9d41')).toThrow(/names more than one finding.*9d41a0, 9d41a1/)
  expect(() => showFinding(richRecord(), 'zzz')).toThrow(UnknownFinding)
})
