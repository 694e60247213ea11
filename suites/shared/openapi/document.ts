/**
 * A way through an OpenAPI 3 document that somebody else wrote: nothing in it is taken on trust. A place is a value with the
 * JSON pointer it stands at, after references were followed, so that a schema can be named by where it is.
 */

export type Json = { readonly [name: string]: unknown }

/** A value in the document and where it stands; `value` is undefined when nothing is there. */
export interface Place {
  readonly value: unknown
  /** JSON pointer (RFC 6901), references followed. */
  readonly at: string
}

export const objectOf = (value: unknown): Json | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : undefined
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export const pointerTo = (base: string, ...steps: readonly (string | number)[]): string =>
  `${base}${steps.map(step => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`

/** A pointer as it stands in an address, braces of path templates encoded (RFC 6901, 6). */
export const shown = (pointer: string): string => pointer.replaceAll('{', '%7B').replaceAll('}', '%7D')

/** References that lead on to references end somewhere, or they are a circle. */
const MOST_HOPS = 32

/** The place a pointer names, with references on the way and at its end followed. */
export function placeAt(document: Json, pointer: string, hops = 0): Place {
  let place: Place = { value: document, at: '' }
  for (const step of pointer.split('/').slice(1))
    place = inside(document, place, step.replaceAll('~1', '/').replaceAll('~0', '~'), hops)
  return place
}

/** A member of an object or an item of a list, its reference followed. */
export function inside(document: Json, { value, at }: Place, step: string | number, hops = 0): Place {
  const held = Array.isArray(value) ? (value as unknown[])[Number(step)] : ownOf(value, String(step))
  return followed(document, { value: held, at: pointerTo(at, step) }, hops)
}

/** The place that a reference leads to; a place without a reference is itself. A reference that leads nowhere has no value. */
export function followed(document: Json, place: Place, hops = 0): Place {
  const ref = textOf(objectOf(place.value)?.['$ref'])
  if (ref === undefined) return place
  if (hops >= MOST_HOPS || !ref.startsWith('#')) return { value: undefined, at: place.at }
  return placeAt(document, unescaped(ref.slice(1)), hops + 1)
}

const unescaped = (fragment: string): string => {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

const ownOf = (value: unknown, name: string): unknown => {
  const object = objectOf(value)
  return object && Object.hasOwn(object, name) ? object[name] : undefined
}

/** Members of an object as places, references followed. */
export function members(document: Json, place: Place): readonly (readonly [name: string, place: Place])[] {
  return Object.keys(objectOf(place.value) ?? {}).map(name => [name, inside(document, place, name)] as const)
}

/** 3.0 and 3.1 read schemas differently. */
export const isVersion30 = (document: Json): boolean => /^3\.0\b/.test(String(document['openapi']))

/** The document of an API, or an empty one. */
export const documentOf = ({ document = nothing }: { readonly document?: Json }): Json => document
const nothing: Json = {}

/** What a reader of the document asks for; every reader asks the same, so that it is read once. */
export const documentTypes = { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5' } as const
