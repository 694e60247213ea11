import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ReviewResult, RunRecord } from '../../reports/record.ts'
import { help, home, pagesRecord } from '../../reports/testing/pages.ts'
import { finding, review } from '../../reports/testing/parts.ts'
import { fromOpenAcr, type Given } from './from-openacr.ts'
import { judgeReviews } from './judge.ts'
import { loadReviews } from './load.ts'
import { toOpenAcr } from './to-openacr.ts'
import { newReviews } from './write.ts'

const published = readFileSync(new URL('../../fixtures/schemas/openacr-0.1.0.json', import.meta.url), 'utf8')
const validate = new Ajv({ strict: false }).compile(JSON.parse(published))
const author = { name: 'Sam Lee', email: 'sam@acme.example' }
const given: Given = { shown: 'acr.yaml', version: '7.2.1', criteria: ['1.2.1', '1.4.3', '3.1.1'] }

type Result = RunRecord['requirements'][number]
const recordWith = (id: string, more: Partial<Result>): RunRecord => {
  const base = pagesRecord()
  return { ...base, requirements: base.requirements.map(one => (one.id === id ? { ...one, ...more } : one)) }
}
const acrOf = (record: RunRecord) => parse(toOpenAcr(record, author, '2026-11-22'))
const levelOf = (record: RunRecord, num: string): string | undefined =>
  Object.values<{ criteria: { num: string; components: { adherence: { level: string } }[] }[] }>(acrOf(record).chapters)
    .flatMap(({ criteria }) => criteria)
    .find(one => one.num === num)?.components[0]?.adherence.level

test('what is written is an OpenACR by its published schema, of the catalog of WCAG 2.2', () => {
  const reviewed = recordWith('ACC-WCAG-1.4.3', { state: 'met', reviews: [review({ pages: [home, help] })] })
  for (const record of [pagesRecord(), reviewed, pagesRecord({ requirements: [] })]) {
    expect(validate(acrOf(record)), JSON.stringify(validate.errors)).toBe(true)
    expect(acrOf(record)).toMatchObject({
      title: 'Acme Health Ltd Accessibility Conformance Report',
      product: { name: 'Acme EPR', version: '7.2.1' },
      catalog: '2.5-edition-wcag-2.2-en',
    })
  }
  const { chapters } = acrOf(pagesRecord())
  expect(chapters.success_criteria_level_a.criteria.map(({ num }: { num: string }) => num)).toEqual(['1.2.1', '3.1.1'])
  expect(chapters.success_criteria_level_aa.criteria.map(({ num }: { num: string }) => num)).toEqual(['1.4.3'])
  expect(chapters.success_criteria_level_aaa.disabled).toBe(true)
})

test('each state has its level: what waits is not evaluated, and most pages failing is no support', () => {
  expect(levelOf(pagesRecord(), '1.4.3')).toBe('not-evaluated')
  expect(levelOf(pagesRecord(), '3.1.1')).toBe('supports')
  expect(levelOf(recordWith('ACC-WCAG-1.2.1', { state: 'notApplicable' }), '1.2.1')).toBe('not-applicable')
  const no = (pages: string[]) => review({ pages, verdict: 'does-not-support', outcome: 'failed' })
  const failing = (pages: string[]) => recordWith('ACC-WCAG-1.2.1', { state: 'notMet', reviews: [no(pages)] })
  expect(levelOf(failing([home]), '1.2.1')).toBe('partially-supports')
  expect(levelOf(failing([home, help]), '1.2.1')).toBe('does-not-support')
  const base = recordWith('ACC-WCAG-1.4.3', { state: 'notMet' })
  const assertions = base.assertions.map(one => ({
    ...one,
    outcome: 'failed' as const,
    findings: [finding('0b0b0b0b')],
  }))
  expect(levelOf({ ...base, assertions }, '1.4.3')).toBe('does-not-support')
})

const words: readonly [ReviewResult['verdict'], ReviewResult['outcome']][] = [
  ['supports', 'passed'],
  ['partially-supports', 'failed'],
  ['does-not-support', 'failed'],
  ['not-applicable', 'inapplicable'],
]

test.each(words)('a review that says "%s" comes back from an OpenACR as it was', (verdict, outcome) => {
  const reviews = [
    review({ pages: [home, help], verdict, outcome, notes: 'Seen on all.' }),
    review({ pages: [help], verdict, outcome, who: 'Jo | Bloggs', with: 'TalkBack 16, Chrome 142' }),
  ]
  const text = toOpenAcr(recordWith('ACC-WCAG-1.2.1', { reviews }), author, '2026-11-22')
  const { reviews: read, leftOut } = fromOpenAcr(text, given)
  const head = { version: '7.2.1', until: '2027-03-31', method: 'All.', pages: [home, help] }
  const file = loadReviews(newReviews(head, read), { shown: 'r', sites: [home] })
  const again = judgeReviews(file, { now: '2026-11-22T00:00:00.000Z', version: '7.2.1' })
  expect(again).toEqual({ 'ACC-WCAG-1.2.1': [reviews[0], { ...reviews[1], who: 'Jo / Bloggs' }] })
  expect(leftOut).toEqual(['3.1.1', '1.4.3'])
})

test('what a program found never comes back as the word of a person', () => {
  expect(fromOpenAcr(toOpenAcr(pagesRecord(), author, '2026-11-22'), given)).toMatchObject({
    reviews: [],
    leftOut: ['1.2.1', '3.1.1', '1.4.3'],
  })
})

const foreign = `title: Acme Accessibility Conformance Report
product: { name: Acme EPR, version: "7.2.1" }
author: { name: Ada Test, email: ada@lab.example }
report_date: "2026-10-01"
evaluation_methods_used: Screen readers and keyboard.
chapters:
  success_criteria_level_a:
    criteria:
      - num: 1.2.1
        components:
          - { name: web, adherence: { level: partially-supports, notes: "Two films lack a text." } }
          - { name: electronic-docs, adherence: { level: supports } }
      - num: 4.1.1
        components: [{ name: web, adherence: { level: supports } }]
  success_criteria_level_aaa: { disabled: true }
`

test('an OpenACR of somebody else speaks of the whole sample, in the name of its author', () => {
  expect(fromOpenAcr(foreign, given)).toEqual({
    method: 'Screen readers and keyboard.',
    leftOut: ['4.1.1'],
    reviews: [
      {
        criterion: '1.2.1',
        verdict: 'partially-supports',
        by: 'Ada Test',
        with: 'Screen readers and keyboard.',
        on: '2026-10-01',
        notes: 'Two films lack a text.',
      },
    ],
  })
})

test('an OpenACR of another version, with another word or without a day is refused with its place', () => {
  expect(() => fromOpenAcr(foreign.replace('7.2.1', '7.0'), given)).toThrow(
    /acr\.yaml:2:\d+ {2}product\.version is "7\.0"\. Expected "7\.2\.1"/,
  )
  expect(() => fromOpenAcr(foreign.replace('level: partially-supports', 'level: mostly'), given)).toThrow(
    /is "mostly"\. Expected/,
  )
  expect(() => fromOpenAcr(foreign.replace('2026-10-01', 'October'), given)).toThrow(/report_date is "October"/)
})
