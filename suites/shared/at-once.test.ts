import { expect, test } from 'vitest'
import { atOnce } from './at-once.ts'

const from = (at: number, ms: number) => ({ at: new Date(at).toISOString(), ms })

test('requests were under way at once where the last began before the first ended', () => {
  expect(atOnce([from(0, 10), from(5, 10)])).toBe(true)
  expect(atOnce([from(5, 10), from(0, 10)])).toBe(true)
  expect(atOnce([from(0, 10), from(0, 1)])).toBe(true)
  expect(atOnce([from(0, 10), from(10, 10)])).toBe(false)
  expect(atOnce([from(0, 10), from(40, 10)])).toBe(false)
})
