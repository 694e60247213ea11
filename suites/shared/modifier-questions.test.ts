import { expect, test } from 'vitest'
import { modifierQuestions } from './modifier-questions.ts'
import type { Resource } from './resource.ts'

const condition = {
  resourceType: 'Condition',
  id: 'c',
  meta: { profile: ['https://a.example/StructureDefinition/one'] },
  clinicalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'relapse' }],
    text: 'Relapse',
  },
  subject: { reference: 'Patient/p', identifier: { system: 'urn:a', value: '1' } },
}
const asked = (name: string, type: string, resource: object = condition) => {
  const instance = resource as Resource
  return modifierQuestions({ type: instance.resourceType }, instance, { name, type }).map(
    ({ modifier, value, finds }) => `${finds ? 'finds' : 'misses'} ${modifier} ${value}`,
  )
}
const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical'

test('a code is asked for by its words, its value sets and its branch of the hierarchy, and by what it is not', () => {
  const questions = asked('clinical-status', 'token')
  for (const question of [
    'finds text Relapse',
    'misses text mustdo-none',
    `misses not ${CLINICAL}|relapse`,
    'finds not mustdo-none',
    'finds in http://hl7.org/fhir/ValueSet/condition-clinical',
    'misses not-in http://hl7.org/fhir/ValueSet/condition-clinical',
    `finds below ${CLINICAL}|active`,
    `misses below ${CLINICAL}|inactive`,
    `finds above ${CLINICAL}|relapse`,
    `misses above ${CLINICAL}|remission`,
  ])
    expect(questions).toContain(question)
})

test('a reference is asked for by its identifier and its type, an address by its beginning, a name by its inside', () => {
  expect(asked('subject', 'reference')).toEqual([
    'finds identifier urn:a|1',
    'misses identifier urn:mustdo:none|mustdo-none',
    'finds Patient p',
    'misses Patient mustdo-none',
    'misses Device p',
  ])
  expect(asked('_profile', 'uri')).toContain('finds below https://a.example/StructureDefinition/')
  const patient = { resourceType: 'Patient', id: 'p', name: [{ family: 'O’Neill-Example' }] }
  expect(asked('family', 'string', patient)).toEqual(['finds contains xample', 'misses contains mustdo-none'])
})

test('nothing is asked where the instance has no value', () => {
  expect(asked('code', 'token')).toEqual([])
  expect(asked('family', 'string', { resourceType: 'Patient', name: [{ family: 'Li' }] })).toEqual([])
})
