import { isObject, type Json, listOf } from './json.ts'
import { type Broken, broken } from './report.ts'
import type { Scope } from './scope.ts'
import type { TypeRef } from './tree.ts'

const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:/
const RELATIVE = /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}(\/_history\/[A-Za-z0-9\-.]{1,64})?$/
const CONDITIONAL = /^[A-Z][A-Za-z]+\?/
const TYPED = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[^/]+)?$/

interface Fault {
  readonly broken: Broken
  readonly what: string
}

/** What is wrong with an address by the element that it stands in. */
export function referenceFault(value: unknown, element: string, isInBundle: boolean): Fault | undefined {
  if (typeof value !== 'string' || (ABSOLUTE.test(value) && !/\s/.test(value))) return undefined
  if (
    element === 'Reference.reference' &&
    !(value.startsWith('#') || RELATIVE.test(value) || CONDITIONAL.test(value))
  ) {
    // A bundle's entries are found by Type/id only.
    const severity = /\s/.test(value) || (isInBundle && value.startsWith('/')) ? 'error' : 'warning'
    return {
      broken: { ...broken.reference, severity },
      what: 'is no reference: neither absolute, nor Type/id, nor #id',
    }
  }
  if (/^(Coding|Identifier|Quantity)\.system$/.test(element))
    return { broken: broken.relativeSystem, what: 'is relative; a system is an absolute address' }
  return undefined
}

/** The type that a reference leads to, as far as that can be told without following it. */
export function referredType(reference: unknown, { model, root, bundle }: Scope): string | undefined {
  if (typeof reference !== 'string') return undefined
  if (reference.startsWith('#')) {
    const inner = listOf(root['contained']).find(item => isObject(item) && item['id'] === reference.slice(1))
    return isObject(inner) && typeof inner['resourceType'] === 'string' ? inner['resourceType'] : undefined
  }
  const [, type = ''] = TYPED.exec(reference) ?? []
  if (model.kind(type) === 'resource') return type
  const entry = listOf(bundle?.['entry']).find(item => isObject(item) && item['fullUrl'] === reference)
  const resource = isObject(entry) ? entry['resource'] : undefined
  return isObject(resource) && typeof resource['resourceType'] === 'string' ? resource['resourceType'] : undefined
}

/** Whether a reference says of its target what its address says, and leads to a type that may stand there. */
export function checkReference(value: Json, { targets }: TypeRef, path: string, scope: Scope): void {
  const { model, report } = scope
  const found = referredType(value['reference'], scope)
  const named = typeof value['type'] === 'string' && !ABSOLUTE.test(value['type']) ? value['type'] : undefined
  const said = named !== undefined && model.kind(named) === 'resource' ? named : undefined
  if (named !== undefined && said === undefined)
    report.add(broken.referenceType, `${path}.type`, `${path}.type is ${named}; R4 has no such resource`)
  if (found && said && found !== said)
    report.add(broken.referenceType, path, `${path} says that it leads to a ${said}; its address leads to a ${found}`)
  const type = found ?? said
  if (value['reference'] !== undefined) report.skip('targets of references')
  if (!type || targets.length === 0) return
  const allowed = targets.map(url => model.structure(url)?.type)
  // A profile that is not at hand may be of any type.
  if (allowed.some(one => one === undefined || one === 'Resource' || one === type)) return
  report.add(
    broken.referenceTarget,
    path,
    `${path} leads to a ${type}; it may lead to ${[...new Set(allowed)].join(', ')}`,
  )
}
