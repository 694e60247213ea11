/** How checks of content see the resources that may be read. */
import {
  type Exchange,
  type Http,
  type Judged,
  type Landscape,
  type NotReached,
  noData,
  type ResourceTypeSubject,
} from '../../runner/check.ts'
import { r4Endpoints, readOf, turnedAway, unusable } from './fhir-asking.ts'
import { isObject, type Json, objectsIn, type Resource, resourceIn } from './resource.ts'

/** The type at each endpoint where it can be read and instances of it are known. */
export const instancesOf =
  (...names: readonly string[]) =>
  (landscape: Landscape): readonly ResourceTypeSubject[] =>
    r4Endpoints(landscape).flatMap(({ types }) =>
      types.filter(
        ({ type, interactions, instances }) =>
          names.includes(type) && interactions.includes('read') && instances.length > 0,
      ),
    )

/** Reads the instances known, five at most. */
export async function readAll(
  http: Http,
  subject: ResourceTypeSubject,
): Promise<{ readonly reads: readonly Exchange[] } | NotReached> {
  const reads = await Promise.all(subject.instances.slice(0, 5).map(id => readOf(http, subject, id)))
  const refused = turnedAway(...reads)
  if (refused) return refused
  const usable = reads.filter(read => read.response?.status === 200)
  return unusable(...usable) ?? (usable.length > 0 ? { reads: usable } : noData(`a ${subject.type} that is there`))
}

/** The same, as far as they are what the clause is about; untested where none of them is. */
export async function readThose(
  http: Http,
  subject: ResourceTypeSubject,
  about: (resource: Resource) => boolean,
  needed: string,
): Promise<{ readonly reads: readonly Exchange[] } | NotReached> {
  const all = await readAll(http, subject)
  if ('notReached' in all) return all
  const reads = all.reads.filter(read => {
    const resource = resourceIn(read)
    // An answer that is no resource is left for the judge.
    return !read.response || (resource !== undefined && about(resource))
  })
  return reads.length > 0 ? { reads } : noData(needed)
}

/** Each read with the resource in it. */
export const resourcesIn = (reads: readonly Judged<Exchange>[]) =>
  reads.flatMap(read => {
    const resource = resourceIn(read)
    return resource ? [{ at: read.request.url, resource }] : []
  })

export const NHS_NUMBER = 'https://fhir.nhs.uk/Id/nhs-number'
export const SNOMED = 'http://snomed.info/sct'
export const LOINC = 'http://loinc.org'
export const UCUM = 'http://unitsofmeasure.org'

export const codingsOf = (concept: unknown): readonly Json[] => (isObject(concept) ? objectsIn(concept['coding']) : [])
/** Identifiers that say they are NHS numbers, by their system. */
export const nhsNumbersOf = (patient: Json): readonly Json[] =>
  objectsIn(patient['identifier']).filter(({ system }) => system === NHS_NUMBER)
export const hasCoding = (concept: unknown, system: string, code?: string): boolean =>
  codingsOf(concept).some(coding => coding['system'] === system && (code === undefined || coding['code'] === code))

/** Every CodeableConcept (an object with `coding`) in a resource, with its path. */
export function conceptsIn(value: unknown, path = ''): readonly { readonly path: string; readonly concept: Json }[] {
  if (Array.isArray(value)) return value.flatMap((item, place) => conceptsIn(item, `${path}[${place}]`))
  if (!isObject(value)) return []
  const own = Array.isArray(value['coding']) ? [{ path, concept: value }] : []
  return [...own, ...Object.entries(value).flatMap(([key, item]) => conceptsIn(item, path ? `${path}.${key}` : key))]
}
