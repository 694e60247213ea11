/** What a test writes, as FHIR XML (R4 xml.html). */
import { isObject, type Json } from './resource.ts'

export const FHIR_XML = 'application/fhir+xml'

const escaped = (value: unknown) => String(value).replace(/[&<>"\n\r\t]/g, char => `&#${char.codePointAt(0)};`)

/**
 * A resource whose members stand in the order of its definition, and that has neither narrative, contained resources nor extensions:
 * for those, XML needs to know the definitions.
 */
export function inXml({ resourceType, ...elements }: Json): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${resourceType} xmlns="http://hl7.org/fhir">${inside(elements)}</${resourceType}>`
}

const inside = (elements: Json): string =>
  Object.entries(elements)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map(one => element(name, one)))
    .join('')

const element = (name: string, value: unknown): string =>
  isObject(value) ? `<${name}>${inside(value)}</${name}>` : `<${name} value="${escaped(value)}"/>`
