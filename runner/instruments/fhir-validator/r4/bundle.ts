import { isObject, type Json, listOf } from './json.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'

const REST = /\/([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/

/** What no invariant of R4 says of a bundle: an entry's address ends with the resource it holds (bundle.html#bundle-unique). */
export function checkBundle(bundle: Json, path: string, { model, report }: Scope): void {
  for (const [place, entry] of listOf(bundle['entry']).entries()) {
    if (!isObject(entry) || !isObject(entry['resource'])) continue
    const { fullUrl, resource } = entry as { fullUrl?: unknown; resource: Json }
    const { resourceType, id } = resource
    if (typeof fullUrl !== 'string' || !/^https?:/.test(fullUrl) || typeof id !== 'string') continue
    const [, type = '', ending] = REST.exec(fullUrl) ?? []
    if (model.kind(type) === 'resource' && (type !== resourceType || ending !== id))
      report.add(
        broken.fullUrl,
        `${path}.entry[${place}]`,
        `fullUrl ends with ${type}/${ending}; it must end with ${resourceType}/${id}`,
      )
  }
}
