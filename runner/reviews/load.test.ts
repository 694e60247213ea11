import { expect, test } from 'vitest'
import { YamlFileError } from '../../standards/yaml-file.ts'
import { loadReviews } from './load.ts'
import { head, load, reviewsText, surroundings } from './testing.ts'

const complaints = (text: string, more = {}): readonly string[] => {
  try {
    loadReviews(text, { ...surroundings, ...more })
  } catch (error) {
    if (error instanceof YamlFileError) return error.problems
    throw error
  }
  return []
}
const entry = (more: string) =>
  `${head}reviews:\n  - { criterion: "1.1.1", verdict: supports, by: Sam, with: keyboard, on: 2026-11-20${more} }\n`

test('paths become addresses, and a review that names no page speaks of the whole sample', () => {
  const { sample, reviews } = load(reviewsText)
  const whole = [
    'https://portal.acme.example/',
    'https://portal.acme.example/app/help',
    'https://portal.acme.example/news',
  ]
  expect(sample.random).toEqual(whole.slice(2))
  expect(reviews.map(({ criterion, pages }) => [criterion, pages])).toEqual([
    ['1.1.1', whole],
    ['1.3.1', whole.slice(0, 1)],
  ])
})

test('a page at the end of a journey keeps its place on it; any other fragment goes', () => {
  const text = reviewsText.replace('.example/news"]', '.example/news#top", "/app/help#journey:contact:3"]')
  expect(text).not.toBe(reviewsText)
  expect(load(text).sample.random).toEqual([
    'https://portal.acme.example/news',
    'https://portal.acme.example/app/help#journey:contact:3',
  ])
})

test('each fault names file, line and column, what was expected and what to do', () => {
  expect(complaints(entry(', pages: [/elsewhere]'))).toEqual([
    'reviews.yaml:8:95  reviews[0].pages[0] is https://portal.acme.example/elsewhere, which is not in the sample. Expected one of its pages. Add it to sample.structured or sample.random.',
  ])
  expect(complaints(entry(', pages: ["https://other.example/"]'))).toEqual([
    'reviews.yaml:8:95  reviews[0].pages[0] is "https://other.example/". Expected a page of the product (https://portal.acme.example). Correct it, or add its website to the endpoints.',
  ])
  expect(complaints(entry('').replace('1.1.1', '9.9.9'))).toEqual([
    'reviews.yaml:8:7  reviews[0].criterion is "9.9.9". Expected the number of a success criterion, in quotes, as "1.1.1".',
  ])
  expect(complaints(entry('').replace('1.1.1', '1.4.6'))).toEqual([
    'reviews.yaml:8:7  reviews[0].criterion is "1.4.6". Expected a success criterion of WCAG 2.2, level A or AA. See: mustdo standards show wcag-2.2',
  ])
  expect(complaints(entry('').replace('supports', 'support'))).toEqual([
    'reviews.yaml:8:27  reviews[0].verdict is "support". Expected one of supports, partially-supports, does-not-support, not-applicable. Did you mean "supports"?',
  ])
  expect(complaints(entry('').replace('2026-11-20', '2027-11-20'))[0]).toContain('after "until" (2027-03-31)')
  expect(complaints(entry('').replace(/ {2}(structured|random).*\n/g, ''))[0]).toContain('sample has no page.')
})

test('a path needs exactly one website to belong to', () => {
  const sites = [...surroundings.sites, 'https://clinic.acme.example/']
  expect(complaints(reviewsText, { sites })[0]).toBe(
    'reviews.yaml:5:16  sample.structured[0] is "/", and the target file has 2 websites. Expected a whole address. Begin it with https://.',
  )
})

test('credentials in an address never reach a message', () => {
  expect(complaints(entry(', pages: ["https://u:secret@portal.acme.example/"]')).join()).not.toContain('secret')
})
