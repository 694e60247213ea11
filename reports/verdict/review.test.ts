import { expect, test } from 'vitest'
import type { Assertion, Finding } from '../record.ts'
import { assertion, attestation, checkOf, finding, review } from '../testing/parts.ts'
import { concludeReviews, criterionOf, pagesInScope, settledBy } from './review.ts'
import { checksSeen, requirementState } from './state.ts'

const id = 'ACC-WCAG-1.1.1'
const [home, help] = ['https://portal.acme.example/', 'https://portal.acme.example/help']
const pages = [home, help]
const checks = [checkOf('accessibility/text-alternatives', { [id]: 'part' })]
const look: Finding = finding('0a0a0a0a', {
  outcome: 'cantTell',
  message: 'Look at the picture.',
  owes: { who: 'reviewer', act: 'look at the evidence and decide' },
})
const on = (url: string, rest: Partial<Assertion> = {}) =>
  assertion(`a-${url}`, 'accessibility/text-alternatives', {
    subject: { id: `page:${url}`, kind: 'page', url },
    ...rest,
  })
const asking = (url: string, ...findings: Finding[]) => on(url, { outcome: 'cantTell', findings })
const stateOf = (given: ReturnType<typeof review>[], assertions: Assertion[], more = {}) => {
  const seen = { pages, given }
  return requirementState({
    id,
    fate: 'checked-and-attested',
    checks: checksSeen(id, assertions, checks, seen),
    review: seen,
    ...more,
  })
}
const both = review({ pages })

test('what a check left to a person is met once a person has reviewed every page', () => {
  expect(stateOf([both], [asking(home, look), on(help)])).toEqual({ state: 'met' })
  expect(stateOf([review({ pages: [home] }), review({ pages: [help] })], [asking(home, look), on(help)]).state).toBe(
    'met',
  )
})

test('a page that waits leaves it open, says how many are done, and names the command that clears it', () => {
  expect(stateOf([review({ pages: [home] })], [asking(home, look), on(help)])).toEqual({
    state: 'cantTell',
    because: `1 of 2 pages are reviewed; the first that is not: ${help}.`,
    owes: { who: 'reviewer', act: 'Review what the check cannot see: mustdo review-page --criterion 1.1.1' },
  })
  expect(stateOf([review({ pages: [help] })], [asking(home, look), on(help)])).toMatchObject({
    state: 'cantTell',
    because: 'Look at the picture.',
  })
})

test('a review that finds it not met makes it not met, whatever other reviews and the checks say', () => {
  for (const verdict of ['does-not-support', 'partially-supports'] as const)
    expect(
      stateOf(
        [both, review({ pages: [help], verdict, outcome: 'failed', notes: 'The chart has no text.' })],
        [on(home), on(help)],
      ),
    ).toEqual({
      state: 'notMet',
      because: `Reviewed by Sam Lee on 2026-11-20 with NVDA 2025.1, Firefox 145: ${verdict.replaceAll('-', ' ')}. The chart has no text.`,
    })
})

test('no review, attestation or verdict of not applicable overrides what a check saw fail', () => {
  const failed = on(home, { outcome: 'failed', findings: [finding('0b0b0b0b', { message: 'No alt.' })] })
  for (const outcome of ['passed', 'inapplicable'] as const)
    expect(stateOf([review({ pages, outcome })], [failed, on(help)], { attestation: attestation() })).toEqual({
      state: 'notMet',
      because: 'No alt.',
    })
})

test('a review that does not count changes nothing and says why', () => {
  const spoilt = review({ pages, problems: ['expired on 2026-11-01'] })
  expect(stateOf([spoilt], [on(home), on(help)])).toMatchObject({
    state: 'cantTell',
    because: `A review does not count: expired on 2026-11-01. 0 of 2 pages are reviewed; the first that is not: ${home}.`,
  })
  const bad = review({ pages, outcome: 'failed', problems: ['expired on 2026-11-01'] })
  expect(stateOf([bad], [on(home), on(help)]).state).toBe('cantTell')
})

test('a person decides what was left to a person, not what the supplier or mustdo owes', () => {
  const crashed = finding('0c0c0c0c', {
    outcome: 'cantTell',
    message: 'The page did not load.',
    owes: { who: 'supplier', act: 'make the page load in a browser and run again' },
  })
  expect(stateOf([both], [asking(home, look, crashed), on(help)])).toMatchObject({
    state: 'cantTell',
    because: 'The page did not load.',
  })
})

test('a criterion without a check is met, or does not apply, when every page is reviewed; and waits with its command', () => {
  const person = { fate: 'person', owes: { who: 'reviewer', act: 'review it' } } as const
  expect(stateOf([both], [], person).state).toBe('met')
  expect(stateOf([review({ pages, outcome: 'inapplicable' })], [], person).state).toBe('notApplicable')
  expect(
    stateOf([review({ pages: [home], outcome: 'inapplicable' }), review({ pages: [help] })], [], person).state,
  ).toBe('met')
  expect(stateOf([], [], person)).toMatchObject({
    state: 'notTested',
    owes: { act: 'Review it on every page: mustdo review-page --criterion 1.1.1' },
  })
})

test('a run without a page has nothing that could be reviewed', () => {
  expect(concludeReviews({ pages: [], given: [both] })).toEqual({ waiting: [] })
})

test('a matter of many pages is settled when all of them are reviewed', () => {
  const site = assertion('s', 'accessibility/text-alternatives', {
    subject: { id: 'site', kind: 'site', url: home },
    outcome: 'cantTell',
    findings: [look],
  })
  expect(stateOf([review({ pages: [home] })], [site]).state).toBe('cantTell')
  expect(stateOf([both], [site]).state).toBe('met')
})

test('a review names the findings that it decides: those of its own pages that were left to a person', () => {
  const other = { ...look, id: '0d0d0d0d' }
  const assertions = [asking(home, look), asking(help, other)]
  const seen = (given: ReturnType<typeof review>) => settledBy(id, given, { pages, given: [given] }, assertions)
  expect(seen(review({ pages: [home] }))).toEqual(['0a0a0a0a'])
  expect(seen(both)).toEqual(['0a0a0a0a', '0d0d0d0d'])
  expect(seen(review({ pages, problems: ['expired'] }))).toEqual([])
})

test('criteria are told from other requirements, and pages in scope are those of the plan, each once', () => {
  expect([id, 'ACC-WCAG-2.4.11', 'ACC-PSB-001', 'SEC-HDR-004'].map(criterionOf)).toEqual([
    '1.1.1',
    '2.4.11',
    undefined,
    undefined,
  ])
  const plan = [on(home), on(home), on(help), assertion('o', 'c')]
  expect(pagesInScope(plan)).toEqual(pages)
})
