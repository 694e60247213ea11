import { isObject, type Json, listOf } from './json.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'

const RELATIVE = /^([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/

/** What a document's composition refers to is in the bundle, once (documents.html#content). */
export function checkDocument(bundle: Json, path: string, { report }: Scope): void {
  const entries = listOf(bundle['entry']).filter(isObject)
  const [first] = entries
  const composition = first?.['resource']
  if (!first || !isObject(composition)) return
  const base = /^(https?:.*\/)[A-Z][A-Za-z]+\/[^/]+$/.exec(String(first['fullUrl'] ?? ''))?.[1]
  const found = (reference: string): number => {
    const [, relative, version] = RELATIVE.exec(reference) ?? []
    const address = relative === undefined ? reference : base === undefined ? undefined : `${base}${relative}`
    const fits = ({ fullUrl, resource }: Json) =>
      address === undefined
        ? isObject(resource) && `${resource['resourceType']}/${resource['id']}` === relative
        : fullUrl === address
    return entries.filter(entry => fits(entry) && (version === undefined || versionOf(entry) === version)).length
  }
  const enter = (value: unknown, at: string): void => {
    if (Array.isArray(value)) for (const [place, item] of value.entries()) enter(item, `${at}[${place}]`)
    if (!isObject(value)) return
    const { reference } = value
    if (typeof reference === 'string' && /^(urn:|[A-Z][A-Za-z]+\/)/.test(reference)) {
      const count = found(reference)
      if (count === 0)
        report.add(broken.bundle, at, `${reference} is not in the bundle; a document holds what it refers to`)
      if (count > 1) report.add(broken.bundle, at, `${reference} is ${count} times in the bundle; it must lead to one`)
    }
    for (const [key, item] of Object.entries(value)) if (key !== 'contained') enter(item, `${at}.${key}`)
  }
  enter(composition, `${path}.entry[0].resource`)
}

function versionOf({ resource }: Json): unknown {
  const meta = isObject(resource) ? resource['meta'] : undefined
  return isObject(meta) ? meta['versionId'] : undefined
}
