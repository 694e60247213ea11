/** Members of a body that its schema neither names nor invites. Additions are allowed, yet a reader of the document would not know them. */
import { followed, inside, isVersion30, type Json, listOf, objectOf, type Place, pointerTo } from './document.ts'

const MOST_ITEMS = 20
const MOST_LEVELS = 12

/** Pointers to the members, with `*` for the items of a list, each once. */
export function undeclaredIn(document: Json, schema: Place, value: unknown): readonly string[] {
  const found = new Set<string>()
  look(document, [schema], value, '', found, 0)
  return [...found]
}

function look(
  document: Json,
  schemas: readonly Place[],
  value: unknown,
  at: string,
  found: Set<string>,
  level: number,
): void {
  if (level > MOST_LEVELS) return
  const parts = schemas.flatMap(schema => branches(document, schema, 0))
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
    if (declared.length > 0) look(document, declared, held, pointerTo(at, name), found, level + 1)
    else if (!open) found.add(pointerTo(at, name))
  }
}

/** A schema and everything it is composed of. */
function branches(document: Json, place: Place, level: number): readonly Place[] {
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
