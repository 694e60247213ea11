import { expect, test } from 'vitest'
import type { ApiSubject } from '../../runner/check.ts'
import { addressQuestions, takesAddress } from './address-parameters.ts'
import { smartFhir } from './oauth-examples.ts'
import type { Parameter } from './openapi/operations.ts'

const ADDRESS = 'http://127.0.0.1:9444/0123456789abcdef'
const named = (name: string, more: Partial<Parameter> = {}): Parameter => ({
  name,
  in: 'query',
  required: false,
  style: 'form',
  explode: true,
  json: false,
  place: { value: {}, at: '' },
  ...more,
})

test('a parameter takes an address by its name or by its format', () => {
  for (const name of ['url', 'imageUrl', 'logo_uri', 'callback', 'webhook', 'next', 'avatar'])
    expect(takesAddress(named(name)), name).toBe(true)
  expect(takesAddress(named('from', { schema: { value: { type: 'string', format: 'uri' }, at: '' } }))).toBe(true)
  for (const name of ['family', 'identifier', 'date', 'curl_count', 'status'])
    expect(takesAddress(named(name)), name).toBe(false)
  expect(takesAddress(named('url', { in: 'header' }))).toBe(false)
})

test('the searches of a FHIR endpoint name the listener as an address or as the address of a resource', () => {
  const type = (name: string, ...searchParams: { name: string; type: string }[]) => ({
    ...{ kind: 'resource-type' as const, id: name, endpoint: 'fhir', identity: 'system', base: '', type: name },
    ...{ url: `https://product.example/fhir/${name}`, fhirVersion: '4.0.1', updateCreate: false },
    ...{ conditionalCreate: false, conditionalUpdate: false, searchParams, instances: [], searchIncludes: [] },
    interactions: ['search-type'],
  })
  const types = [
    type('ValueSet', { name: 'url', type: 'uri' }, { name: 'name', type: 'string' }),
    type('Patient', { name: 'organization', type: 'reference' }, { name: 'url', type: 'uri' }),
  ]
  const questions = addressQuestions(smartFhir({ types: types as never }))
  expect(questions.map(({ name }) => name)).toEqual(['url', 'organization'])
  expect(questions.map(({ naming }) => decodeURIComponent(naming(ADDRESS)))).toEqual([
    `https://product.example/fhir/ValueSet?url=${ADDRESS}`,
    'https://product.example/fhir/Patient?organization=http://127.0.0.1:9444/Organization/0123456789abcdef',
  ])
})

test('the GET operations of a document name it in the parameter, beside the values of the document', () => {
  const query = (name: string, required = false) => ({ name, in: 'query', required, schema: { type: 'string' } })
  const operation = { parameters: [query('image_url'), query('size', true)], responses: { 200: { description: '' } } }
  const document = {
    openapi: '3.0.3',
    info: { title: 'a', version: '1' },
    paths: { '/preview': { get: operation, post: operation }, '/status': { get: { responses: {} } } },
  }
  const api = { kind: 'api', id: 'api', url: 'https://product.example/v1', endpoint: 'api', identity: 'system' }
  const questions = addressQuestions({ ...api, document, operations: [] } as ApiSubject)
  expect(questions.map(({ name }) => name)).toEqual(['image_url'])
  const asked = new URL(questions[0]?.naming(ADDRESS) ?? '')
  expect(asked.pathname).toBe('/v1/preview')
  expect(asked.searchParams.get('image_url')).toBe(ADDRESS)
  expect(asked.searchParams.has('size')).toBe(true)
  expect(questions[0]?.plain).not.toContain('127.0.0.1')
})
