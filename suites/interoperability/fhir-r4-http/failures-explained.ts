import { check, failed, inapplicable, passed } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { typesWith } from '../../shared/fhir-asking.ts'
import { HAPI, noAccess, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { failuresOf } from '../../shared/fhir-failures.ts'
import { outcomeIn } from '../../shared/operation-outcome.ts'
import { summaryOf } from '../../shared/resource.ts'

/** Failures say why in an OperationOutcome (R4 http.html#return): an unknown instance, an unknown type, a search for a date that is none. */
export default check({
  id: 'fhir/failures-explained',
  version: 2,
  title: 'Failures carry an OperationOutcome',
  verifies: { 'FHIR-READ-008': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 1),
  effect: 'authenticated-read',
  fix: 'Map every error, those of router and gateway included, to an OperationOutcome.',

  probe: async ({ http, subject }) => ({ failures: await failuresOf(http, subject) }),

  judge: ({ failures }) =>
    failures.length === 0
      ? inapplicable('nothing-failed')
      : failures.map(failure => {
          const at = failure.request.url
          return outcomeIn(failure)
            ? passed({ at })
            : failed('no-outcome', { at, expected: 'an OperationOutcome', actual: summaryOf(failure) })
        }),

  messages: {
    'no-outcome': 'The failure at {at} is not explained by an OperationOutcome: {actual}.',
    'nothing-failed': 'Nothing that was asked for failed.',
  },

  examples: [
    {
      name: 'explained',
      from: HAPI,
      outcome: 'passed',
      seen: { failures: [refusal(404), refusal(400, 'processing')] },
    },
    {
      name: 'as text',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { failures: [refusal(404), answer(404, {}, 'Not found')] },
    },
    { name: 'nothing fails', from: SUPPLIER, outcome: 'inapplicable', seen: { failures: [] } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: { failures: noAccess } },
  ],
})
