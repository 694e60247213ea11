import { check, failed, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { inJson, metadataOf, r4Endpoints, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'

const statement = { resourceType: 'CapabilityStatement' }

/** An address below the base that names no resource type answers 404 (R4 http.html, status codes of update and read). */
export default check({
  id: 'fhir/unknown-type',
  version: 2,
  title: 'A request for an unknown resource type answers 404',
  verifies: { 'FHIR-READ-010': 'all' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: 'Add a fallback route below the base that answers 404 with an OperationOutcome.',

  probe: async ({ http, subject }) => {
    const metadata = await metadataOf(http, subject)
    const odd = unusable(metadata)
    if (odd) return odd
    const unknown = await http.get(`${subject.url}/NotAResource/1`, inJson(subject))
    return turnedAway(unknown) ?? { metadata, unknown }
  },

  judge: ({ unknown }) => {
    const at = unknown.request.url
    return unknown.response.status === 404
      ? passed({ at })
      : failed('not-404', { at, expected: '404', actual: summaryOf(unknown) })
  },

  messages: { 'not-404': '{at} names no resource type, yet the answer was {actual}, not 404.' },

  examples: [
    { name: '404', from: HAPI, outcome: 'passed', seen: { metadata: sent(statement), unknown: refusal(404) } },
    { name: '400', from: SUPPLIER, outcome: 'failed', seen: { metadata: sent(statement), unknown: refusal(400) } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
    {
      name: 'a gateway',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { metadata: sent(statement), unknown: gatewayPage() },
    },
  ],
})
