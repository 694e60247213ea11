/** The plainest value that a schema allows: the author's own example where it fits, else one made from the keywords. No chance in it. */
import { followed, inside, type Json, listOf, members, objectOf, type Place } from './document.ts'
import { fits } from './schemas.ts'

const MOST_LEVELS = 8

/** Examples that stand at a parameter, header or media type, and in its schema; those first that speak of the whole. */
export function examplesAt(document: Json, holder: Place): readonly unknown[] {
  const said = objectOf(holder.value) ?? {}
  const named = members(document, inside(document, holder, 'examples')).flatMap(([, { value }]) => {
    const example = objectOf(value)
    return example && 'value' in example ? [example['value']] : []
  })
  const schema = inside(document, holder, 'schema')
  return [...('example' in said ? [said['example']] : []), ...named, ...schemaExamples(schema)]
}

/** Examples of a schema: `example`, and `examples` as 3.1 has them. */
export function schemaExamples({ value }: Place): readonly unknown[] {
  const schema = objectOf(value) ?? {}
  return [...('example' in schema ? [schema['example']] : []), ...listOf(schema['examples'])]
}

/** A value for a parameter or a body. `optional` members are left out unless `all` is asked for. */
export function plainValue(document: Json, schema: Place, all = false): unknown {
  return make(document, schema, all, 0)
}

function make(document: Json, place: Place, all: boolean, level: number): unknown {
  const here = followed(document, place)
  const schema = objectOf(here.value)
  if (!schema || level > MOST_LEVELS) return level > MOST_LEVELS ? null : {}
  const offered = [...schemaExamples(here), ...('default' in schema ? [schema['default']] : [])]
  const own = offered.find(value => fits(document, here, value, 'request'))
  if (own !== undefined) return own
  if ('const' in schema) return schema['const']
  if (listOf(schema['enum']).length > 0) return listOf(schema['enum'])[0]
  for (const word of ['oneOf', 'anyOf'])
    if (listOf(schema[word]).length > 0 && !schema['properties'])
      return make(document, inside(document, inside(document, here, word), 0), all, level + 1)
  if (listOf(schema['allOf']).length > 0) return merged(document, here, all, level)
  return byType(document, here, schema, all, level)
}

function merged(document: Json, here: Place, all: boolean, level: number): unknown {
  const list = inside(document, here, 'allOf')
  const parts = [...listOf(list.value).keys()].map(index =>
    make(document, inside(document, list, index), all, level + 1),
  )
  const own = objectOf(here.value)?.['properties'] ? objectMade(document, here, all, level) : {}
  return parts.every(part => objectOf(part) !== undefined) ? Object.assign({}, ...parts, own) : parts[0]
}

function byType(document: Json, here: Place, schema: Json, all: boolean, level: number): unknown {
  const type = Array.isArray(schema['type']) ? schema['type'].find(one => one !== 'null') : schema['type']
  if (type === 'object' || (type === undefined && schema['properties'])) return objectMade(document, here, all, level)
  if (type === 'array') {
    const count = numberIn(schema['minItems']) ?? (all ? 1 : 0)
    const items = inside(document, here, 'items')
    return Array.from({ length: Math.min(count, 20) }, () => make(document, items, all, level + 1))
  }
  if (type === 'integer' || type === 'number') return numberMade(schema)
  if (type === 'boolean') return true
  if (type === 'null') return null
  return textMade(schema)
}

function objectMade(document: Json, here: Place, all: boolean, level: number): { [name: string]: unknown } {
  const schema = objectOf(here.value) ?? {}
  const required = listOf(schema['required'])
  const wanted = members(document, inside(document, here, 'properties')).filter(([name, place]) => {
    if (objectOf(place.value)?.['readOnly'] === true) return false
    return required.includes(name) || (all && level < 4)
  })
  return Object.fromEntries(wanted.map(([name, place]) => [name, make(document, place, all, level + 1)]))
}

function numberMade(schema: Json): number {
  const whole = schema['type'] === 'integer' || listOf(schema['type']).includes('integer')
  const step = numberIn(schema['multipleOf']) ?? (whole ? 1 : 0.5)
  const above = (flag: unknown) => (flag === true ? step : 0)
  const low = numberIn(schema['exclusiveMinimum'])
  const least =
    low !== undefined ? low + step : (numberIn(schema['minimum']) ?? Number.NaN) + above(schema['exclusiveMinimum'])
  if (!Number.isNaN(least)) return Math.ceil(least / step) * step
  const high = numberIn(schema['exclusiveMaximum'])
  const most =
    high !== undefined ? high - step : (numberIn(schema['maximum']) ?? Number.NaN) - above(schema['exclusiveMaximum'])
  return Number.isNaN(most) || most >= step ? step : Math.floor(most / step) * step
}

/** One value for each format that OpenAPI and JSON Schema name; a date is one that no product has to know. */
const formats: { readonly [format: string]: string } = {
  date: '2026-11-22',
  'date-time': '2026-11-22T09:30:00Z',
  time: '09:30:00Z',
  duration: 'P1D',
  email: 'test@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': '/path',
  uuid: '00000000-0000-4000-8000-000000000000',
  byte: 'dGVzdA==',
}

function textMade(schema: Json): string {
  const made = formats[String(schema['format'])] ?? 'test'
  const least = numberIn(schema['minLength']) ?? 0
  const most = numberIn(schema['maxLength'])
  const long = made.padEnd(Math.min(least, 10_000), 'x')
  return most !== undefined && long.length > most && most > 0 ? long.slice(0, most) : long
}

const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
