import type { Item, Place } from './item.ts'

const BOM = '\uFEFF'

/** One JSON text in the form of an item: parsed, or what is wrong with it and what to do. */
export function itemOf(place: Place, bytes: Buffer): Item {
  const size = bytes.length
  if (isUtf16(bytes))
    return broken(place, size, 'the text is UTF-16. Expected UTF-8 (RFC 8259, 8.1). Convert it, and run again.')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return broken(place, size, 'the text is not UTF-8. Expected UTF-8 (RFC 8259, 8.1). Convert it, and run again.')
  }
  const notes = text.startsWith(BOM) ? ['begins with a byte order mark; RFC 8259, 8.1 forbids to add one'] : []
  const content = text.startsWith(BOM) ? text.slice(1) : text
  if (content.trim() === '')
    return broken(place, size, 'there is no text. Expected one FHIR resource as JSON. Check what wrote it.')
  if (looksLikeXml(content)) return { place, size, notes, leftOut: XML }
  try {
    return { place, size, notes, resource: JSON.parse(content) }
  } catch (error) {
    return broken(
      place,
      size,
      `${(error as Error).message}. Expected one FHIR resource as JSON. ${hint(place, content)}`,
    )
  }
}

/** What is said of XML, wherever it is met. */
export const XML =
  'it is XML, which is not validated here. Expected FHIR as JSON (.json, .ndjson). Ask the server for application/fhir+json, or convert it.'

export const looksLikeXml = (text: string): boolean => /^\s*<[?!A-Za-z]/.test(text)

const isUtf16 = (bytes: Buffer) =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || bytes[1] === 0

const broken = (place: Place, size: number, because: string): Item => ({ place, size, notes: [], broken: because })

/** Lines of JSON under another name are the likeliest mistake. */
function hint({ line }: Place, content: string): string {
  const [first = '', ...more] = content.trim().split('\n')
  if (line === undefined && more.length > 0 && isJson(first))
    return 'It looks like one resource a line: name it .ndjson, or pipe it in.'
  return 'Mend it where it is written.'
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
