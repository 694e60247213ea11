import { isObject, type Json, objectsIn, type Resource } from './resource.ts'

/** A literal reference and the path where it stands. */
export interface Literal {
  readonly path: string
  readonly reference: string
}

/** Every `reference` of a Reference in a resource; logical references (identifier alone) have none. Narrative and extensions count too. */
export function literalsIn(resource: Resource): readonly Literal[] {
  return [...walk(resource, resource.resourceType)]
}

function* walk(value: unknown, path: string): Generator<Literal> {
  if (Array.isArray(value)) for (const [place, item] of value.entries()) yield* walk(item, `${path}[${place}]`)
  if (!isObject(value)) return
  for (const [name, item] of Object.entries(value)) {
    if (name === 'reference' && typeof item === 'string') yield { path, reference: item }
    else yield* walk(item, `${path}.${name}`)
  }
}

/** Ids of the contained resources; `#` alone is the container itself. */
export const containedIds = (resource: Json): readonly string[] => [
  '#',
  ...objectsIn(resource['contained']).map(({ id }) => `#${String(id)}`),
]

/** Where a literal reference leads, when it leads to this server: an address below the base. */
export function addressOf(reference: string, base: string): string | undefined {
  if (/^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}(\/_history\/[A-Za-z0-9\-.]{1,64})?$/.test(reference))
    return `${base}/${reference}`
  return reference.startsWith(`${base}/`) ? reference.replace(/[#|].*$/, '') : undefined
}
