/** Answers of FHIR servers, for the examples of checks. */
import { type Answered, type FhirSubject, noGround, type ResourceTypeSubject } from '../../runner/check.ts'
import { answer } from './examples.ts'

export const BASE = 'https://product.example/fhir'
export const SUPPLIER = 'reference supplier, 2026-11-22'
export const HAPI = 'HAPI FHIR JPA 8.8.0, 2026-11-22'
/** A probe that was turned away. */
export const noAccess = noGround(`${BASE} answered 403 to the identity system`)
const fhirJson = { 'content-type': 'application/fhir+json; charset=utf-8' }

export const typeSubject = (facts: Partial<ResourceTypeSubject> = {}): ResourceTypeSubject => ({
  kind: 'resource-type',
  id: 'fhir:fhir/Patient',
  url: `${BASE}/Patient`,
  endpoint: 'fhir',
  identity: 'system',
  base: BASE,
  type: 'Patient',
  fhirVersion: '4.0.1',
  interactions: ['read', 'vread', 'search-type'],
  updateCreate: false,
  conditionalCreate: false,
  conditionalUpdate: false,
  searchParams: [],
  searchIncludes: [],
  profiles: [],
  instances: ['a'],
  writable: false,
  ...facts,
})

export const fhirSubject = (facts: Partial<FhirSubject> = {}): FhirSubject => ({
  kind: 'fhir',
  id: 'fhir:fhir',
  url: BASE,
  endpoint: 'fhir',
  identity: 'system',
  fhirVersion: '4.0.1',
  formats: ['json'],
  security: { cors: true, smart: true },
  interactions: [],
  types: [],
  testPatients: [],
  declared: true,
  writable: false,
  ...facts,
})

export const patient = {
  resourceType: 'Patient',
  id: 'a',
  meta: { versionId: '1', lastUpdated: '2026-11-01T08:30:00.000Z' },
  active: true,
} as const

/** A resource as FHIR JSON with status 200; headers are added to the content type, `path` is below the base. */
export const sent = (
  resource: object = patient,
  headers: Readonly<Record<string, string>> = {},
  path = 'Patient/a',
): Answered => answer(200, { ...fhirJson, ...headers }, resource, { url: `${BASE}/${path}`, as: 'system' })

/** A refusal with an OperationOutcome. */
export const refusal = (status: number, code = 'not-found', path = 'Patient/a'): Answered =>
  answer(
    status,
    fhirJson,
    { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] },
    { url: `${BASE}/${path}`, as: 'system' },
  )

/** A searchset of the resources given, all matches unless said otherwise, whose self link has the query. */
export const found = (
  resources: readonly { readonly resourceType: string; readonly id?: string }[],
  query = '_id=a',
  parts: { readonly modes?: readonly string[]; readonly next?: string; readonly [element: string]: unknown } = {},
): Answered => {
  const { modes = [], next, ...rest } = parts
  const type = resources[0]?.resourceType ?? 'Patient'
  return sent(
    {
      resourceType: 'Bundle',
      type: 'searchset',
      total: resources.length,
      link: [
        { relation: 'self', url: `${BASE}/${type}?${query}` },
        ...(next ? [{ relation: 'next', url: `${BASE}?${next}` }] : []),
      ],
      entry: resources.map((resource, place) => ({
        fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`,
        resource,
        search: { mode: modes[place] ?? 'match' },
      })),
      ...rest,
    },
    {},
    `${type}?${query}`,
  )
}
