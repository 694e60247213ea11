import { expect, test } from 'vitest'
import { lost } from './lost.ts'

test('what the server adds, and the order of lists, is no loss', () => {
  expect(lost({ a: [1, 2], b: { c: 'x' } }, { a: [2, 3, 1], b: { c: 'x', d: 'y' }, id: '1' })).toEqual([])
})

test('what is missing or altered is named by its path', () => {
  expect(lost({ a: [{ b: 1 }], c: { d: 'x' }, e: true }, { a: [{ b: 2 }], c: {} })).toEqual(['a[0]', 'c.d', 'e'])
})

test('a reference may gain the base and a version, and no other id', () => {
  const read = { reference: 'https://product.example/fhir/Patient/1/_history/2' }
  expect(lost({ reference: 'Patient/1' }, read)).toEqual([])
  expect(lost({ reference: 'Patient/2' }, read)).toEqual(['reference'])
})

test('an instant may be told in another zone, a date may not be moved', () => {
  expect(lost({ at: '2026-03-29T02:15:00+01:00' }, { at: '2026-03-29T01:15:00Z' })).toEqual([])
  expect(lost({ at: '2026-03-29T02:15:00+01:00' }, { at: '2026-03-29T02:15:00Z' })).toEqual(['at'])
  expect(lost({ on: '1970-01' }, { on: '1970-01-01' })).toEqual(['on'])
})
