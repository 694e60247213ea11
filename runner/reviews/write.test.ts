import { expect, test } from 'vitest'
import { waitingFor } from '../../reports/terminal/waiting.ts'
import { help, home, pagesRecord } from '../../reports/testing/pages.ts'
import { YamlFileError } from '../../standards/yaml-file.ts'
import { loadReviews } from './load.ts'
import { load, reviewsText } from './testing.ts'
import { draftReviews, newReviews, withReview } from './write.ts'

const review = {
  criterion: '1.1.1',
  verdict: 'supports',
  by: 'Sam Lee',
  with: 'keyboard, Chrome 142',
  on: '2026-11-21',
} as const
const sites = [home]

test('a first file loads as it is written', () => {
  const head = { version: '7.2.1', until: '2027-03-31', method: 'Every page.', pages: [home, help] }
  const { reviews, product } = loadReviews(newReviews(head, [review]), { shown: 'r', sites })
  expect(product.version).toBe('7.2.1')
  expect(reviews).toEqual([{ ...review, pages: [home, help] }])
})

test('a review is added, comments kept; the same person on the same criterion and pages replaces what was said', () => {
  const commented = `# ours\n${reviewsText}`
  const again = withReview(commented, load(commented), review)
  expect(again).toContain('# ours')
  expect(load(again).reviews.map(({ criterion, on }) => [criterion, on])).toEqual([
    ['1.1.1', '2026-11-21'],
    ['1.3.1', '2026-11-20'],
  ])
  const other = withReview(commented, load(commented), { ...review, by: 'Jo' })
  expect(load(other).reviews).toHaveLength(3)
})

test('a page that is new to the sample is added to it', () => {
  const text = withReview(reviewsText, load(reviewsText), { ...review, pages: ['https://portal.acme.example/new'] })
  expect(load(text).sample.structured).toContain('https://portal.acme.example/new')
})

test('a draft names what there is to look at, and does not load before it is filled in', () => {
  const draft = draftReviews(waitingFor(pagesRecord()), { version: '7.2.1', pages: [home, help] })
  expect(draft).toContain('# 1.4.3 Text has enough contrast.')
  expect(draft).toContain(`#   ${home}: The contrast of 1 element could not be told.\n  #     main > p\n`)
  expect(() => loadReviews(draft, { shown: 'r', sites })).toThrow(YamlFileError)
  const filled = draft
    .replaceAll('verdict: CHANGE-ME', 'verdict: supports')
    .replaceAll('on: CHANGE-ME', 'on: 2026-11-21')
    .replace('until: CHANGE-ME', 'until: 2027-03-31')
  expect(() => loadReviews(filled, { shown: 'r', sites })).toThrow(/still the placeholder/)
  const { reviews } = loadReviews(filled.replaceAll('CHANGE-ME', 'x'), { shown: 'r', sites })
  expect(reviews.map(({ criterion, pages }) => [criterion, pages])).toEqual([
    ['1.4.3', [home, help]],
    ['1.2.1', [home, help]],
  ])
})

test('nothing that a page says can write keys of its own into a draft', () => {
  const record = pagesRecord()
  const [first, ...others] = record.assertions
  const nasty = 'p\n  - criterion: "9.9.9"\r\u2028- x: y'
  const findings = (first?.findings ?? []).map(one => ({ ...one, message: nasty, places: [nasty] }))
  const assertions = first ? [{ ...first, findings }, ...others] : []
  const draft = draftReviews(waitingFor({ ...record, assertions }), { version: '7.2.1', pages: [home] })
  expect(draft.split('\n').filter(line => line.includes('9.9.9') && !line.startsWith('  #'))).toEqual([])
})
