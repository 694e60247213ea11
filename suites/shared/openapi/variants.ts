/** Other values for the parameters of a request: all that the document offers, and names of things that are not there. */
import { type Json, listOf, objectOf } from './document.ts'
import type { Operation, Parameter } from './operations.ts'
import { hasExample, keyOf, valueFor } from './request.ts'
import { fits } from './schemas.ts'

type Known = { readonly [key: string]: unknown }

/** Every optional parameter that the document gives a value for; undefined when there is none. */
export function offeredValues(document: Json, { parameters }: Operation): Known | undefined {
  const offered = parameters.filter(one => !one.required && one.in !== 'header' && hasExample(document, one))
  return offered.length === 0
    ? undefined
    : Object.fromEntries(offered.map(one => [keyOf(one), valueFor(document, one)]))
}

/**
 * Values for the last path parameter that fit its schema and name nothing the product has; undefined when no such value can be made
 * (none of the path, a closed list, a number that might be a year or a page). `nonce` is 16 hex digits.
 */
export function absentValues(document: Json, { parameters, path }: Operation, nonce: string): Known | undefined {
  const last = [...path.matchAll(/\{([^{}]+)\}/g)].at(-1)?.[1]
  const parameter = parameters.find(one => one.in === 'path' && one.name === last)
  if (!parameter) return undefined
  const value = candidates(parameter, nonce).find(
    one => !parameter.schema || fits(document, parameter.schema, one, 'request'),
  )
  return value === undefined ? undefined : { [keyOf(parameter)]: value }
}

function candidates({ name, schema }: Parameter, nonce: string): readonly unknown[] {
  const said = objectOf(schema?.value) ?? {}
  if (listOf(said['enum']).length > 0) return []
  const types = [said['type']].flat()
  if (types.includes('integer') || types.includes('number'))
    return /id$/i.test(name) ? [2_147_400_000 + (Number.parseInt(nonce.slice(0, 4), 16) % 80_000)] : []
  const digits = String(Number.parseInt(nonce.slice(0, 12), 16)).padStart(15, '7')
  return [
    `${nonce.slice(0, 8)}-${nonce.slice(8, 12)}-4${nonce.slice(1, 4)}-8${nonce.slice(5, 8)}-${nonce.slice(0, 12)}`,
    `absent-${nonce}`,
    nonce,
    nonce.slice(0, 8),
    ...[20, 10, 8, 6].map(length => digits.slice(0, length)),
  ]
}
