import { check, failed, passed } from '../../../runner/check.ts'
import { noAnswer } from '../../shared/examples.ts'
import { isRefused, metadataOf, turnedAway } from '../../shared/fhir-asking.ts'
import { BASE, fhirSubject, HAPI, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

/** The server describes itself at [base]/metadata (R4 http.html#capabilities). */
export default check({
  id: 'fhir/capability-statement',
  version: 1,
  title: 'The server publishes a CapabilityStatement',
  verifies: { 'FHIR-CAP-001': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'authenticated-read',
  fix: 'Answer GET [base]/metadata with 200 and a CapabilityStatement as application/fhir+json; correct the base address in the target file if it is not the FHIR base.',

  probe: async ({ http, subject }) => {
    const metadata = await metadataOf(http, subject)
    return isRefused(metadata) ? (turnedAway(metadata) ?? { metadata }) : { metadata }
  },

  judge: ({ metadata }) => {
    const at = metadata.request.url
    return metadata.response.status === 200 && resourceIn(metadata)?.resourceType === 'CapabilityStatement'
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
