/** Every example in an OpenAPI document that is not what its own schema says. */
import { inside, isVersion30, type Json, listOf, members, objectOf, type Place, pointerTo } from './document.ts'
import { operationsOf } from './operations.ts'
import { misfitsOf } from './schemas.ts'
import { briefly } from './structure.ts'

export interface BadExample {
  /** JSON pointer to the example. */
  readonly at: string
  readonly expected: string
  readonly actual: string
}

/** Examples of parameters, headers, bodies and schemas, each looked at once; how many there were, and the bad ones. */
export function examplesOf(document: Json): { readonly count: number; readonly bad: readonly BadExample[] } {
  const seen = new Map<string, BadExample | undefined>()
  const look = (at: string, schema: Place, value: unknown, direction: 'request' | 'response') => {
    if (seen.has(at)) return
    const [misfit] = misfitsOf(document, schema, value, direction)
    const actual = misfit && `${briefly(value)}${misfit.at ? ` at ${misfit.at}` : ''}`
    const expected = misfit?.member === undefined ? misfit?.expected : `${misfit.expected} (${misfit.rule})`
    seen.set(at, misfit && { at, expected: expected ?? '', actual: actual ?? '' })
  }
  const atHolder = (holder: Place, direction: 'request' | 'response') => {
    const said = objectOf(holder.value) ?? {}
    const schema = inside(document, holder, 'schema')
    if (schema.value === undefined) return
    if ('example' in said) look(pointerTo(holder.at, 'example'), schema, said['example'], direction)
    for (const [name, { at, value }] of members(document, inside(document, holder, 'examples')))
      if (objectOf(value) && 'value' in (value as Json))
        look(pointerTo(at || name, 'value'), schema, (value as Json)['value'], direction)
    inSchema(document, schema, (place, at, value) => look(at, place, value, direction))
  }
  for (const { parameters, body, responses } of operationsOf(document)) {
    for (const { place } of parameters) atHolder(place, 'request')
    for (const [, place] of body?.content ?? []) atHolder(place, 'request')
    for (const { content, headers } of responses)
      for (const [, place] of [...content, ...headers]) atHolder(place, 'response')
  }
  return { count: seen.size, bad: [...seen.values()].filter(one => one !== undefined) }
}

const MOST_LEVELS = 30

/** The schema and all within it, its own examples with each. */
function inSchema(
  document: Json,
  schema: Place,
  tell: (schema: Place, at: string, value: unknown) => void,
  seen = new Set<string>(),
  level = 0,
): void {
  const said = objectOf(schema.value)
  if (!said || seen.has(schema.at) || level > MOST_LEVELS) return
  seen.add(schema.at)
  if ('example' in said) tell(schema, pointerTo(schema.at, 'example'), said['example'])
  if (!isVersion30(document))
    for (const [index, value] of listOf(said['examples']).entries())
      tell(schema, pointerTo(schema.at, 'examples', index), value)
  const parts = [
    ...['items', 'not', 'additionalProperties'].map(word => inside(document, schema, word)),
    ...members(document, inside(document, schema, 'properties')).map(([, place]) => place),
    ...['allOf', 'anyOf', 'oneOf'].flatMap(word => {
      const list = inside(document, schema, word)
      return [...listOf(list.value).keys()].map(index => inside(document, list, index))
    }),
  ]
  for (const part of parts) inSchema(document, part, tell, seen, level + 1)
}
