/** Values at the edges of what a schema allows, and just beyond them. Each differs from a plain value in one point, and says in which. */
import { followed, inside, type Json, listOf, members, objectOf, type Place } from './document.ts'
import { plainValue } from './plain-value.ts'
import { fits } from './schemas.ts'

export interface Variant {
  /** `/places maximum`, `/reason missing`: where and what. */
  readonly what: string
  readonly value: unknown
}

const MOST_LEVELS = 4

/** Values that fit, at the edges. */
export const edgesOf = (document: Json, schema: Place, plain: unknown): readonly Variant[] =>
  distinct(walk(document, schema, plain, edges, 0)).filter(({ value }) => fits(document, schema, value, 'request'))

/** Values that do not fit. */
export const spoiltOf = (document: Json, schema: Place, plain: unknown): readonly Variant[] =>
  distinct(walk(document, schema, plain, faults, 0)).filter(({ value }) => !fits(document, schema, value, 'request'))

function distinct(variants: readonly Variant[]): readonly Variant[] {
  const known = new Set<string>()
  return variants.filter(({ value }) => {
    const text = JSON.stringify(value) ?? ''
    if (known.has(text)) return false
    known.add(text)
    return true
  })
}

type Alter = (schema: Json, plain: unknown) => readonly (readonly [what: string, value: unknown])[]

function walk(document: Json, place: Place, plain: unknown, alter: Alter, level: number): readonly Variant[] {
  const here = followed(document, place)
  const parts = partsOf(document, here)
  const own = parts.flatMap(({ value }) =>
    alter(objectOf(value) ?? {}, plain).map(([what, made]) => ({ what: `/ ${what}`, value: made })),
  )
  if (level >= MOST_LEVELS) return own
  const object = objectOf(plain)
  if (object)
    return [
      ...own,
      ...parts.flatMap(part =>
        members(document, inside(document, part, 'properties')).flatMap(([name, member]) => {
          if (objectOf(member.value)?.['readOnly'] === true) return []
          const held = name in object ? object[name] : plainValue(document, member)
          return walk(document, member, held, alter, level + 1).map(({ what, value }) => ({
            what: `/${name}${what.replace(/^\/ /, ' ')}`,
            value: { ...object, [name]: value },
          }))
        }),
      ),
    ]
  const items = inside(document, here, 'items')
  if (!Array.isArray(plain) || items.value === undefined) return own
  const first: unknown = plain[0] ?? plainValue(document, items)
  const rest = (plain as unknown[]).slice(1)
  return [
    ...own,
    ...walk(document, items, first, alter, level + 1).map(({ what, value }) => ({
      what: `/0${what.replace(/^\/ /, ' ')}`,
      value: [value, ...rest],
    })),
  ]
}

/** A schema with what it is composed of; of a choice the first branch, which plain values are made from. */
function partsOf(document: Json, here: Place, level = 0): readonly Place[] {
  if (level > MOST_LEVELS) return []
  const all = inside(document, here, 'allOf')
  const choice = ['oneOf', 'anyOf'].map(word => inside(document, inside(document, here, word), 0))
  return [
    here,
    ...[...listOf(all.value).keys()].flatMap(index => partsOf(document, inside(document, all, index), level + 1)),
    ...choice.filter(one => one.value !== undefined).flatMap(one => partsOf(document, one, level + 1)),
  ]
}

const typesOf = (schema: Json): readonly unknown[] =>
  [schema['type'] ?? (schema['properties'] ? 'object' : undefined)].flat()
const num = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const long = (length: number): string => 'x'.repeat(Math.max(0, Math.min(length, 20_000)))

/** The largest number that is below 2^63 here; readers that take it for a double stumble over it. */
export const LARGEST_INT64 = 2 ** 63 - 1024

/** Texts that products stumble over although nothing forbids them. */
const oddTexts = ['é ß 漢 🙂', '', '0', 'null', "O'Brien", '../etc', '%00', '{{7*7}}', ' spaced ', '<b>']

/** Members of which a schema says nothing, that products stumble over. */
const oddMembers = [[1, null, 'x'], null, {}, [[]]]

/** Whether a schema says in so many words that any member may come, or names none at all. */
export const isOpen = (schema: Json): boolean =>
  schema['additionalProperties'] === true ||
  (schema['additionalProperties'] === undefined &&
    !['properties', 'allOf', 'oneOf', 'anyOf', '$ref'].some(word => word in schema))

function edges(schema: Json, plain: unknown): readonly (readonly [string, unknown])[] {
  const types = typesOf(schema)
  const made: [string, unknown][] = listOf(schema['enum']).map(value => ['each value', value])
  if (types.includes('null') || schema['nullable'] === true) made.push(['null', null])
  if (types.includes('boolean')) made.push(['false', false], ['true', true])
  if (types.includes('integer') || types.includes('number')) {
    const step = num(schema['multipleOf']) ?? (types.includes('integer') ? 1 : 0.5)
    for (const [word, sign] of [
      ['inimum', 1],
      ['aximum', -1],
    ] as const) {
      const bound = num(schema[`m${word}`])
      const exclusive = num(schema[`exclusiveM${word}`])
      if (bound !== undefined) made.push([`m${word}`, bound], [`m${word}`, bound + sign * step])
      if (exclusive !== undefined) made.push([`exclusiveM${word}`, exclusive + sign * step])
    }
    made.push(['zero', 0], ['negative', -1], ['one', 1], ['large', 2_147_483_647], ['larger', 9_007_199_254_740_991])
    if (schema['format'] === 'int64') made.push(['int64', LARGEST_INT64])
    if (types.includes('number')) made.push(['fraction', 0.1])
  }
  if (types.includes('string')) {
    const [least, most] = [num(schema['minLength']), num(schema['maxLength'])]
    if (least !== undefined) made.push(['minLength', long(least)])
    if (most !== undefined) made.push(['maxLength', long(most)])
    if (schema['format'] === 'date') made.push(['leap day', '2024-02-29'], ['long ago', '1900-01-01'])
    if (schema['format'] === 'date-time') made.push(['offset', '2026-06-01T12:00:00.123+01:00'])
    for (const text of oddTexts) made.push(['odd text', text])
  }
  const object = objectOf(plain)
  if (types.includes('object') && object) {
    const required = listOf(schema['required'])
    for (const name of Object.keys(object))
      if (!required.includes(name)) made.push([`without ${name}`, without(object, name)])
    if (isOpen(schema)) for (const odd of oddMembers) made.push(['any member', { ...object, mustdo: odd }])
  }
  if (types.includes('array') && Array.isArray(plain)) {
    const [first] = plain as unknown[]
    for (const word of ['minItems', 'maxItems'])
      if (num(schema[word]) !== undefined)
        made.push([word, Array.from({ length: Math.min(num(schema[word]) ?? 0, 200) }, () => first)])
    made.push(['empty', []])
  }
  return made
}

function faults(schema: Json, plain: unknown): readonly (readonly [string, unknown])[] {
  const types = typesOf(schema)
  const made: [string, unknown][] = []
  const object = objectOf(plain)
  if (object) {
    for (const name of listOf(schema['required']))
      made.push([`required ${String(name)}`, without(object, String(name))])
    if (schema['additionalProperties'] === false || schema['unevaluatedProperties'] === false)
      made.push(['additionalProperties', { ...object, mustdoUnknown: 1 }])
  }
  const [low, high] = [num(schema['minimum']), num(schema['maximum'])]
  const step = num(schema['multipleOf']) ?? 1
  if (low !== undefined) made.push(['minimum', schema['exclusiveMinimum'] === true ? low : low - step])
  if (high !== undefined) made.push(['maximum', schema['exclusiveMaximum'] === true ? high : high + step])
  for (const word of ['exclusiveMinimum', 'exclusiveMaximum'])
    if (num(schema[word]) !== undefined) made.push([word, schema[word]])
  if (num(schema['multipleOf']) !== undefined && typeof plain === 'number') made.push(['multipleOf', plain + step / 3])
  if (types.includes('integer')) made.push(['fraction', 1.5])
  const [least, most] = [num(schema['minLength']), num(schema['maxLength'])]
  if (least !== undefined && least > 0) made.push(['minLength', long(least - 1)])
  if (most !== undefined && most < 20_000)
    made.push(['maxLength', typeof plain === 'string' ? plain + long(most + 1 - plain.length) : long(most + 1)])
  if (listOf(schema['enum']).length > 0) made.push(['enum', types.includes('string') ? 'mustdo-unknown' : 987_654])
  if (schema['pattern'] !== undefined) made.push(['pattern', '\u00a7 mustdo'], ['pattern', ''])
  if (schema['format'] !== undefined && types.includes('string')) made.push(['format', 'mustdo-no-such'])
  if (schema['format'] === 'date') made.push(['format', '2026-13-45'])
  if (Array.isArray(plain)) {
    const first: unknown = (plain as unknown[])[0] ?? 'x'
    const [fewest, mostItems] = [num(schema['minItems']), num(schema['maxItems'])]
    if (fewest !== undefined && fewest > 0) made.push(['minItems', (plain as unknown[]).slice(0, fewest - 1)])
    if (mostItems !== undefined && mostItems < 1_000)
      made.push(['maxItems', Array.from({ length: mostItems + 1 }, () => first)])
    if (schema['uniqueItems'] === true) made.push(['uniqueItems', [first, first]])
  }
  if (types[0] !== undefined)
    made.push(['type', types.includes('string') ? 12_345 : 'mustdo'], ['type null', null], ['type', {}], ['type', []])
  return made
}

const without = (object: Json, name: string): Json =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
