import { expect, test } from 'vitest'
import { embeddedValidator } from '../instruments/fhir-validator/embedded.ts'
import { readDefinitions } from '../instruments/fhir-validator/r4/definitions.ts'
import { resourceTypes } from './resource-types.ts'
import { samples } from './samples.ts'

const everything = Object.fromEntries(resourceTypes.map(type => [type, `${type}/any`]))

test('a sample of every resource type of R4 is valid', async () => {
  const engine = await embeddedValidator()
  const faulty: unknown[] = []
  for (const type of resourceTypes) {
    const made = samples.make(type, everything)
    const { issues } = await engine.validate(made)
    faulty.push(...issues.filter(({ severity }) => severity === 'error' || severity === 'fatal'))
    expect(made).toMatchObject({ resourceType: type })
  }
  expect(faulty).toEqual([])
  expect(resourceTypes.length).toBeGreaterThan(140)
})

test('the list of types is what the definitions have', () => {
  const definitions = readDefinitions()
  expect(resourceTypes.filter(type => definitions.base(type)?.kind !== 'resource')).toEqual([])
  expect(samples.make('DomainResource', {})).toBeUndefined()
  expect(samples.make('Nonsense', {})).toBeUndefined()
})

test('what a resource points at is created before it', () => {
  const all = () => true
  expect(samples.order('Patient', all)).toEqual(['Patient'])
  expect(samples.order('AllergyIntolerance', all)).toEqual(['Patient', 'AllergyIntolerance'])
  const claim = samples.order('Claim', all)
  expect(claim.indexOf('Coverage')).toBeGreaterThan(claim.indexOf('Patient'))
  expect(claim.at(-1)).toBe('Claim')
  for (const type of resourceTypes) {
    const order = samples.order(type, all)
    const made: Record<string, string> = {}
    for (const step of order) {
      expect(JSON.stringify(samples.make(step, made))).not.toContain('nobody')
      made[step] = `${step}/any`
    }
  }
})

test('among the types that may stand somewhere, one that the server has is taken', () => {
  expect(samples.order('Provenance', type => type === 'Device')).toContain('Device')
})
