import { check, failed, passed } from '../../../runner/check.ts'
import { readOf, turnedAway, typesWith, UNKNOWN_ID, unusable } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'

/** A read of an id that never was answers 404 (R4 http.html#read). It counts only while a known instance can be read. */
export default check({
  id: 'fhir/unknown-instance',
  version: 2,
  title: 'A read of an unknown instance answers 404',
  verifies: { 'FHIR-READ-007': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 3),
  effect: 'authenticated-read',
  fix: 'Answer 404 with an OperationOutcome when no instance has the id.',

  probe: async ({ http, subject }) => {
    const known = await readOf(http, subject)
    const odd = unusable(known)
    if (odd) return odd
    const unknown = await readOf(http, subject, UNKNOWN_ID)
    return turnedAway(unknown) ?? { known, unknown }
  },

  judge: ({ unknown }) => {
    const at = unknown.request.url
    return unknown.response.status === 404
      ? passed({ at })
      : failed('not-404', { at, expected: '404', actual: summaryOf(unknown) })
  },

  messages: { 'not-404': 'No instance has the id in {at}, yet the answer was {actual}, not 404.' },

  examples: [
    { name: '404', from: HAPI, outcome: 'passed', seen: { known: sent(), unknown: refusal(404) } },
    { name: '200 for nobody', from: SUPPLIER, outcome: 'failed', seen: { known: sent(), unknown: refusal(200) } },
    { name: 'known patients cannot be read', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})
