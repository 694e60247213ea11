import { expect, test } from 'vitest'
import { addressOf, containedIds, literalsIn } from './references.ts'

const base = 'https://product.example/fhir'

test('every literal reference of a resource is found with its path, logical ones are not', () => {
  const resource = {
    resourceType: 'Encounter',
    participant: [{ individual: { reference: 'Practitioner/gp' } }],
    subject: { identifier: { system: 'urn:x', value: '1' } },
    serviceProvider: { reference: '#o' },
  }
  expect(literalsIn(resource)).toEqual([
    { path: 'Encounter.participant[0].individual', reference: 'Practitioner/gp' },
    { path: 'Encounter.serviceProvider', reference: '#o' },
  ])
})

test('relative references and those below the base lead to this server; others do not', () => {
  expect(addressOf('Patient/1', base)).toBe(`${base}/Patient/1`)
  expect(addressOf('Patient/1/_history/2', base)).toBe(`${base}/Patient/1/_history/2`)
  expect(addressOf(`${base}/Patient/1`, base)).toBe(`${base}/Patient/1`)
  for (const other of ['#a', 'urn:uuid:1', 'https://other.example/Patient/1', 'Patient?identifier=1'])
    expect(addressOf(other, base), other).toBeUndefined()
})

test('a resource contains itself and what it lists', () => {
  expect(containedIds({ contained: [{ resourceType: 'Organization', id: 'o' }] })).toEqual(['#', '#o'])
})
