import { expect, test } from 'vitest'
import { bundleIn, entriesOf, linkOf, matchesOf, parametersIn, searchsetIn } from './bundle.ts'
import { answer } from './examples.ts'

const bundle = {
  resourceType: 'Bundle',
  type: 'searchset',
  link: [{ relation: 'self', url: 'Patient?family:exact=x&_id=1' }],
  entry: [
    { fullUrl: 'https://product.example/fhir/Patient/1', resource: { resourceType: 'Patient', id: '1' } },
    { resource: { resourceType: 'OperationOutcome' } },
    { resource: { resourceType: 'Organization', id: 'o' }, search: { mode: 'include' } },
  ],
}

test('entries without a mode are matches, but outcomes are outcomes', () => {
  expect(entriesOf(bundle).map(({ mode }) => mode)).toEqual(['match', 'outcome', 'include'])
  expect(matchesOf(bundle)).toEqual(['Patient/1'])
})

test('links are made absolute, and their parameters are named without modifiers', () => {
  const self = linkOf(bundle, 'self', 'https://product.example/fhir/Patient?_id=1')
  expect(self?.pathname).toBe('/fhir/Patient')
  expect(parametersIn(self)).toEqual(['family', '_id'])
  expect(linkOf(bundle, 'next', 'https://product.example/')).toBeUndefined()
})

test('a Bundle is one whatever its type, a searchset only by its type', () => {
  expect(searchsetIn(answer(200, {}, bundle))).toBeDefined()
  expect(searchsetIn(answer(200, {}, { ...bundle, type: 'history' }))).toBeUndefined()
  expect(bundleIn(answer(200, {}, bundle))).toBeDefined()
  expect(bundleIn(answer(200, {}, { resourceType: 'Patient' }))).toBeUndefined()
  expect(bundleIn(answer(200, {}, '<html></html>'))).toBeUndefined()
})
