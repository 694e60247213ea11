import { expect, test } from 'vitest'
import { loadCatalogue } from '../../standards/index.ts'
import type { Landscape } from '../check.ts'
import { truthOf } from './conditions.ts'
import { fhir, landscape, origin, resourceType } from './testing.ts'

const catalogue = loadCatalogue()
const issuer: Landscape['issuers'][number] = {
  kind: 'issuer',
  id: 'issuer:oauth',
  url: 'https://a.example/',
  endpoint: 'oauth',
  identities: [],
  users: [],
  declared: true,
}
const ask = (id: string, ...given: Parameters<typeof landscape>) => truthOf(id, landscape(...given), catalogue)

test.each([...catalogue.conditions.values()])('nothing seen never makes "$id" false', ({ id, endpoints }) => {
  const truth = ask(id)
  expect(truth.holds).not.toBe(false)
  if (truth.holds === 'unknown') {
    expect(truth.because).toMatch(/names no endpoint of kind|no identity/)
    expect(truth.act).toMatch(/add an /)
  } else expect(endpoints.length === 0 || id === 'docs').toBe(true)
})

test.each([
  ['fhir-search', { interactions: ['search-type'] }],
  ['fhir-create', { interactions: ['create'] }],
  ['fhir-update', { interactions: ['update'] }],
  ['fhir-delete', { interactions: ['delete'] }],
  ['fhir-vread', { interactions: ['vread'] }],
  ['fhir-patch', { interactions: ['patch'] }],
  ['fhir-history', { interactions: ['history-instance'] }],
  ['fhir-cond', { conditionalCreate: true }],
  ['fhir-cond', { conditionalUpdate: true }],
])('%s follows what the CapabilityStatement declares of its types', (id, declared) => {
  expect(ask(id, { fhir: [fhir()] })).toMatchObject({ holds: false, observed: expect.stringContaining('declares no') })
  expect(ask(id, { fhir: [fhir({ types: [resourceType('Patient', declared)] })] })).toEqual({ holds: true })
})

test.each([
  ['fhir-batch', { interactions: ['batch'] }],
  ['fhir-txn', { interactions: ['transaction'] }],
  ['fhir-xml', { formats: ['application/fhir+xml'] }],
  ['smart', { security: { cors: true, smart: true } }],
  ['fhir-sub', { types: [resourceType('Subscription')] }],
])('%s follows what the CapabilityStatement declares of the whole', (id, declared) => {
  expect(ask(id, { fhir: [fhir()] }).holds).toBe(false)
  expect(ask(id, { fhir: [fhir(declared)] })).toEqual({ holds: true })
})

test('what one of several endpoints declares holds for the product', () => {
  const second = fhir({ id: 'fhir:second', interactions: ['batch'] })
  expect(ask('fhir-batch', { fhir: [fhir(), second] })).toEqual({ holds: true })
})

test('a CapabilityStatement that could not be read leaves the condition unknown, beside one that was read too', () => {
  const unread = fhir({ declared: false, types: [] })
  for (const found of [[unread], [fhir(), unread]])
    expect(ask('fhir-search', { fhir: found })).toMatchObject({
      holds: 'unknown',
      because: expect.stringContaining('could not be read'),
    })
})

test('SMART backend services are unknown until an identity signs with a private key', () => {
  expect(ask('smart-backend')).toMatchObject({ holds: 'unknown', because: expect.stringContaining('fhir') })
  expect(ask('smart-backend', { fhir: [fhir()] })).toMatchObject({ holds: 'unknown' })
  const identities = [{ name: 'backend', method: 'private-key-jwt' }]
  expect(ask('smart-backend', { fhir: [fhir()] }, { identities })).toEqual({ holds: true })
  expect(ask('smart-backend', { issuers: [issuer] }, { identities })).toEqual({ holds: true })
})

test('conditions of a surface hold where the target names it', () => {
  const endpoint = { kind: 'endpoint', id: 'e', url: 'https://a.example/', endpoint: 'e', identity: null } as const
  expect(ask('any-https', { origins: [origin()] })).toEqual({ holds: true })
  expect(ask('dicomweb', { exports: [{ ...endpoint, endpointKind: 'dicomweb' }] })).toEqual({ holds: true })
  expect(ask('dicomweb', { exports: [{ ...endpoint, endpointKind: 'bulk' }] }).holds).toBe('unknown')
  expect(ask('fhir-api', { fhir: [fhir()] })).toEqual({ holds: true })
})

test('every requirement names a condition that the catalogue has', () => {
  const named = new Set([...catalogue.requirements.values()].map(({ appliesWhen }) => appliesWhen))
  expect([...named].filter(id => !catalogue.conditions.has(id))).toEqual([])
})
