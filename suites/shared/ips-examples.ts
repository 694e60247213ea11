/** A small International Patient Summary, for the examples of checks. */
import { sent } from './fhir-examples.ts'

const LOINC = 'http://loinc.org'
type Part = { readonly [element: string]: unknown }

export const ipsSection = (code: string, more: Part = {}): Part => ({
  title: 'Section',
  code: { coding: [{ system: LOINC, code }] },
  text: { status: 'generated', div: '<div>Nothing is recorded.</div>' },
  entry: [{ reference: 'https://product.example/fhir/Condition/c' }],
  ...more,
})

export const ipsComposition: Part = {
  resourceType: 'Composition',
  id: 'c',
  status: 'final',
  type: { coding: [{ system: LOINC, code: '60591-5' }] },
  subject: { reference: 'https://product.example/fhir/Patient/a' },
  date: '2026-11-22T12:00:00Z',
  author: [{ reference: 'https://product.example/fhir/Organization/o' }],
  title: 'Patient summary',
  section: ['11450-4', '48765-2', '10160-0'].map(code => ipsSection(code)),
}
export const ipsPatient: Part = { resourceType: 'Patient', id: 'a', name: [{ family: 'Example' }] }

/** The document with parts of the composition, of the patient or of the bundle replaced. */
export const ipsAnswer = (parts: { composition?: Part; patient?: Part; bundle?: Part } = {}) =>
  sent(
    {
      resourceType: 'Bundle',
      type: 'document',
      identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:4f1c6a52-0c55-4dd5-8f9e-0d3a4d1b7a10' },
      timestamp: '2026-11-22T12:00:00Z',
      entry: [
        { fullUrl: 'urn:uuid:1', resource: { ...ipsComposition, ...parts.composition } },
        { fullUrl: 'https://product.example/fhir/Patient/a', resource: { ...ipsPatient, ...parts.patient } },
      ],
      ...parts.bundle,
    },
    {},
    'Patient/a/$summary',
  )
