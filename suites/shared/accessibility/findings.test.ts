import { expect, test } from 'vitest'
import { acrossPages } from './across-pages.ts'
import { demandedAt } from './criteria.ts'
import { findingsOf } from './findings.ts'
import type { Hit } from './hit.ts'
import { type TrustTable, trustTable } from './trust.ts'

const table: TrustTable = {
  version: 1,
  corpus: 'made up',
  steady: ['axe', 'qualweb', 'mustdo'],
  heldOut: { found: 0, failing: 0, falseAlarms: 0 },
  rules: {
    axe: {
      'button-name': { trust: 'alone', found: 3, falseAlarms: 0 },
      'color-contrast-enhanced': { trust: 'agree', found: 3, falseAlarms: 0 },
      scrollable: { trust: 'agree', found: 2, falseAlarms: 1 },
    },
    accesslint: { scrollable: { trust: 'agree', found: 2, falseAlarms: 1 } },
    qualweb: {
      R75: { trust: 'review', found: 0, falseAlarms: 4 },
      R76: { trust: 'agree', found: 2, falseAlarms: 1 },
    },
  },
}
const hit = (some: Partial<Hit>): Hit => ({
  engine: 'axe',
  rule: 'button-name',
  outcome: 'failed',
  act: ['97a4e1'],
  criteria: ['4.1.2'],
  soft: false,
  path: '/html[1]/body[1]/button[1]',
  selector: 'button',
  html: '<button></button>',
  ...some,
})

test('a rule with a clean record and a criterion of level A fails alone', () => {
  expect(findingsOf([hit({})], table)).toMatchObject([
    { outcome: 'failed', actRules: ['97a4e1'], successCriteria: ['4.1.2'], level: 'A', engines: ['axe'] },
  ])
})

test('engines that say the same of one element make one finding', () => {
  const found = findingsOf([hit({}), hit({ engine: 'accesslint', rule: 'names/button' })], table)
  expect(found).toHaveLength(1)
  expect(found[0]?.engines).toEqual(['axe', 'accesslint'])
})

test('the same rule broken at two elements makes two findings', () => {
  expect(findingsOf([hit({}), hit({ path: '/html[1]/body[1]/button[2]' })], table)).toHaveLength(2)
})

test('a single engine without a record of its own asks a person', () => {
  const [finding] = findingsOf([hit({ engine: 'accesslint', rule: 'new' })], table)
  expect(finding?.outcome).toBe('cantTell')
  expect(finding?.look).toContain('4.1.2')
})

test('beyond AA two engines must agree', () => {
  const contrast = { rule: 'color-contrast-enhanced', act: ['09o5cg'], criteria: ['1.4.6'] }
  expect(findingsOf([hit(contrast)], table)[0]?.outcome).toBe('cantTell')
  const both = findingsOf([hit(contrast), hit({ ...contrast, engine: 'qualweb', rule: 'R76' })], table)
  expect(both).toMatchObject([{ outcome: 'failed', level: 'AAA', engines: ['axe', 'qualweb'] }])
})

test('two rules that have both cried in vain before do not prove each other right', () => {
  const scrolls = { act: ['0ssw9k'], criteria: ['2.1.1'] }
  const hits = [hit({ ...scrolls, rule: 'scrollable' }), hit({ ...scrolls, engine: 'accesslint', rule: 'scrollable' })]
  expect(findingsOf(hits, table)[0]?.outcome).toBe('cantTell')
})

test('a rule that is mostly wrong is only ever a question', () => {
  const bypass = { act: ['cf77f2'], criteria: ['2.4.1'] }
  const hits = [
    hit({ ...bypass, engine: 'qualweb', rule: 'R75' }),
    hit({ ...bypass, engine: 'accesslint', rule: 'unknown' }),
  ]
  expect(findingsOf(hits, table)[0]?.outcome).toBe('cantTell')
})

test('an ACT rule that nobody proved is not named in a failure', () => {
  const two = hit({ act: ['97a4e1'] })
  const vague = hit({ engine: 'accesslint', rule: 'unknown', act: ['97a4e1', 'm6b1q3'] })
  expect(findingsOf([two, vague], table)[0]?.actRules).toEqual(['97a4e1'])
})

test('a failure of one criterion leaves the question about another', () => {
  const text = { path: '/html[1]/body[1]/p[1]' }
  const found = findingsOf(
    [
      hit({ ...text, rule: 'color-contrast', outcome: 'cantTell', act: ['afw4f7', '09o5cg'], criteria: ['1.4.3'] }),
      hit({ ...text, rule: 'color-contrast-enhanced', act: ['09o5cg'], criteria: ['1.4.6'] }),
      hit({ ...text, engine: 'qualweb', rule: 'R76', act: ['09o5cg'], criteria: ['1.4.6'] }),
    ],
    table,
  )
  expect(found).toMatchObject([
    { outcome: 'failed', successCriteria: ['1.4.6'], level: 'AAA' },
    { outcome: 'cantTell', successCriteria: ['1.4.3'], level: 'AA' },
  ])
})

test('good practice has no level', () => {
  expect(findingsOf([hit({ soft: true, criteria: ['2.4.6'] })], table)[0]?.level).toBe('none')
})

test('one defect on many pages is one finding with its places', () => {
  const findings = findingsOf([hit({})], table)
  const [only, ...others] = acrossPages([
    { page: 'https://a.example/1', findings },
    { page: 'https://a.example/2', findings },
  ])
  expect(others).toEqual([])
  expect(only?.places.map(({ page }) => page)).toEqual(['https://a.example/1', 'https://a.example/2'])
})

test('levels are those of WCAG 2.2, and 4.1.1 is gone', () => {
  expect(['1.1.1', '2.5.8', '1.4.6', '4.1.1'].map(criterion => demandedAt([criterion]))).toEqual([
    'A',
    'AA',
    'AAA',
    'none',
  ])
})

test('the committed table knows every engine and trusts none alone that cried in vain', () => {
  const { rules } = trustTable()
  expect(Object.keys(rules).toSorted()).toEqual(['accesslint', 'axe', 'mustdo', 'qualweb'])
  const alone = Object.values(rules).flatMap(engine => Object.values(engine).filter(({ trust }) => trust === 'alone'))
  expect(alone.length).toBeGreaterThan(50)
  expect(Object.values(rules.accesslint ?? {}).map(({ trust }) => trust)).not.toContain('alone')
  expect(alone.filter(({ falseAlarms }) => falseAlarms > 0)).toEqual([])
})
