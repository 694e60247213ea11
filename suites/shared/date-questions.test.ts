import { expect, test } from 'vitest'
import { dateQuestions } from './date-questions.ts'

const asked = (known: string, finds: boolean) =>
  dateQuestions(known)
    .filter(question => question.finds === finds)
    .map(({ value }) => value)

test('a day is found by itself, by its year and from outside, and by nothing beside it', () => {
  expect(asked('2001-12-31', true)).toEqual([
    '2001-12-31',
    'ge2001-12-31',
    'le2001-12-31',
    '2001',
    'ge2001',
    'le2001',
    'gt2001-12-29',
    'lt2002-01-02',
  ])
  expect(asked('2001-12-31', false)).toEqual([
    'gt2001-12-31',
    'lt2001-12-31',
    'gt2001',
    'lt2001',
    '2001-12-29',
    '2002-01-02',
    'ge2002-01-02',
    'le2001-12-29',
    'ge2003',
    'le1999',
  ])
})

test('a clock time around New Year is not asked for by its year', () => {
  expect(asked('2026-01-01T00:30:00Z', true)).not.toContain('2026')
  expect(asked('2026-03-29T00:30:00Z', true)).toContain('2026')
})

test('a month is not found by one of its days', () => {
  expect(asked('2024-06', false)).toContain('2024-06-10')
  expect(asked('2024-06', true)).toEqual([
    '2024-06',
    'ge2024-06',
    'le2024-06',
    '2024',
    'ge2024',
    'le2024',
    'gt2024-05-30',
    'lt2024-07-02',
  ])
})

test('a time with fractions is not asked for by itself', () => {
  expect(asked('2026-03-29T00:30:00.123Z', true)).toEqual(['2026', 'ge2026', 'le2026', 'gt2026-03-27', 'lt2026-03-31'])
})
