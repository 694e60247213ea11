/** Values by chance that a schema allows, the same for the same seed (fast-check). What does not fit in the end is left out. */
import fc from 'fast-check'
import { followed, inside, type Json, listOf, members, objectOf, type Place } from './document.ts'
import { isOpen, LARGEST_INT64 } from './edges.ts'
import { fits } from './schemas.ts'

const MOST_LEVELS = 5
const MOST_LENGTH = 64

/** `count` values at most, each fitting and each once. `seed` is any whole number. */
export function valuesByChance(document: Json, schema: Place, seed: number, count: number): readonly unknown[] {
  const drawn = fc.sample(arbitraryOf(document, schema, 0), { seed, numRuns: count * 2 })
  const known = new Set<string>()
  return drawn
    .filter(value => {
      const text = JSON.stringify(value)
      if (known.has(text) || !fits(document, schema, value, 'request')) return false
      known.add(text)
      return true
    })
    .slice(0, count)
}

function arbitraryOf(document: Json, place: Place, level: number): fc.Arbitrary<unknown> {
  const here = followed(document, place)
  const schema = objectOf(here.value)
  if (!schema || level > MOST_LEVELS) return fc.constant(level > MOST_LEVELS ? null : {})
  const own = ownArbitrary(document, here, schema, level)
  return schema['nullable'] === true || listOf(schema['type']).includes('null') ? fc.option(own, { freq: 8 }) : own
}

function ownArbitrary(document: Json, here: Place, schema: Json, level: number): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema['const'])
  const closed = listOf(schema['enum'])
  if (closed.length > 0) return fc.constantFrom(...closed)
  for (const word of ['oneOf', 'anyOf']) {
    const list = inside(document, here, word)
    const branches = [...listOf(list.value).keys()].map(index =>
      arbitraryOf(document, inside(document, list, index), level + 1),
    )
    if (branches.length > 0 && !schema['properties']) return fc.oneof(...branches)
  }
  const all = inside(document, here, 'allOf')
  const parts = [...listOf(all.value).keys()].map(index =>
    arbitraryOf(document, inside(document, all, index), level + 1),
  )
  if (parts.length > 0)
    return joined([...parts, ...(schema['properties'] ? [objects(document, here, schema, level)] : [])])
  const types = [schema['type']].flat().filter(type => type !== 'null')
  const type = types[0] ?? (schema['properties'] ? 'object' : undefined)
  if (type === 'object') return objects(document, here, schema, level)
  if (type === 'array') return arrays(document, here, schema, level)
  if (type === 'integer' || type === 'number') return numbers(schema, type === 'integer')
  if (type === 'boolean') return fc.boolean()
  if (type === 'string') return texts(schema)
  return type === undefined ? fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean()) : fc.constant(null)
}

/** What all parts of an `allOf` ask: objects laid over one another; of other values the last. */
const joined = (parts: readonly fc.Arbitrary<unknown>[]): fc.Arbitrary<unknown> =>
  fc.tuple(...parts).map(made => (made.every(objectOf) ? Object.assign({}, ...made) : made.at(-1)))

function objects(document: Json, here: Place, schema: Json, level: number): fc.Arbitrary<unknown> {
  const required = listOf(schema['required']).filter(name => typeof name === 'string')
  const named = members(document, inside(document, here, 'properties'))
    .filter(([, { value }]) => objectOf(value)?.['readOnly'] !== true)
    .map(([name, place]) => [name, arbitraryOf(document, place, level + 1)] as const)
  const given = new Set(named.map(([name]) => name))
  const declared = fc.record(Object.fromEntries(named), { requiredKeys: required.filter(name => given.has(name)) })
  const more = othersOf(document, here, schema, level)
  if (!more) return declared
  const name = fc.string({ minLength: 1, maxLength: 12 })
  return fc
    .tuple(fc.dictionary(name, more, { maxKeys: 3, noNullPrototype: true }), declared)
    .map(([others, known]) => ({ ...others, ...known }))
}

/** What members may hold that the schema does not name; undefined where it does not invite any. */
function othersOf(document: Json, here: Place, schema: Json, level: number): fc.Arbitrary<unknown> | undefined {
  if (isOpen(schema)) return fc.jsonValue({ maxDepth: 2 })
  const said = inside(document, here, 'additionalProperties')
  return objectOf(said.value) ? arbitraryOf(document, said, level + 1) : undefined
}

function arrays(document: Json, here: Place, schema: Json, level: number): fc.Arbitrary<unknown> {
  const least = whole(schema['minItems']) ?? 0
  const bounds = { minLength: least, maxLength: Math.max(least, Math.min(whole(schema['maxItems']) ?? 3, least + 3)) }
  const item = arbitraryOf(document, inside(document, here, 'items'), level + 1)
  return schema['uniqueItems'] === true
    ? fc.uniqueArray(item, { ...bounds, comparator: (a, b) => JSON.stringify(a) === JSON.stringify(b) })
    : fc.array(item, bounds)
}

const whole = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) ? value : undefined
const real = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

function numbers(schema: Json, integer: boolean): fc.Arbitrary<unknown> {
  const bits = schema['format'] === 'int64' ? LARGEST_INT64 : 2_147_483_647
  const low = real(schema['exclusiveMinimum']) ?? real(schema['minimum']) ?? -bits
  const high = real(schema['exclusiveMaximum']) ?? real(schema['maximum']) ?? bits
  if (low > high) return fc.constant(low)
  const step = real(schema['multipleOf'])
  if (step !== undefined && step > 0)
    return fc.integer({ min: Math.ceil(low / step), max: Math.floor(high / step) }).map(times => times * step)
  if (integer && high - low > Number.MAX_SAFE_INTEGER)
    return fc
      .bigInt({ min: BigInt(Math.ceil(low)), max: BigInt(Math.floor(high)) })
      .map(drawn => Math.max(low, Math.min(high, Number(drawn))))
  if (integer) return fc.integer({ min: Math.ceil(low), max: Math.floor(high) })
  return fc.double({ min: low, max: high, noNaN: true, noDefaultInfinity: true })
}

function texts(schema: Json): fc.Arbitrary<unknown> {
  const least = whole(schema['minLength']) ?? 0
  const most = Math.max(least, Math.min(whole(schema['maxLength']) ?? MOST_LENGTH, least + MOST_LENGTH))
  const pattern = schema['pattern']
  if (typeof pattern === 'string') {
    try {
      return fc.stringMatching(new RegExp(pattern)).filter(text => text.length >= least && text.length <= most)
    } catch {
      return fc.constant('test')
    }
  }
  const made = formats[String(schema['format'])]
  return made ? made() : fc.string({ minLength: least, maxLength: most, unit: 'grapheme' })
}

const days = () =>
  fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true })
const formats: { readonly [format: string]: () => fc.Arbitrary<unknown> } = {
  date: () => days().map(day => day.toISOString().slice(0, 10)),
  'date-time': () => days().map(day => day.toISOString()),
  time: () => days().map(day => `${day.toISOString().slice(11, 19)}Z`),
  uuid: () => fc.uuid(),
  email: () => fc.emailAddress(),
  uri: () => fc.webUrl(),
  ipv4: () => fc.ipV4(),
  ipv6: () => fc.ipV6(),
  hostname: () => fc.domain(),
  byte: () => fc.base64String({ maxLength: 40 }),
}
