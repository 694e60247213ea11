import { expect, test } from 'vitest'
import { fhirFormat, mediaTypeOf } from './media-type.ts'

test('a media type is read without regard to case, order of parameters or quotes', () => {
  expect(mediaTypeOf('Application/FHIR+json; fhirVersion=4.0; Charset="utf-8"')).toEqual({
    type: 'application/fhir+json',
    parameters: { fhirversion: '4.0', charset: 'utf-8' },
  })
})

test('what is no media type is none', () => {
  for (const field of [undefined, '', 'json', 'text/', 'a/b/c']) expect(mediaTypeOf(field)).toBeUndefined()
})

test('short, generic and old names stand for the formal type of FHIR, and others for none', () => {
  for (const name of [
    'json',
    'application/json',
    'text/json',
    'application/json+fhir',
    'application/fhir+json; fhirVersion=4.0',
  ])
    expect(fhirFormat(name), name).toBe('application/fhir+json')
  for (const name of ['xml', 'text/xml', 'application/fhir+xml'])
    expect(fhirFormat(name), name).toBe('application/fhir+xml')
  for (const name of ['ttl', 'text/turtle']) expect(fhirFormat(name), name).toBe('application/fhir+turtle')
  for (const name of ['html/xml', 'application/pdf', '']) expect(fhirFormat(name), name).toBeUndefined()
})
