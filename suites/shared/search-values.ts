/** What a resource can be searched by: where R4 has each parameter look (the SearchParameters of 4.0.1), and the value found there. */
import type { ResourceTypeSubject } from '../../runner/check.ts'
import { isObject, type Json, type Resource } from './resource.ts'

export type Parameter = ResourceTypeSubject['searchParams'][number]

/** A value for each type of parameter that is well formed and that nothing has; composite and special parameters have no such value. */
export const nobodys: { readonly [type: string]: string } = {
  token: 'mustdo-none',
  string: 'mustdo-none',
  date: '1901-01-01',
  reference: 'mustdo-none',
  uri: 'urn:uuid:4f1c6a52-0c55-4dd5-8f9e-0d3a4d1b7a10',
  number: '987654',
  quantity: '987654',
}

const named =
  'family=name.family given=name.given name=name.family address-city=address.city address-postalcode=address.postalCode'
const ofSubject = 'identifier patient=subject subject encounter'

/** `name=path`, or the name alone where the element is called so too. */
const paths: { readonly [type: string]: string } = {
  Patient: `identifier active birthdate=birthDate gender ${named} telecom organization=managingOrganization general-practitioner=generalPractitioner`,
  Practitioner: `identifier active gender ${named} telecom`,
  Organization:
    'identifier active name type address-city=address.city address-postalcode=address.postalCode partof=partOf',
  Location: 'identifier name status address-city=address.city organization=managingOrganization',
  Observation: `${ofSubject} code category status date=effectiveDateTime performer value-quantity=valueQuantity value-concept=valueCodeableConcept value-string=valueString method specimen device`,
  Condition: `${ofSubject} code category clinical-status=clinicalStatus verification-status=verificationStatus onset-date=onsetDateTime recorded-date=recordedDate severity asserter`,
  AllergyIntolerance:
    'identifier patient code clinical-status=clinicalStatus verification-status=verificationStatus type category criticality date=recordedDate recorder asserter',
  MedicationRequest: `${ofSubject} status intent code=medicationCodeableConcept authoredon=authoredOn requester priority`,
  MedicationStatement:
    'identifier patient=subject subject status code=medicationCodeableConcept effective=effectiveDateTime',
  Encounter: 'identifier patient=subject subject status class type service-provider=serviceProvider date=period.start',
  Immunization:
    'identifier patient status vaccine-code=vaccineCode date=occurrenceDateTime lot-number=lotNumber location',
  DocumentReference: `${ofSubject} status type category date author custodian description`,
  DiagnosticReport: `${ofSubject} status code category date=effectiveDateTime issued performer`,
  Procedure: `${ofSubject} status code category date=performedDateTime`,
  ServiceRequest: `${ofSubject} status intent code category authored=authoredOn requester priority`,
  Appointment: 'identifier status date=start service-type=serviceType specialty',
}
/** Of every type; `_lastUpdated` with its prefixes is left to the server's discretion, but not by days. */
const common = '_lastUpdated=meta.lastUpdated _profile=meta.profile _tag=meta.tag _security=meta.security'

const pathOf = (type: string, name: string): string | undefined =>
  `${paths[type] ?? ''} ${common}`
    .split(' ')
    .map(entry => entry.split('='))
    .find(([known]) => known === name)
    ?.at(-1)

/** Every value at a dotted path, lists flattened. */
const at = (resource: Json, path: string): readonly unknown[] =>
  path.split('.').reduce<readonly unknown[]>(
    (found, step) =>
      found.flatMap(item => {
        const next = isObject(item) ? item[step] : undefined
        return next === undefined || next === null ? [] : next
      }),
    [resource],
  )

/** A comma, bar, dollar or backslash in a value is escaped (R4 search.html, 3.1.1.4.19). */
const escaped = (text: string) => text.replace(/[\\,|$]/g, '\\$&')

function tokenOf(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value)
  if (!isObject(value)) return undefined
  const coding = Array.isArray(value['coding']) ? value['coding'].find(isObject) : value
  const code = coding?.['code'] ?? coding?.['value']
  if (typeof code !== 'string') return undefined
  // A ContactPoint has a system too, of another kind.
  const system = typeof coding?.['system'] === 'string' && coding['system'].includes(':') ? coding['system'] : undefined
  return system ? `${escaped(system)}|${escaped(code)}` : escaped(code)
}

const literal = (value: unknown): string | undefined => {
  const reference = isObject(value) ? value['reference'] : undefined
  return typeof reference === 'string' && /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(reference)
    ? reference
    : undefined
}

function quantityOf(value: unknown): string | undefined {
  if (!isObject(value) || typeof value['value'] !== 'number') return undefined
  const { system, code } = value
  return typeof system === 'string' && typeof code === 'string'
    ? `${value['value']}|${system}|${code}`
    : `${value['value']}`
}

/** Days from the first moment of a date of any precision, in UTC: far enough off that no zone matters. */
export const dayAround = (date: string, days: number): string =>
  new Date(Date.parse(date.slice(0, 10)) + days * 86_400_000).toISOString().slice(0, 10)

/** A date by itself; a clock time by its year, or from two days before where the year is another one not far away. */
function dateOf(known: string): string | undefined {
  if (!/^\d{4}/.test(known)) return undefined
  if (!known.includes('T')) return known
  const [before, after] = [dayAround(known, -2), dayAround(known, 2)]
  return before.slice(0, 4) === after.slice(0, 4) ? before.slice(0, 4) : `ge${before}`
}

/** A period that ended in the year in which it began by that year; another from before its start on, whether it has ended or not. */
function periodOf(start: string, end: unknown): string | undefined {
  if (!/^\d{4}-\d\d-\d\d/.test(start)) return undefined
  const [from, to] = [dateOf(start), typeof end === 'string' ? dateOf(end) : undefined]
  return from === to && from?.length === 4 ? from : `ge${dayAround(start, -2)}`
}

/** A value by which the parameter finds this resource; undefined where the resource has none, or the parameter is not known here. */
export function valueFor({ resourceType, ...elements }: Resource, { name, type }: Parameter): string | undefined {
  const path = pathOf(resourceType, name)
  const values = path ? at(elements, path) : []
  const texts = values.filter(value => typeof value === 'string')
  switch (type) {
    case 'token':
      return values.map(tokenOf).find(Boolean)
    case 'string':
      return texts[0] && escaped(texts[0])
    case 'date':
      if (path?.endsWith('.start'))
        return texts[0] && periodOf(texts[0], at(elements, path.replace(/start$/, 'end'))[0])
      return texts[0] && dateOf(texts[0])
    case 'reference':
      return values.map(literal).find(Boolean)
    case 'quantity':
      return values.map(quantityOf).find(Boolean)
    case 'uri':
      return texts[0]
    default:
      return undefined
  }
}

/** The dates and times at which the parameter looks, as the resource writes them; none where it looks at periods. */
export const datesFor = ({ resourceType, ...elements }: Resource, name: string): readonly string[] => {
  const path = pathOf(resourceType, name)
  return (path && !path.endsWith('.start') ? at(elements, path) : []).filter(value => typeof value === 'string')
}

/** The quantities at which the parameter looks, as far as they have a value and a coded unit. */
export const quantitiesFor = (
  { resourceType, ...elements }: Resource,
  name: string,
): readonly { readonly value: number; readonly system: string; readonly code: string }[] => {
  const path = pathOf(resourceType, name)
  return (path ? at(elements, path) : []).flatMap(found => {
    const { value, system, code, comparator } = isObject(found) ? found : {}
    const whole = typeof value === 'number' && typeof system === 'string' && typeof code === 'string'
    return whole && comparator === undefined ? [{ value, system, code }] : []
  })
}

/** The top-level element of the type at which the parameter looks. */
export const elementFor = (type: string, name: string): string | undefined => pathOf(type, name)?.split('.')[0]
