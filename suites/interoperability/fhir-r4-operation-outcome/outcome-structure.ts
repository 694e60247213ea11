import { check, failed, noData, passed } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { typesWith } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { failuresOf } from '../../shared/fhir-failures.ts'
import { faultsOf, outcomeIn } from '../../shared/operation-outcome.ts'

/** Every OperationOutcome has an issue, and every issue a severity and a code of the required value sets (R4 OperationOutcome). */
export default check({
  id: 'fhir/outcome-structure',
  version: 2,
  title: 'An OperationOutcome has issues with severity and code',
  verifies: { 'FHIR-OO-001': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 1),
  effect: 'authenticated-read',
  fix: 'Build every OperationOutcome from one template with severity and code from the value sets of R4.',

  probe: async ({ http, subject }) => {
    const failures = await failuresOf(http, subject)
    if ('notReached' in failures) return failures
    const outcomes = failures.filter(failure => !failure.response || outcomeIn(failure))
    return outcomes.length === 0 ? noData('a failure that is explained by an OperationOutcome') : { outcomes }
  },

  judge: ({ outcomes }) =>
    outcomes.map(one => {
      const at = one.request.url
      const faults = faultsOf(outcomeIn(one) ?? {})
      return faults.length === 0
        ? passed({ at })
        : failed('malformed', {
            at,
            expected: 'issues with severity and code',
            actual: faults.join('; '),
            places: faults,
          })
    }),

  messages: { malformed: 'The OperationOutcome of {at} is malformed: {actual}.' },

  examples: [
    {
      name: 'always "processing", which is a code',
      from: HAPI,
      outcome: 'passed',
      seen: { outcomes: [refusal(404, 'processing')] },
    },
    {
      name: 'no issue',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { outcomes: [answer(404, {}, { resourceType: 'OperationOutcome' })] },
    },
    { name: 'an invented code', from: SUPPLIER, outcome: 'failed', seen: { outcomes: [refusal(404, 'missing')] } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})
