import { expect, test } from 'vitest'
import { answer } from '../examples.ts'
import { firstItem, idIn } from './known-values.ts'
import { operationsOf } from './operations.ts'
import { plainValues, sendable, unwritable } from './request.ts'
import { valueByExpression } from './runtime-expression.ts'

const document = {
  openapi: '3.0.3',
  paths: {
    '/a/{id}/b{many}': {
      get: {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'x/y' },
          {
            name: 'many',
            in: 'path',
            style: 'matrix',
            explode: true,
            required: true,
            schema: { type: 'array' },
            example: [1, 2],
          },
          {
            name: 'list',
            in: 'query',
            required: true,
            schema: { type: 'array', items: { type: 'string' } },
            example: ['a b', 'c'],
          },
          {
            name: 'pipes',
            in: 'query',
            style: 'pipeDelimited',
            explode: false,
            required: true,
            schema: { type: 'array' },
            example: [1, 2],
          },
          {
            name: 'deep',
            in: 'query',
            style: 'deepObject',
            required: true,
            schema: { type: 'object' },
            example: { a: 1 },
          },
          { name: 'X-Trace', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } },
          { name: 'Authorization', in: 'header', required: true, schema: { type: 'string' } },
          { name: 'optional', in: 'query', schema: { type: 'string' } },
        ],
        responses: { 200: { description: 'OK', content: { 'application/json': {}, 'text/csv': {} } } },
      },
    },
  },
}

test('parameters travel in the style that the document gives them, optional ones not at all', () => {
  const [operation] = operationsOf(document)
  if (!operation) throw new Error('no operation')
  const { url, headers } = sendable(operation, 'https://a.example/base/', plainValues(document, operation))
  expect(url).toBe('https://a.example/base/a/x%2Fy/b;many=1;many=2?list=a%20b&list=c&pipes=1%7C2&deep%5Ba%5D=1')
  expect(headers).toEqual({
    accept: 'application/json, text/csv, */*;q=0.5',
    'x-trace': '00000000-0000-4000-8000-000000000000',
  })
})

test('runtime expressions read an exchange', () => {
  const seen = answer(
    201,
    { location: '/things/7' },
    { data: [{ id: 7 }] },
    { url: 'https://a.example/things?page=2', method: 'POST' },
  )
  const read = (expression: unknown) => valueByExpression(expression, seen)
  expect(read('$response.body#/data/0/id')).toBe(7)
  expect(read('$response.header.Location')).toBe('/things/7')
  expect(read('$request.query.page')).toBe('2')
  expect(read('$statusCode')).toBe(201)
  expect(read('{$method} of {$response.body#/data/0/id}')).toBe('POST of 7')
  expect(read('constant')).toBe('constant')
  expect(read('$response.body#/no/such')).toBe(undefined)
})

test('the id of an item is the member of the same name, however it is spelt', () => {
  expect(idIn({ other: 1, patient_id: 'p', id: 'x' }, 'patientId')).toBe('p')
  expect(idIn({ ID: 'x' }, 'patientId')).toBe('x')
  expect(idIn({ number: 'n' }, 'orderNumber')).toBe('n')
  expect(idIn({ name: 'n' }, 'orderId')).toBe(undefined)
  expect(firstItem(answer(200, {}, { total: 1, results: [{ id: 1 }] }))).toEqual({ id: 1 })
})

const wanted = {
  type: 'object',
  required: ['reason', 'places'],
  properties: {
    reason: { type: 'string', example: 'A & B' },
    places: { type: 'integer', minimum: 2, xml: { attribute: true } },
  },
}
const posting = (content: object, required = true) => {
  const of = {
    openapi: '3.0.3',
    paths: { '/a': { post: { requestBody: { required, content }, responses: {} } } },
    components: { schemas: { Wanted: wanted } },
  }
  const [operation] = operationsOf(of)
  if (!operation) throw new Error('The document has no operation.')
  const sent = sendable(operation, 'https://a.example', plainValues(of, operation))
  return { type: sent.headers['content-type'], body: sent.body, unwritable: unwritable(of, operation) }
}
const schema = { $ref: '#/components/schemas/Wanted' }

test.each([
  [
    'in XML alone travels as XML, by the names of its schema',
    { 'application/xml': { schema } },
    'application/xml',
    '<Wanted places="2"><reason>A &#38; B</reason></Wanted>',
  ],
  ['of XML that the author wrote is sent as written', { 'text/xml': { schema, example: '<w/>' } }, 'text/xml', '<w/>'],
  ['in any type is sent as JSON', { '*/*': { schema } }, 'application/json', '{"reason":"A & B","places":2}'],
  ['of words is sent as it is', { 'text/csv': { schema: { type: 'string', example: 'a,b' } } }, 'text/csv', 'a,b'],
])('a body %s', (_name, content, type, body) => {
  expect(posting(content)).toEqual({ type, body, unwritable: undefined })
})

test('a body that nobody can write is not sent as something else, and named where it is required', () => {
  expect(posting({ 'text/csv': { schema } })).toEqual({ type: undefined, body: undefined, unwritable: 'text/csv' })
  expect(posting({ 'text/csv': { schema } }, false).unwritable).toBeUndefined()
})
