import { expect, test } from 'vitest'
import { help, home, pagesRecord } from '../testing/pages.ts'
import { review } from '../testing/parts.ts'
import { waitingFor } from './waiting.ts'

const told = (...words: Parameters<typeof waitingFor>) =>
  waitingFor(...words).map(({ criterion, page, lookAt }) => [criterion, page, lookAt.length])

test('what waits is each open criterion on each page, with the questions that a program has', () => {
  const record = pagesRecord()
  expect(told(record)).toEqual([
    ['1.4.3', home, 1],
    ['1.4.3', help, 0],
    ['1.2.1', home, 0],
    ['1.2.1', help, 0],
  ])
  expect(waitingFor(record)[0]?.lookAt).toEqual([
    {
      id: '0a0a0a0a',
      check: 'accessibility/contrast',
      message: 'The contrast of 1 element could not be told.',
      places: [{ selector: 'main > p' }],
    },
  ])
})

test('one page, one criterion, and what somebody has reviewed already', () => {
  expect(told(pagesRecord(), { pages: [help], criteria: ['1.2.1'] })).toEqual([['1.2.1', help, 0]])
  const record = pagesRecord()
  const requirements = record.requirements.map(one => ({ ...one, reviews: [review({ pages: [home] })] }))
  expect(told({ ...record, requirements })).toEqual([
    ['1.4.3', help, 0],
    ['1.2.1', help, 0],
  ])
})
