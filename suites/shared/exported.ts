import type { Exchange } from '../../runner/check.ts'
import type { JsonObject } from './json-answer.ts'
import { resourcesIn } from './resources-in.ts'

/** Every resource of an export, of FHIR as NDJSON or as a Bundle; undefined for other formats. */
export function exportedIn(exchange: Exchange): readonly JsonObject[] | undefined {
  const whole = resourcesIn(exchange)
  const lines = (exchange.response?.body.text ?? '').split('\n').filter(line => line.trim() !== '')
  const found = whole.length > 0 ? whole : lines.map(parsed)
  const resources = found.filter(one => typeof one?.['resourceType'] === 'string') as readonly JsonObject[]
  return found.length > 0 && resources.length === found.length ? resources : undefined
}

function parsed(line: string): JsonObject | undefined {
  try {
    return JSON.parse(line) as JsonObject
  } catch {
    return undefined
  }
}
