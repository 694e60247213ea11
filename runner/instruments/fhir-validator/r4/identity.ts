import { isObject, type Json, listOf } from './json.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'

/** Ids are unique: those of elements in a resource, and those of the resources that it contains (element.html#id, references.html#contained). */
export function checkIds(resource: Json, path: string, { report }: Scope): void {
  const seen = new Set<string>()
  const enter = (value: unknown, at: string): void => {
    if (Array.isArray(value)) for (const [place, item] of value.entries()) enter(item, `${at}[${place}]`)
    if (!isObject(value) || 'resourceType' in value) return
    const { id } = value
    if (typeof id === 'string') {
      if (seen.has(id)) report.add(broken.duplicateId, at, `${at}.id is ${id}, as that of another element`)
      seen.add(id)
    }
    for (const key of Object.keys(value)) enter(value[key], `${at}.${key}`)
  }
  // A StructureDefinition has the same ids in its snapshot and its differential.
  if (resource['resourceType'] !== 'StructureDefinition')
    for (const key of Object.keys(resource)) enter(resource[key], `${path}.${key}`)

  const contained = new Set<unknown>()
  for (const [place, inner] of listOf(resource['contained']).entries()) {
    const id = isObject(inner) ? inner['id'] : undefined
    if (id !== undefined && contained.has(id))
      report.add(broken.duplicateId, `${path}.contained[${place}]`, `${path} contains two resources with the id ${id}`)
    contained.add(id)
  }
  if ('_id' in resource)
    report.add(broken.unknownElement, `${path}.id`, `${path}.id has an extension; a resource's id has none`)
}
