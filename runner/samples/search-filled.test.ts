import { expect, test } from 'vitest'
import { canFill, filled } from '../../suites/shared/search-filled.ts'
import { valueFor } from '../../suites/shared/search-values.ts'
import { embeddedValidator } from '../instruments/fhir-validator/embedded.ts'

const types =
  'Patient Practitioner Organization Location Observation Condition AllergyIntolerance MedicationRequest MedicationStatement Encounter Immunization DocumentReference DiagnosticReport Procedure ServiceRequest'
const kinds: { readonly [type: string]: string } = {
  token:
    '_tag _security identifier active gender telecom status code category type class intent priority method severity value-concept clinical-status verification-status criticality vaccine-code',
  string: 'family given name address-city address-postalcode description lot-number value-string',
  date: 'birthdate date onset-date recorded-date authoredon authored issued effective',
  reference:
    'patient subject encounter organization general-practitioner partof performer specimen device asserter recorder requester service-provider location author custodian',
  quantity: 'value-quantity',
}
const parameters = Object.entries(kinds).flatMap(([type, names]) => names.split(' ').map(name => ({ name, type })))
const all = (type: string) => `${type}/any`

test('what is written for search parameters is valid R4 and holds a value for each', async () => {
  const engine = await embeddedValidator()
  let filledIn = 0
  for (const type of types.split(' ')) {
    const able = parameters.filter(parameter => canFill(type, parameter, all))
    for (const { body, parameters: held } of filled(type, able, 'word', all)) {
      const { issues } = await engine.validate(body)
      expect(issues.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([])
      for (const parameter of held) expect(valueFor(body as never, parameter), `${type} ${parameter.name}`).toBeTruthy()
      filledIn += held.length
    }
  }
  expect(filledIn).toBeGreaterThan(100)
})

test('what cannot be pointed at, or stands elsewhere in the type, is not promised', () => {
  const subject = { name: 'subject', type: 'reference' }
  expect(canFill('Observation', subject, () => undefined)).toBe(false)
  expect(canFill('Patient', { name: 'organization', type: 'reference' }, () => undefined)).toBe(false)
  expect(canFill('DocumentReference', { name: 'encounter', type: 'reference' }, all)).toBe(false)
  expect(canFill('Nonsense', { name: 'identifier', type: 'token' }, all)).toBe(false)
})

test('elements that exclude each other stand in resources of their own', () => {
  const values = ['value-quantity', 'value-concept', 'value-string'].map(name => ({ name, type: 'token' }))
  expect(filled('Observation', values, 'word', all)).toHaveLength(3)
})
