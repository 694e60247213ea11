/** Formats that are openly documented and can be read without the product that wrote them. */
import type { Exchange } from '../../runner/check.ts'

const open =
  /^(application\/(fhir\+)?(nd|x-nd|json-?)?(json|ndjson|json-lines|jsonl|json-seq)|application\/fhir\+(json|xml|ndjson)|[\w.-]+\/[\w.-]+\+(json|xml)|(application|text)\/xml|text\/(csv|tab-separated-values|plain)|application\/(dicom|pdf|vnd\.apache\.parquet))$/
const packed = /^application\/(zip|gzip|x-tar|x-gzip|x-7z-compressed|pkcs7-mime|x-zip-compressed)$/

/** `open`, `packed` (an archive, whose inside a person has to look at), or `closed`: unknown, or not what it says. */
export function formatOf({ response }: Exchange): { is: 'open' | 'packed' | 'closed'; type: string } {
  const type = (response?.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (packed.test(type)) return { is: 'packed', type }
  if (!open.test(type)) return { is: 'closed', type: type || 'no Content-Type' }
  return /json/.test(type) && !readable(response?.body.text ?? '')
    ? { is: 'closed', type: `${type} that does not parse` }
    : { is: 'open', type }
}

/** Whether the text is JSON, or its first line is. A body that was cut is judged by its first line. */
function readable(text: string): boolean {
  return [text, text.split('\n')[0] ?? ''].some(part => {
    try {
      JSON.parse(part)
      return true
    } catch {
      return false
    }
  })
}
