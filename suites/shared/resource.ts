import type { Exchange } from '../../runner/check.ts'

export type Json = { readonly [key: string]: unknown }
export interface Resource extends Json {
  readonly resourceType: string
  readonly id?: string
  readonly meta?: { readonly versionId?: unknown; readonly lastUpdated?: unknown; readonly tag?: unknown }
}

/** The body of an answer as a FHIR resource in JSON; undefined for anything else. */
export function resourceIn(exchange: Exchange): Resource | undefined {
  let body: unknown
  try {
    body = JSON.parse(exchange.response?.body.text ?? '')
  } catch {
    return undefined
  }
  return isResource(body) ? body : undefined
}

export const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
export const isResource = (value: unknown): value is Resource =>
  isObject(value) && typeof value['resourceType'] === 'string'
export const objectsIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** What an answer is, in few words, for the `actual` of a finding. */
export function summaryOf(exchange: Exchange): string {
  const { response } = exchange
  const resource = resourceIn(exchange)
  const what = resource
    ? resource.resourceType
    : response?.body.bytes
      ? `a body that is no FHIR JSON (${response.headers['content-type'] ?? 'no content type'})`
      : 'no body'
  return `${response?.status} with ${what}`
}

/** Whether `_summary` or `_elements` cut it down (R4 search.html, 3.1.1.5.8). */
export const isSubset = (resource: Resource): boolean =>
  objectsIn(resource.meta?.tag).some(
    ({ system, code }) =>
      code === 'SUBSETTED' && (system === undefined || /v3\/?-?ObservationValue$/.test(String(system))),
  )
