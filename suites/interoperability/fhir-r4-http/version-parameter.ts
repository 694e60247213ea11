import { check, failed, passed } from '../../../runner/check.ts'
import { metadataOf, r4Endpoints, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { FHIR_JSON } from '../../shared/media-type.ts'
import { summaryOf } from '../../shared/resource.ts'

const statement = { resourceType: 'CapabilityStatement' }

/** The server's own version in the media type is served; another is served or refused, and breaks nothing (R4 http.html#version-parameter). */
export default check({
  id: 'fhir/version-parameter',
  version: 2,
  title: 'The fhirVersion parameter of the media type is honoured or politely refused',
  verifies: { 'FHIR-CAP-009': 'all' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: 'Parse the parameters of Accept; serve fhirVersion of the own version and answer 406 to others.',

  probe: async ({ http, subject }) => {
    const metadata = await metadataOf(http, subject)
    const odd = unusable(metadata)
    if (odd) return odd
    const ask = (version: string) =>
      http.get(metadata.request.url, {
        headers: { accept: `${FHIR_JSON}; fhirVersion=${version}` },
        as: metadata.request.as,
      })
    const [own, other] = [await ask(subject.fhirVersion.split('.').slice(0, 2).join('.')), await ask('3.0')]
    return turnedAway(own, other) ?? { own, other }
  },

  judge: ({ own, other }) => [
    own.response.status === 200
      ? passed({ at: own.request.url })
      : failed('own-refused', { at: own.request.url, expected: '200', actual: summaryOf(own) }),
    [200, 406, 415].includes(other.response.status)
      ? passed({ at: other.request.url })
      : failed('other-rude', { at: other.request.url, expected: '406 (or 200)', actual: summaryOf(other) }),
  ],

  messages: {
    'own-refused': "The server's own fhirVersion in Accept was not served at {at}: {actual}.",
    'other-rude': 'Asked for FHIR 3.0, {at} neither served it nor refused politely: {actual}.',
  },

  examples: [
    { name: 'refuses 3.0', from: SUPPLIER, outcome: 'passed', seen: { own: sent(statement), other: refusal(406) } },
    { name: 'serves both', from: HAPI, outcome: 'passed', seen: { own: sent(statement), other: sent(statement) } },
    {
      name: 'breaks',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { own: sent(statement), other: refusal(500, 'exception') },
    },
    { name: 'refuses its own', from: SUPPLIER, outcome: 'failed', seen: { own: refusal(406), other: refusal(406) } },
    { name: 'no statement', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})
