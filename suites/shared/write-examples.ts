/** Answers of FHIR servers to writes, for the examples of checks. */
import { type Answered, noGround } from '../../runner/check.ts'
import { answer } from './examples.ts'
import { BASE, SUPPLIER, typeSubject } from './fhir-examples.ts'

export { BASE, HAPI, refusal, SUPPLIER } from './fhir-examples.ts'
export const URL_1 = `${BASE}/Observation/1`
const LAST_MODIFIED = 'Sun, 22 Nov 2026 12:00:00 GMT'

export const observations = typeSubject({
  id: 'fhir:fhir/Observation',
  url: `${BASE}/Observation`,
  type: 'Observation',
  interactions: ['read', 'vread', 'history-instance', 'search-type', 'create', 'update', 'patch', 'delete'],
  versioning: 'versioned',
  conditionalCreate: true,
  writable: true,
})

/** An observation as the server keeps it. */
export const kept = (version = '1', more: object = {}): object => ({
  resourceType: 'Observation',
  id: '1',
  meta: { versionId: version, lastUpdated: '2026-11-22T12:00:00.000Z' },
  status: 'final',
  code: { text: 'Heart rate' },
  note: [{ text: `words ${version}` }],
  ...more,
})

/** An answer with version headers; the body is the resource unless another is given. */
export const wrote = (
  status: number,
  version = '1',
  headers: Readonly<Record<string, string>> = {},
  body: object | string = kept(version),
  method = 'POST',
): Answered =>
  answer(
    status,
    {
      'content-type': 'application/fhir+json; charset=utf-8',
      etag: `W/"${version}"`,
      'last-modified': LAST_MODIFIED,
      ...(status === 201 && { location: `${URL_1}/_history/${version}` }),
      ...headers,
    },
    body,
    { method, url: method === 'POST' ? `${BASE}/Observation` : URL_1, as: 'system' },
  )

/** An answer in which single headers are missing. */
export function lacking(answered: Answered, ...names: readonly string[]): Answered {
  const rawHeaders = answered.response.rawHeaders.filter(([name]) => !names.includes(name))
  return { ...answered, response: { ...answered.response, rawHeaders, headers: Object.fromEntries(rawHeaders) } }
}

export const made = { created: wrote(201), id: '1', url: URL_1, etag: 'W/"1"' }

/** The example that most checks of writes share: the server would not have the resource. */
export const refusedExample = {
  name: 'the tester may not write',
  from: SUPPLIER,
  outcome: 'cantTell',
  seen: noGround(`${BASE}/Observation answered 403 to the identity system`),
  subject: observations,
} as const
