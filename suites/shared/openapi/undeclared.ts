/**
 * Members of a body that its schema neither names nor invites, and those that it says are never answered. Additions are allowed, yet a
 * reader of the document would not know them.
 */
import { followed, inside, isVersion30, type Json, listOf, objectOf, type Place, pointerTo } from './document.ts'

const MOST_ITEMS = 20
const MOST_LEVELS = 12

/** Pointers into a body, with `*` for the items of a list, each once. */
export interface OddMembers {
  readonly undeclared: readonly string[]
  /** Declared as `writeOnly`, and in an answer all the same (OpenAPI 3.0.4, 4.8.24.1). */
  readonly writeOnly: readonly string[]
}

export function oddMembersIn(document: Json, schema: Place, value: unknown): OddMembers {
  const found = { undeclared: new Set<string>(), writeOnly: new Set<string>() }
  look(document, [schema], value, '', found, 0)
  return { undeclared: [...found.undeclared], writeOnly: [...found.writeOnly] }
}

function look(
  document: Json,
  schemas: readonly Place[],
  value: unknown,
  at: string,
  found: { readonly undeclared: Set<string>; readonly writeOnly: Set<string> },
  level: number,
): void {
  if (level > MOST_LEVELS) return
  const parts = schemas.flatMap(schema => branches(document, schema))
  if (Array.isArray(value)) {
    const items = parts.map(part => inside(document, part, 'items')).filter(one => one.value !== undefined)
    if (items.length > 0)
      for (const item of (value as unknown[]).slice(0, MOST_ITEMS))
        look(document, items, item, `${at}/*`, found, level + 1)
    return
  }
  const object = objectOf(value)
  if (!object) return
  const named = parts.filter(part => objectOf(objectOf(part.value)?.['properties']))
  // A schema that names no members, or says what others may be, leaves the matter open.
  const open =
    named.length === 0 ||
    parts.some(({ value: said }) => {
      const { additionalProperties, patternProperties, unevaluatedProperties } = objectOf(said) ?? {}
      return (
        (additionalProperties !== undefined && additionalProperties !== false) ||
        patternProperties !== undefined ||
        (unevaluatedProperties !== undefined && unevaluatedProperties !== false)
      )
    })
  for (const [name, held] of Object.entries(object)) {
    const declared = named
      .map(part => inside(document, inside(document, part, 'properties'), name))
      .filter(one => one.value !== undefined)
    if (declared.length === 0 && !open) found.undeclared.add(pointerTo(at, name))
    if (declared.length === 0) continue
    if (declared.every(one => objectOf(one.value)?.['writeOnly'] === true)) found.writeOnly.add(pointerTo(at, name))
    look(document, declared, held, pointerTo(at, name), found, level + 1)
  }
}

/** A schema and everything it is composed of. */
export function branches(document: Json, place: Place, level = 0): readonly Place[] {
  if (level > MOST_LEVELS) return []
  const schema = followed(document, place)
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap(word => {
    const list = inside(document, schema, word)
    return [...listOf(list.value).keys()].flatMap(index => branches(document, inside(document, list, index), level + 1))
  })
  const choices = ['if', 'then', 'else'].flatMap(word => {
    const part = inside(document, schema, word)
    return !isVersion30(document) && objectOf(part.value) ? branches(document, part, level + 1) : []
  })
  return [schema, ...parts, ...choices]
}
