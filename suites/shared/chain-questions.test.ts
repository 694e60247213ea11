import { expect, test } from 'vitest'
import { chainQuestions, linkNames, linksOf, reverseQuestions } from './chain-questions.ts'
import { typeSubject } from './fhir-examples.ts'

const param = (name: string, type: string) => ({ name, type })
const observations = typeSubject({
  type: 'Observation',
  searchParams: [param('subject', 'reference'), param('patient', 'reference'), param('code', 'token')],
})
const patients = typeSubject({ searchParams: [param('gender', 'token'), param('family', 'string')] })
const observation = (id: string, patient: string, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  code: { coding: [{ code: `code-of-${id}` }] },
  subject: { reference: `Patient/${patient}` },
  ...more,
})
const patient = (family: string, more: object = {}) => ({
  resourceType: 'Patient',
  id: 'a',
  gender: 'female',
  name: [{ family }],
  ...more,
})
const links = linksOf(observations, [observation('o1', 'a'), observation('o2', 'b')], [patients])
const [link] = links
if (!link) throw new Error('no link')

test('the parameter patient comes first, and links are those of one reference to a type that can be asked', () => {
  expect(linkNames(observations)).toEqual(['patient', 'subject'])
  expect(links.map(({ name, id }) => `${name} ${id}`)).toEqual(['patient a', 'patient b', 'subject a', 'subject b'])
  const two = observation('o3', 'a', { subject: [{ reference: 'Patient/a' }, { reference: 'Patient/b' }] })
  expect(linksOf(observations, [two], [patients])).toEqual([])
  expect(linksOf(observations, [observation('o1', 'a')], [typeSubject({ interactions: ['read'] })])).toEqual([])
})

test('a chain asks for the value of the target, and for one of another that the target has in no form', () => {
  const values = (own: object, others: object[]) =>
    chainQuestions(link, own as never, others as never).map(({ name, value, finds }) => `${name}=${value} ${finds}`)
  expect(values(patient('Sample'), [patient('Example')])).toEqual([
    'patient.family=Sample true',
    'patient.family=Example false',
  ])
  // A search for Óne may find O'Neill, whose name begins so where accents and marks are passed over.
  expect(values(patient("O'Neill"), [patient('Óne')])[1]).toBe('patient.family=mustdo-none false')
  expect(values(patient('Sample'), [])[1]).toBe('patient.family=mustdo-none false')
  expect(values(patient('Sample'), [patient('Sample', { gender: 'other' })])[1]).toBe('patient.gender=other false')
  expect(values({ resourceType: 'Patient', id: 'a' }, [])).toEqual([])
})

test('a chain by another parameter than patient names the type', () => {
  const [question] = chainQuestions({ ...link, name: 'subject' }, patient('Sample'), [])
  expect(question?.name).toBe('subject:Patient.family')
})

test('a _has asks by what points there, and by the id of what points at another', () => {
  const values = (all: typeof links) =>
    reverseQuestions(link, observations.searchParams, all).map(({ name, value, finds }) => `${name}=${value} ${finds}`)
  expect(values(links)).toEqual([
    '_has:Observation:patient:code=code-of-o1 true',
    '_has:Observation:patient:_id=o2 false',
  ])
  expect(values([link])[1]).toBe('_has:Observation:patient:code=mustdo-none false')
})
