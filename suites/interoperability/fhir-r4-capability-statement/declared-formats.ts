import { check, failed, noData, passed } from '../../../runner/check.ts'
import { isRefused, metadataOf, r4Endpoints, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { fhirSubject, HAPI, noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { fhirFormat, mediaTypeOf } from '../../shared/media-type.ts'

const statement = { resourceType: 'CapabilityStatement' }
const asXml = { 'content-type': 'application/fhir+xml;charset=utf-8' }

/**
 * Each declared format can be negotiated by its formal media type (R4 http.html, 3.1.0.1.9). Formats that R4 does not know, such as
 * a page for people, are left alone.
 */
export default check({
  id: 'fhir/declared-formats',
  version: 3,
  title: 'Each format that is declared can be had',
  verifies: { 'FHIR-CAP-007': 'all' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: 'Answer each declared format with its formal media type, or declare only what is spoken.',

  probe: async ({ http, subject }) => {
    const metadata = await metadataOf(http, subject)
    const odd = unusable(metadata)
    if (odd) return odd
    const formats = [...new Set(subject.formats.flatMap(name => fhirFormat(name) ?? []))]
    if (formats.length === 0) return noData('a CapabilityStatement that declares a format of FHIR R4')
    const answers = await Promise.all(
      formats.map(format => http.get(metadata.request.url, { headers: { accept: format }, as: metadata.request.as })),
    )
    // The media type decides; a statement that is too long to be kept whole in one of its formats is no less had.
    return turnedAway(...answers.filter(isRefused)) ?? { answers }
  },

  judge: ({ answers }) =>
    answers.map(({ request, response }) => {
      const expected = request.headers['accept'] ?? ''
      const said = mediaTypeOf(response.headers['content-type'])?.type
      return response.status === 200 && said === expected
        ? passed({ at: request.url })
        : failed('format-not-had', {
            at: request.url,
            expected: `200 with ${expected}`,
            actual: `${response.status} with ${said ?? 'no content type'}`,
          })
    }),

  messages: { 'format-not-had': 'A declared format cannot be had at {at}: expected {expected}, got {actual}.' },

  examples: [
    {
      name: 'JSON and XML',
      from: HAPI,
      outcome: 'passed',
      seen: { answers: [asked('application/fhir+json'), asked('application/fhir+xml', asXml)] },
    },
    {
      name: 'JSON where XML was asked for',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { answers: [asked('application/fhir+xml')] },
    },
    {
      name: 'turtle by another name',
      from: HAPI,
      outcome: 'failed',
      seen: { answers: [asked('application/fhir+turtle', { 'content-type': 'application/x-turtle;charset=utf-8' })] },
      subject: fhirSubject({ formats: ['ttl'] }),
    },
    { name: 'no statement', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function asked(accept: string, headers: Readonly<Record<string, string>> = {}) {
  const answered = sent(statement, headers, 'metadata')
  return { ...answered, request: { ...answered.request, headers: { accept } } }
}
