/**
 * Schemas of OpenAPI as JSON Schema 2020-12. OpenAPI 3.0 has a dialect of its own (`nullable`, exclusive bounds that are true or
 * false, `$ref` without neighbours); 3.1 is 2020-12 already. In both, `readOnly` members are not asked of a request, and
 * `writeOnly` ones not of a response (3.0.4, 4.8.24.1).
 */
import { isVersion30, type Json, objectOf } from './document.ts'

export type Direction = 'request' | 'response'

/** Keywords whose members are names that the author chose, each with a schema. */
const maps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'schemas'])
/** Keywords whose value is data, not schema. */
const data = new Set(['enum', 'const', 'default', 'example', 'examples'])
/** What a compiler of schemas would read otherwise than an OpenAPI tool does. */
const dropped = new Set(['example', 'examples', '$schema', '$id', 'id', '$anchor'])

/** The whole document with its schemas converted; everything else stays where it is, so that pointers still hold. */
export const inDialect = (document: Json, direction: Direction): Json =>
  convert(document, isVersion30(document), direction, false) as Json

function convert(value: unknown, old: boolean, direction: Direction, isMap: boolean): unknown {
  if (Array.isArray(value)) return value.map(item => convert(item, old, direction, false))
  const from = objectOf(value)
  if (!from) return value
  const to: { [name: string]: unknown } = {}
  for (const [name, held] of Object.entries(from)) {
    if (!isMap && dropped.has(name) && (name.startsWith('ex') || typeof held === 'string')) continue
    to[name] = !isMap && data.has(name) ? held : convert(held, old, direction, !isMap && maps.has(name))
  }
  if (isMap) return to
  expectWhatTravels(to, direction)
  return old ? modern(to) : to
}

/** Takes members that never travel this way out of `required`. */
function expectWhatTravels(schema: { [name: string]: unknown }, direction: Direction): void {
  const properties = objectOf(schema['properties'])
  const mark = direction === 'request' ? 'readOnly' : 'writeOnly'
  if (!properties || !Array.isArray(schema['required'])) return
  schema['required'] = (schema['required'] as unknown[]).filter(
    name => objectOf(properties[String(name)])?.[mark] !== true,
  )
}

/** A schema object of 3.0 in the words of 2020-12. */
function modern(schema: { [name: string]: unknown }): unknown {
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const exclusive = schema[flag]
    if (typeof exclusive !== 'boolean') continue
    delete schema[flag]
    if (exclusive && typeof schema[bound] === 'number') {
      schema[flag] = schema[bound]
      delete schema[bound]
    }
  }
  const nullable = schema['nullable'] === true
  // Neighbours of a reference count for nothing in 3.0; `nullable` is meant all the same by everybody who writes it there.
  if (typeof schema['$ref'] === 'string')
    return nullable ? { anyOf: [{ $ref: schema['$ref'] }, { type: 'null' }] } : { $ref: schema['$ref'] }
  if (!nullable) return schema
  delete schema['nullable']
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(null)) schema['enum'] = [...schema['enum'], null]
  if (typeof schema['type'] === 'string') return { ...schema, type: [schema['type'], 'null'] }
  return { anyOf: [schema, { type: 'null' }] }
}
