/** How probes of FHIR endpoints ask, always in the same words, so that checks share answers. Asks; judges nothing. */
import {
  atMost,
  type Chosen,
  type Exchange,
  type FhirSubject,
  type Http,
  type Landscape,
  type NotReached,
  noGround,
  type RequestOptions,
  type ResourceTypeSubject,
} from '../../runner/check.ts'
import { FHIR_JSON, fhirFormat } from './media-type.ts'
import { resourceIn } from './resource.ts'

/** A well-formed id that no server has. */
export const UNKNOWN_ID = '4f1c6a52-0c55-4dd5-8f9e-0d3a4d1b7a10'
/** A search parameter that no server knows. */
export const UNKNOWN_PARAMETER = 'mustdo-unknown'

/** Endpoints that speak R4 in JSON, as far as they declare what they speak. */
export const r4Endpoints = ({ fhir }: Landscape): readonly FhirSubject[] =>
  fhir.filter(
    ({ fhirVersion, formats }) =>
      fhirVersion.startsWith('4.') && (formats.length === 0 || formats.some(name => fhirFormat(name) === FHIR_JSON)),
  )

/** The first few types of each endpoint that declare the interaction and of which instances are known. */
export const typesWith = (
  landscape: Landscape,
  interaction: string,
  most: number,
  wanted: (type: ResourceTypeSubject) => boolean = () => true,
): Chosen<ResourceTypeSubject> =>
  atMostTypes(
    typesOf(landscape).filter(
      type => type.interactions.includes(interaction) && type.instances.length > 0 && wanted(type),
    ),
    most,
  )

export const typesOf = (landscape: Landscape): readonly ResourceTypeSubject[] =>
  r4Endpoints(landscape).flatMap(({ types }) => types)

/** The first few of each endpoint. */
export const atMostTypes = (types: readonly ResourceTypeSubject[], most: number): Chosen<ResourceTypeSubject> =>
  atMost(types, most, ({ endpoint }) => endpoint)

type Asker = { readonly identity: string | null }
export const inJson = ({ identity }: Asker, headers: Readonly<Record<string, string>> = {}): RequestOptions => ({
  headers: { accept: FHIR_JSON, ...headers },
  as: identity,
})

/** The CapabilityStatement, asked for anonymously and, where that is refused, with the endpoint's identity. */
export async function metadataOf(http: Http, { url, identity }: FhirSubject, fresh = false): Promise<Exchange> {
  const anonymous = await http.get(`${url}/metadata`, { ...inJson({ identity: null }), fresh })
  return identity && isRefused(anonymous) ? http.get(`${url}/metadata`, { ...inJson({ identity }), fresh }) : anonymous
}

export const readOf = (http: Http, subject: ResourceTypeSubject, id = subject.instances[0] ?? ''): Promise<Exchange> =>
  http.get(`${subject.url}/${encodeURIComponent(id)}`, inJson(subject))

export const searchOf = (
  http: Http,
  subject: ResourceTypeSubject,
  query: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Exchange> => http.get(`${subject.url}?${new URLSearchParams(query)}`, inJson(subject, headers))

/** True when the caller was turned away, which says nothing of what was asked. */
export const isRefused = ({ response }: Exchange): boolean => response?.status === 401 || response?.status === 403

/** Why answers to the endpoint's own identity give no ground: one was turned away, or is too long to be kept whole. */
export function turnedAway(...exchanges: readonly Exchange[]): NotReached | undefined {
  const long = exchanges.find(({ response }) => response?.body.cut)
  if (long)
    return noGround(`${long.request.url} gave ${long.response?.body.bytes} bytes, of which only a part was kept`, {
      who: 'mustdo',
      act: 'keep longer bodies, so that this answer can be judged',
    })
  const refused = exchanges.find(isRefused)
  if (!refused) return undefined
  const { request, response } = refused
  const who = request.as ? `the identity ${request.as}` : 'a caller without credentials'
  return noGround(`${request.url} answered ${response?.status} to ${who}`, {
    who: 'supplier',
    act: `give the endpoint an identity that may read ${request.url} and run again`,
  })
}

/** Why what should have been an everyday answer (200, a FHIR resource in JSON) is no ground for a closer look. */
export function unusable(...exchanges: readonly Exchange[]): NotReached | undefined {
  const refused = turnedAway(...exchanges)
  if (refused) return refused
  const odd = exchanges.find(one => one.response && (one.response.status !== 200 || !resourceIn(one)))
  return odd && noGround(`${odd.request.url} answered ${odd.response?.status}, without a resource to look at closer`)
}
