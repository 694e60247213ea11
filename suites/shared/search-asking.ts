/** How probes search for one known instance by its own values. Asks; judges nothing. */
import {
  type Chosen,
  type Exchange,
  type Http,
  type Landscape,
  type NotReached,
  noData,
  type ResourceTypeSubject,
} from '../../runner/check.ts'
import { bundleIn, matchesOf } from './bundle.ts'
import { inJson, readOf, turnedAway, typesWith } from './fhir-asking.ts'
import { type Resource, resourceIn } from './resource.ts'

export type Query = readonly (readonly [name: string, value: string])[]

/** A search, narrowed to one instance, so that no stranger's record is read whatever the server makes of the rest. */
export const searchFor = (http: Http, subject: ResourceTypeSubject, id: string, query: Query): Promise<Exchange> =>
  http.get(`${subject.url}?${new URLSearchParams([['_id', id], ...query.map(pair => [...pair])])}`, inJson(subject))

/** The types of each endpoint that can be read and searched, of which instances are known, and that have what is asked. */
export const searchable = (
  landscape: Landscape,
  wanted: (subject: ResourceTypeSubject) => boolean,
  most: number,
): Chosen<ResourceTypeSubject> =>
  typesWith(landscape, 'search-type', most, type => type.interactions.includes('read') && wanted(type))

/** The first few instances as they read; not reached where no one could be read. */
export async function knownOf(
  http: Http,
  subject: ResourceTypeSubject,
  most: number,
): Promise<readonly Resource[] | NotReached> {
  const reads = await Promise.all(subject.instances.slice(0, most).map(id => readOf(http, subject, id)))
  const known = reads.flatMap(read => (read.response?.status === 200 ? (resourceIn(read) ?? []) : []))
  if (known.length > 0) return known
  return turnedAway(...reads) ?? noData(`a ${subject.type} that can be read`)
}

/** What a search found, as far as it was carried out. */
export function matchesIn(search: Exchange): readonly string[] | undefined {
  const bundle = search.response?.status === 200 ? bundleIn(search) : undefined
  return bundle && matchesOf(bundle)
}

/** Whether a test may write an instance of the type, find it and take it away again. */
export const isMakeable = ({ interactions, writable }: ResourceTypeSubject): boolean =>
  writable && ['create', 'read', 'search-type', 'delete'].every(code => interactions.includes(code))

/** What a written resource may point at: the first known instance of each type on the same endpoint. */
export const referencesOf =
  ({ resourceTypes }: Landscape, endpoint: string) =>
  (wanted: string): string | undefined => {
    const known = resourceTypes.find(({ type, endpoint: at }) => type === wanted && at === endpoint)?.instances[0]
    return known && `${wanted}/${known}`
  }
