import { expect, test } from 'vitest'
import { httpDate, isId, isInstant } from './fhir-date.ts'

test('an instant has seconds, a zone and a day that its month has', () => {
  for (const good of ['2026-03-29T01:30:00Z', '2024-02-29T23:59:60.123+01:00', '2026-11-01T08:30:00.000-14:00'])
    expect(isInstant(good), good).toBe(true)
  for (const bad of [
    '2026-03-29',
    '2026-03-29T01:30Z',
    '2026-03-29T01:30:00',
    '2026-02-29T01:30:00Z',
    '2026-01-01T24:00:00Z',
    7,
  ])
    expect(isInstant(bad), String(bad)).toBe(false)
})

test('an id has 1 to 64 letters, digits, hyphens and dots', () => {
  for (const good of ['a', 'A-1.b', 'x'.repeat(64)]) expect(isId(good), good).toBe(true)
  for (const bad of ['', 'a_b', 'a b', 'x'.repeat(65), 1]) expect(isId(bad), String(bad)).toBe(false)
})

test('an HTTP date is read to the second, and other forms are none', () => {
  expect(httpDate('Sun, 01 Nov 2026 08:30:00 GMT')).toBe(Date.UTC(2026, 10, 1, 8, 30) / 1000)
  for (const bad of [undefined, '2026-11-01T08:30:00Z', 'Sun, 1 Nov 2026 08:30:00 GMT'])
    expect(httpDate(bad)).toBeUndefined()
})
