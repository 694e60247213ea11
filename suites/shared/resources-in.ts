import type { Exchange } from '../../runner/check.ts'
import { type JsonObject, jsonObjectIn } from './json-answer.ts'

const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The resources that an answer holds: those of a Bundle's entries, else the body itself; links and the like are left out. */
export function resourcesIn(exchange: Exchange): readonly JsonObject[] {
  const body = jsonObjectIn(exchange)
  if (body?.['resourceType'] !== 'Bundle') return body && typeof body['resourceType'] === 'string' ? [body] : []
  const entries: unknown[] = Array.isArray(body['entry']) ? body['entry'] : []
  return entries.flatMap(entry => (isObject(entry) && isObject(entry['resource']) ? [entry['resource']] : []))
}

/** Whether a resource is the patient of that id, or refers to it anywhere. */
export function isAbout(resource: JsonObject, patient: string): boolean {
  if (resource['resourceType'] === 'OperationOutcome') return false
  if (resource['resourceType'] === 'Patient' && resource['id'] === patient) return true
  return references(resource).some(reference => reference.replace(/\/_history\/.*$/, '').endsWith(`Patient/${patient}`))
}

function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, item]) =>
    name === 'reference' && typeof item === 'string' ? [item] : references(item),
  )
}
