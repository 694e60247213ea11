import { isObject, type Json, listOf } from './json.ts'
import { isNarrative } from './narrative.ts'
import type { Scope } from './scope.ts'

type Holds = (value: unknown, scope: Scope) => boolean

const get = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined)
const has = (value: unknown, key: string): boolean => isObject(value) && (key in value || `_${key}` in value)
const contained = (value: unknown): readonly Json[] => listOf(get(value, 'contained')).filter(isObject)
const hasValue = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).some(key => /^_?value[A-Z]/.test(key))

/**
 * The constraints that stand in every resource and data type, written out: FHIRPath would take most of the time for them, and its
 * R4 form of dom-3 and ref-1 misses references to the container itself.
 */
export const ownInvariants: ReadonlyMap<string, Holds> = new Map<string, Holds>([
  ['ext-1', value => listOf(get(value, 'extension')).length > 0 !== hasValue(value)],
  ['dom-2', value => contained(value).every(inner => contained(inner).length === 0)],
  ['dom-3', value => contained(value).every(inner => isUsed(inner, value))],
  ['dom-4', value => contained(value).every(({ meta }) => !has(meta, 'versionId') && !has(meta, 'lastUpdated'))],
  ['dom-5', value => contained(value).every(({ meta }) => !has(meta, 'security'))],
  ['dom-6', value => has(get(value, 'text'), 'div')],
  ['ref-1', (value, { root }) => refersInside(get(value, 'reference'), root)],
  ['cpt-2', value => !has(value, 'value') || has(value, 'system')],
  ['qty-3', value => !has(value, 'code') || has(value, 'system')],
  ['att-1', value => !has(value, 'data') || has(value, 'contentType')],
  ['txt-1', value => isNarrative(value)],
  ['txt-2', value => isNarrative(value)],
])

function refersInside(reference: unknown, root: Json): boolean {
  if (typeof reference !== 'string' || !reference.startsWith('#') || reference === '#') return true
  return contained(root).some(({ id }) => id === reference.slice(1))
}

/** Whether something in the resource refers to what is contained, or that refers to its container. */
function isUsed(inner: Json, resource: unknown): boolean {
  const wanted = `#${inner['id']}`
  return someText(resource, text => text === wanted) || someText(inner, text => text === '#')
}

function someText(value: unknown, fits: (text: string) => boolean): boolean {
  if (typeof value === 'string') return fits(value)
  if (Array.isArray(value)) return value.some(item => someText(item, fits))
  return isObject(value) && Object.values(value).some(item => someText(item, fits))
}
