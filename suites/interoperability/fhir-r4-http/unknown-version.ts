import { check, failed, passed } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { inJson, readOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { outcomeIn } from '../../shared/operation-outcome.ts'
import { summaryOf } from '../../shared/resource.ts'

/** A version that is not there answers 404, and the answer says so in an OperationOutcome (R4 http.html#vread). */
export default check({
  id: 'fhir/unknown-version',
  version: 2,
  title: 'A version that is not available answers 404 and says why',
  verifies: { 'FHIR-READ-012': 'all' },
  subjects: landscape => typesWith(landscape, 'vread', 1),
  effect: 'authenticated-read',
  fix: 'Answer 404 with an OperationOutcome that says the version is not available.',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    const odd = unusable(read)
    if (odd) return odd
    const missing = await http.get(`${read.request.url}/_history/zzz`, inJson(subject))
    return turnedAway(missing) ?? { read, missing }
  },

  judge: ({ missing }) => {
    const at = missing.request.url
    return missing.response.status === 404 && outcomeIn(missing)
      ? passed({ at })
      : failed('not-explained', { at, expected: '404 with OperationOutcome', actual: summaryOf(missing) })
  },

  messages: { 'not-explained': 'There is no version at {at}, but the answer was {actual}, not {expected}.' },

  examples: [
    { name: 'explained', from: HAPI, outcome: 'passed', seen: { read: sent(), missing: refusal(404) } },
    { name: 'bare', from: SUPPLIER, outcome: 'failed', seen: { read: sent(), missing: answer(404) } },
    { name: 'the latest instead', from: SUPPLIER, outcome: 'failed', seen: { read: sent(), missing: sent() } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})
