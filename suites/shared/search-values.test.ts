import { expect, test } from 'vitest'
import { datesFor, dayAround, valueFor } from './search-values.ts'

const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  subject: { reference: 'Patient/a' },
  performer: [{ reference: 'urn:uuid:1' }, { reference: 'Practitioner/gp' }],
  effectiveDateTime: '2026-03-29T00:30:00Z',
  valueQuantity: { value: 72, system: 'http://unitsofmeasure.org', code: '/min' },
  meta: { profile: ['https://example/p'] } as object,
}

test.each([
  ['status', 'token', 'final'],
  ['code', 'token', 'http://loinc.org|8867-4'],
  ['subject', 'reference', 'Patient/a'],
  ['performer', 'reference', 'Practitioner/gp'],
  ['date', 'date', '2026'],
  ['value-quantity', 'quantity', '72|http://unitsofmeasure.org|/min'],
  ['_profile', 'uri', 'https://example/p'],
  ['encounter', 'reference', undefined],
  ['combo-code', 'token', undefined],
])('%s of an observation is searched for by its own value', (name, type, value) => {
  expect(valueFor(observation, { name, type })).toBe(value)
})

test('what would read as syntax is escaped, and a contact has no system', () => {
  const patient = { resourceType: 'Patient', name: [{ family: 'A,B|C' }], telecom: [{ system: 'phone', value: '1$2' }] }
  expect(valueFor(patient, { name: 'family', type: 'string' })).toBe('A\\,B\\|C')
  expect(valueFor(patient, { name: 'telecom', type: 'token' })).toBe('1\\$2')
})

test('a date is asked for by itself, and a clock time near New Year by the days before', () => {
  const of = (value: string) =>
    valueFor({ resourceType: 'Condition', onsetDateTime: value }, { name: 'onset-date', type: 'date' })
  expect([of('2024-06'), of('2024-06-11T10:00:00Z'), of('2024-01-01T00:30:00Z')]).toEqual([
    '2024-06',
    '2024',
    'ge2023-12-30',
  ])
})

test('a day around a date of any precision is a day', () => {
  expect([dayAround('2024', -1), dayAround('2024-03', -1), dayAround('2024-03-01T10:00:00Z', 1)]).toEqual([
    '2023-12-31',
    '2024-02-29',
    '2024-03-02',
  ])
})

test('a period that may not have ended is asked for from before its start on, and is no date', () => {
  const visit = { resourceType: 'Encounter', period: { start: '2026-03-28T12:00:00Z' } }
  expect(valueFor(visit, { name: 'date', type: 'date' })).toBe('ge2026-03-26')
  expect(datesFor(visit, 'date')).toEqual([])
  const over = { ...visit, period: { ...visit.period, end: '2026-03-28T13:00:00Z' } }
  expect(valueFor(over, { name: 'date', type: 'date' })).toBe('2026')
})
