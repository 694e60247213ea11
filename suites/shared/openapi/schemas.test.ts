import { expect, test } from 'vitest'
import { placeAt } from './document.ts'
import { fits, isUsable, misfitsOf } from './schemas.ts'
import { oddMembersIn } from './undeclared.ts'

const schemas = {
  Old: {
    type: 'object',
    required: ['id', 'secret', 'made'],
    properties: {
      id: { type: 'string', nullable: true },
      size: { type: 'integer', minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
      secret: { type: 'string', writeOnly: true },
      made: { type: 'string', format: 'date-time', readOnly: true },
      kind: { type: 'string', enum: ['a', 'b'], nullable: true },
      nullable: { type: 'boolean' },
      example: { type: 'string' },
      next: { nullable: true, $ref: '#/components/schemas/Old' },
    },
  },
  Node: {
    type: 'object',
    properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/components/schemas/Node' } } },
  },
  Both: {
    allOf: [{ $ref: '#/components/schemas/Node' }, { type: 'object', properties: { extra: { type: 'integer' } } }],
  },
  Open: { type: 'object', properties: { a: {} }, additionalProperties: { type: 'string' } },
  Choice: { oneOf: [{ type: 'string' }, { type: 'object', required: ['x'], properties: { x: { type: 'integer' } } }] },
  Broken: { type: 'string', pattern: '(' },
}
const old = { openapi: '3.0.3', paths: { '/a/{b}': { get: { schema: { type: 'string' } } } }, components: { schemas } }
const modern = {
  openapi: '3.1.0',
  components: { schemas: { Size: { type: ['integer', 'null'], exclusiveMinimum: 1 } } },
}
const at = (name: string) => placeAt(old, `/components/schemas/${name}`)
const good = { id: 'x', made: '2026-11-22T09:30:00Z' }

test('nullable and exclusive bounds of 3.0 mean what they say there', () => {
  expect(fits(old, at('Old'), { ...good, id: null }, 'response')).toBe(true)
  expect(fits(old, at('Old'), { ...good, kind: null }, 'response')).toBe(true)
  expect(fits(old, at('Old'), { ...good, next: null }, 'response')).toBe(true)
  expect(fits(old, at('Old'), { ...good, size: 1 }, 'response')).toBe(false)
  expect(fits(old, at('Old'), { ...good, size: 9 }, 'response')).toBe(true)
  expect(fits(old, at('Old'), { ...good, size: null }, 'response')).toBe(false)
})

test('members called nullable and example are members, not keywords', () => {
  expect(fits(old, at('Old'), { ...good, nullable: 'yes' }, 'response')).toBe(false)
  expect(fits(old, at('Old'), { ...good, example: 4 }, 'response')).toBe(false)
})

test('what is only written is not asked of a response, what is only read not of a request', () => {
  expect(fits(old, at('Old'), good, 'response')).toBe(true)
  expect(fits(old, at('Old'), { id: 'x', secret: 's' }, 'request')).toBe(true)
  expect(misfitsOf(old, at('Old'), { id: 'x' }, 'request').map(one => one.member)).toEqual(['secret'])
})

test('schemas of 3.1 are 2020-12', () => {
  const size = placeAt(modern, '/components/schemas/Size')
  expect([null, 1, 2].map(value => fits(modern, size, value, 'response'))).toEqual([true, false, true])
})

test('schemas that name themselves work, and one in a path with braces is found', () => {
  expect(fits(old, at('Node'), { children: [{ children: [{ name: 4 }] }] }, 'response')).toBe(false)
  expect(fits(old, placeAt(old, '/paths/~1a~1{b}/get/schema'), 4, 'response')).toBe(false)
})

test('a choice that nothing fits is one misfit, not one for each branch', () => {
  expect(misfitsOf(old, at('Choice'), { x: 'one' }, 'response').map(({ rule }) => rule)).toEqual(['oneOf'])
})

test('a schema that cannot be compiled blames no value', () => {
  expect(isUsable(old, at('Broken'))).toBe(false)
  expect(fits(old, at('Broken'), 4, 'response')).toBe(true)
})

test('members that no part of a schema names are found, once for all items; an open schema names them all', () => {
  const value = {
    name: 'a',
    extra: 1,
    colour: 'red',
    children: [
      { name: 'b', age: 1 },
      { name: 'c', age: 2 },
    ],
  }
  expect(oddMembersIn(old, at('Both'), value).undeclared).toEqual(['/colour', '/children/*/age'])
  expect(oddMembersIn(old, at('Open'), { a: 1, b: 'x' }).undeclared).toEqual([])
})

test('a member that is only written is found in an answer, wherever it is', () => {
  const value = { id: 'x', secret: 's', next: { id: 'y', secret: 't' } }
  expect(oddMembersIn(old, at('Old'), value)).toEqual({ undeclared: [], writeOnly: ['/secret', '/next/secret'] })
  expect(oddMembersIn(old, at('Old'), good).writeOnly).toEqual([])
})
