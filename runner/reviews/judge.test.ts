import { expect, test } from 'vitest'
import { judgeReviews, sampleSaid } from './judge.ts'
import { head, load, reviewsText } from './testing.ts'

const run = { now: '2026-11-22T14:02:00.000Z', version: '7.2.1' }
const problems = (text: string, more = {}) =>
  Object.values(judgeReviews(load(text), { ...run, ...more })).flatMap(list => list.flatMap(one => one.problems))

test('reviews stand under their requirement; partial support is not met', () => {
  const results = judgeReviews(load(reviewsText), run)
  expect(results['ACC-WCAG-1.1.1']).toMatchObject([
    {
      verdict: 'supports',
      outcome: 'passed',
      by: 'reviewed',
      who: 'Sam Lee',
      with: 'NVDA 2025.1, Firefox 145',
      problems: [],
    },
  ])
  expect(results['ACC-WCAG-1.3.1']).toMatchObject([
    { verdict: 'partially-supports', outcome: 'failed', notes: 'The table of results has no headers.' },
  ])
})

test('a review holds on its last day and not on the next, not before its own day, and for its version only', () => {
  expect(problems(reviewsText, { now: '2027-03-31T23:59:59.999Z' })).toEqual([])
  expect(problems(reviewsText, { now: '2027-04-01T00:00:00.000Z' })).toEqual(Array(2).fill('expired on 2027-03-31'))
  expect(problems(reviewsText, { now: '2026-11-19T12:00:00.000Z' })[0]).toBe(
    'dated 2026-11-20, after the day of the run (2026-11-19)',
  )
  expect(problems(reviewsText, { version: '7.3' })[0]).toBe('speaks of version 7.2.1, the product is 7.3')
})

test('a page of a journey counts only when the whole journey is reviewed; that one of them fails is told all the same', () => {
  const journey = `${head}  journeys:\n    - { name: Book, pages: [/book, /book/done] }\nreviews:\n`
  const line = (page: string, verdict = 'supports') =>
    `  - { criterion: "1.1.1", pages: [${page}], verdict: ${verdict}, by: Sam, with: keyboard, on: 2026-11-20 }\n`
  expect(problems(journey + line('/book') + line('/'))).toEqual([
    'half a journey: https://portal.acme.example/book/done of "Book" is not reviewed for 1.1.1',
  ])
  expect(problems(journey + line('/book') + line('/book/done'))).toEqual([])
  expect(problems(journey + line('/book', 'does-not-support'))).toEqual([])
})

test('the sample is stated for the report', () => {
  expect(sampleSaid(load(reviewsText))).toEqual([
    'Pages that persons reviewed for accessibility, in version 7.2.1: 2 in the structured sample, 1 in the random sample. Method: Structured sample of each kind of page and a random one.',
  ])
})
