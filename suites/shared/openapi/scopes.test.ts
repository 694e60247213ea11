import { expect, test } from 'vitest'
import { operationsOf } from './operations.ts'
import { lacksScopes, scopesAsked } from './scopes.ts'

const asking = (...security: object[]) => {
  const [operation] = operationsOf({ openapi: '3.0.3', paths: { '/a': { get: { security, responses: {} } } } })
  if (!operation) throw new Error('no operation')
  return operation
}

test.each([
  ['things.read', 'things.read other', false],
  ['things.read', 'things.write', true],
  ['things.read', '', true],
  ['system/*.rs', 'system/*.cruds', false],
  ['system/*.rs', 'system/Patient.rs', true],
  ['system/Patient.read', 'system/*.*', false],
  ['system/Patient.rs?status=x', 'system/Patient.r', true],
])('where %s is asked for, a token with "%s" lacks it: %s', (asked, granted, lacks) => {
  expect(lacksScopes(asking({ oauth: [asked] }), granted)).toBe(lacks)
})

test('one alternative is enough, all scopes of it are needed, and one without scopes lets any token in', () => {
  expect(lacksScopes(asking({ oauth: ['a', 'b'] }, { oauth: ['c'] }), 'c')).toBe(false)
  expect(lacksScopes(asking({ oauth: ['a', 'b'] }, { oauth: ['c'] }), 'a')).toBe(true)
  expect(scopesAsked(asking({ oauth: ['a'] }, { key: [] }))).toEqual([])
  expect(lacksScopes(asking({ oauth: ['a'] }, { key: [] }), '')).toBe(false)
})
