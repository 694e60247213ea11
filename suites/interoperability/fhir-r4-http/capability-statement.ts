import { type Answered, check, failed, passed } from '../../../runner/check.ts'
import { answer, noAnswer } from '../../shared/examples.ts'
import { metadataOf, turnedAway } from '../../shared/fhir-asking.ts'
import { BASE, fhirSubject, HAPI, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

/** In JSON, or as the root of an XML document. */
const isStatement = (metadata: Answered): boolean =>
  resourceIn(metadata)?.resourceType === 'CapabilityStatement' ||
  /^\s*(<\?xml[^>]*>)?\s*(<!--[\s\S]*?-->\s*)*<(\w+:)?CapabilityStatement[\s>]/.test(metadata.response.body.text ?? '')

/** The server describes itself at [base]/metadata (R4 http.html#capabilities). */
export default check({
  id: 'fhir/capability-statement',
  version: 2,
  title: 'The server publishes a CapabilityStatement',
  verifies: { 'FHIR-CAP-001': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'authenticated-read',
  fix: 'Answer GET [base]/metadata with 200 and a CapabilityStatement as application/fhir+json; correct the base address in the target file if it is not the FHIR base.',

  probe: async ({ http, subject }) => {
    const inJson = await metadataOf(http, subject)
    if (inJson.response?.status !== 406) return turnedAway(inJson) ?? { metadata: inJson }
    const headers = { accept: 'application/fhir+xml' }
    const metadata = await http.get(inJson.request.url, { headers, as: inJson.request.as })
    return turnedAway(metadata) ?? { metadata }
  },

  judge: ({ metadata }) => {
    const at = metadata.request.url
    return metadata.response.status === 200 && isStatement(metadata)
      ? passed({ at })
      : failed('no-statement', { at, expected: '200 with CapabilityStatement', actual: summaryOf(metadata) })
  },

  messages: { 'no-statement': 'There is no CapabilityStatement at {at}: the answer was {actual}.' },

  examples: [
    {
      name: 'is there',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { metadata: sent({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' }, {}, 'metadata') },
    },
    {
      name: 'is there in XML',
      from: HAPI,
      outcome: 'passed',
      seen: { metadata: answer(200, {}, '<CapabilityStatement xmlns="http://hl7.org/fhir"/>') },
    },
    {
      name: 'is not there',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { metadata: refusal(404, 'not-found', 'metadata') },
    },
    {
      name: 'a page instead',
      from: HAPI,
      outcome: 'failed',
      seen: { metadata: sent('<html></html>' as never, { 'content-type': 'text/html' }, 'metadata') },
      subject: fhirSubject(),
    },
    {
      name: 'silence',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      seen: { metadata: noAnswer('ECONNREFUSED', { url: `${BASE}/metadata` }) },
    },
  ],
})
