/** One and the same change, the text of a resource, in each format of patches that R4 knows (http.html#patch, fhirpatch.html). Pure. */
import { wordsAt } from './synthetic.ts'

export const JSON_PATCH = 'application/json-patch+json'
const XML_PATCH = 'application/xml-patch+xml'
/** A FHIRPath patch is a Parameters resource, and its media type that of any resource. */
const FHIRPATH_PATCH = 'application/fhir+json'
const FHIRPATH_PATCH_XML = 'application/fhir+xml'

/** The one that every library has comes first. */
export const patchFormats: readonly string[] = [JSON_PATCH, FHIRPATH_PATCH, XML_PATCH, FHIRPATH_PATCH_XML]

/** The body of a patch in the format, one of `patchFormats`, that replaces the text of a resource of the type. */
export function patchBody(format: string, type: string, words: string): string {
  const pointer = wordsAt(type)
  if (format === JSON_PATCH) return JSON.stringify([{ op: 'replace', path: pointer, value: words }])
  const steps = pointer.split('/').slice(1)
  if (format === XML_PATCH) return xmlPatch([type, ...steps], words)
  const path = steps.reduce((before, step) => (/^\d+$/.test(step) ? `${before}[${step}]` : `${before}.${step}`), type)
  // The text of an annotation is markdown; every other text here is a string.
  const value = steps[0] === 'note' ? 'valueMarkdown' : 'valueString'
  const parts = [
    ['type', 'valueCode', 'replace'],
    ['path', 'valueString', path],
    ['value', value, words],
  ] as const
  if (format === FHIRPATH_PATCH)
    return JSON.stringify({
      resourceType: 'Parameters',
      parameter: [{ name: 'operation', part: parts.map(([name, key, said]) => ({ name, [key]: said })) }],
    })
  const inXml = parts.map(([name, key, said]) => `<part><name value="${name}"/><${key} value="${said}"/></part>`)
  return `<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/>${inXml.join('')}</parameter></Parameters>`
}

/** RFC 5261 on the resource in XML, where places count from one and a value is an attribute. */
function xmlPatch(steps: readonly string[], words: string): string {
  const place = steps.map(step => (/^\d+$/.test(step) ? `[${Number(step) + 1}]` : `/f:${step}`)).join('')
  return `<diff xmlns:f="http://hl7.org/fhir"><replace sel="${place}/@value">${words}</replace></diff>`
}
