/** Media types as values: parsed, never compared as text (RFC 9110, 8.3.1). */
export interface MediaType {
  /** `type/subtype`, lower case. */
  readonly type: string
  /** Names in lower case; quotes taken off. */
  readonly parameters: Readonly<Record<string, string>>
}

/** The media type that a Content-Type field names; undefined for none or one that is malformed. */
export function mediaTypeOf(field: string | undefined): MediaType | undefined {
  const [name = '', ...rest] = (field ?? '').split(';')
  const type = name.trim().toLowerCase()
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type)) return undefined
  const pairs = rest.flatMap(part => {
    const [key = '', ...value] = part.split('=')
    return key.trim() === ''
      ? []
      : [
          [
            key.trim().toLowerCase(),
            value
              .join('=')
              .trim()
              .replace(/^"(.*)"$/, '$1'),
          ] as const,
        ]
  })
  return { type, parameters: Object.fromEntries(pairs) }
}

/** The formal media types of FHIR R4 (http.html#mime-type). */
export const fhirMediaTypes = ['application/fhir+json', 'application/fhir+xml', 'application/fhir+turtle'] as const
export const FHIR_JSON = 'application/fhir+json'

/** The formal type behind a short or generic name of a format (`json`, `text/xml`); undefined for one that R4 does not know. */
export function fhirFormat(name: string): (typeof fhirMediaTypes)[number] | undefined {
  const word = mediaTypeOf(name)?.type ?? name.trim().toLowerCase()
  if (/^(json|(application|text)\/json|application\/(fhir\+json|json\+fhir))$/.test(word))
    return 'application/fhir+json'
  if (/^(xml|(application|text)\/xml|application\/(fhir\+xml|xml\+fhir))$/.test(word)) return 'application/fhir+xml'
  if (/^(ttl|text\/turtle|application\/(fhir\+turtle|x-turtle))$/.test(word)) return 'application/fhir+turtle'
  return undefined
}
