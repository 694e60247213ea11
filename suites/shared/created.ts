/** What a test wrote, and how it is taken away again. Asks; judges nothing. */
import type { Exchange, FhirSubject, Http, ResourceTypeSubject } from '../../runner/check.ts'
import { FHIR_ACCEPT } from './refusal.ts'

/** The patients of an endpoint, where they may be created. */
export const creatablePatients = ({ types }: FhirSubject): ResourceTypeSubject | undefined =>
  types.find(({ type, interactions }) => type === 'Patient' && interactions.includes('create'))

export const needsCreate = 'a FHIR endpoint that declares create for Patient, with an identity that may do so'

/** A small synthetic patient; nothing in it says who anybody is. */
export const smallPatient = (more: object = {}): string =>
  JSON.stringify({ resourceType: 'Patient', active: true, name: [{ family: 'Mustdo', given: ['Test'] }], ...more })

export const postTo = (http: Http, type: ResourceTypeSubject, as: string | null, body: string): Promise<Exchange> =>
  http.send('POST', type.url, { as, headers: { ...FHIR_ACCEPT, 'content-type': 'application/fhir+json' }, body })

/** The address of what a POST created: by its Location, else by the id in the body; undefined when nothing was created. */
export function createdAt(answer: Exchange, { type, url }: ResourceTypeSubject): string | undefined {
  const { response } = answer
  if (!response || response.status < 200 || response.status > 299) return undefined
  const located = new RegExp(`(?:^|/)${type}/([A-Za-z0-9.-]{1,64})(?:/_history/|$)`).exec(
    response.headers['location'] ?? '',
  )
  const id = located?.[1] ?? /"id"\s*:\s*"([A-Za-z0-9.-]{1,64})"/.exec(response.body.text ?? '')?.[1]
  return id && `${url}/${id}`
}

/** Deletes what a POST created, if it did. */
export async function takeAway(
  http: Http,
  answer: Exchange,
  type: ResourceTypeSubject,
  as: string | null,
): Promise<void> {
  const address = createdAt(answer, type)
  if (address) await http.send('DELETE', address, { as, headers: FHIR_ACCEPT })
}
