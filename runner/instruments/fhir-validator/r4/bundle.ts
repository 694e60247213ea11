import { checkDocument } from './document.ts'
import { isObject, type Json, listOf } from './json.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'

const REST = /\/([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/

/** What bundle.html says of entries and links, and no invariant of R4. */
export function checkBundle(bundle: Json, path: string, scope: Scope): void {
  const { type } = bundle
  for (const [place, entry] of listOf(bundle['entry']).entries()) {
    if (!isObject(entry)) continue
    const at = `${path}.entry[${place}]`
    checkFullUrl(entry, at, scope)
    if (type === 'searchset') checkMatch(entry, at, scope)
  }
  if (type === 'searchset') checkLinks(bundle, path, scope)
  if (type === 'document') checkDocument(bundle, path, scope)
}

/** An entry's address is absolute, and ends with the resource it holds where it is one of a server. */
function checkFullUrl({ fullUrl, resource }: Json, at: string, { model, report }: Scope): void {
  if (typeof fullUrl !== 'string') return
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(fullUrl)) {
    report.add(broken.fullUrl, at, `fullUrl is ${fullUrl}; it must be absolute`)
    return
  }
  const { resourceType, id } = isObject(resource) ? resource : {}
  if (!/^https?:/.test(fullUrl) || typeof id !== 'string') return
  const [, type = '', ending] = REST.exec(fullUrl) ?? []
  if (model.kind(type) === 'resource' && (type !== resourceType || ending !== id))
    report.add(broken.fullUrl, at, `fullUrl ends with ${type}/${ending}; it must end with ${resourceType}/${id}`)
}

/** What a search found has an id, and what went wrong with it is an OperationOutcome. */
function checkMatch({ resource, search }: Json, at: string, { report }: Scope): void {
  if (!isObject(resource)) return
  const mode = isObject(search) ? search['mode'] : undefined
  const isOutcome = resource['resourceType'] === 'OperationOutcome'
  if (mode === 'outcome' && !isOutcome)
    report.add(broken.bundle, `${at}.resource`, `${at} is an outcome; it must hold an OperationOutcome`)
  if (mode !== 'outcome' && !isOutcome && resource['id'] === undefined)
    report.add(broken.bundle, `${at}.resource`, `${at}.resource has no id; what a search finds has one`)
}

function checkLinks({ link }: Json, path: string, { report }: Scope): void {
  const seen = new Set<unknown>()
  for (const [place, one] of listOf(link).entries()) {
    const relation = isObject(one) ? one['relation'] : undefined
    if (/^(self|first|previous|prev|next|last)$/.test(String(relation)) && seen.has(relation))
      report.add(broken.bundle, `${path}.link[${place}]`, `${path} has two links ${relation}; it may have one`)
    seen.add(relation)
  }
}
