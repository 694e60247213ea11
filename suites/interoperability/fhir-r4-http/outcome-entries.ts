import { check, failed, passed } from '../../../runner/check.ts'
import { bundleIn, entriesOf } from '../../shared/bundle.ts'
import { searchOf, typesWith, UNKNOWN_ID, UNKNOWN_PARAMETER, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, SUPPLIER } from '../../shared/fhir-examples.ts'
import { issuesOf } from '../../shared/operation-outcome.ts'

/**
 * A search that succeeded may carry an OperationOutcome beside its matches, but none of its issues is an error (R4 http.html#search). Looked
 * at in searches with and without a match, and in one that gives the server something to warn of.
 */
export default check({
  id: 'fhir/outcome-entries',
  version: 2,
  title: 'An outcome inside a searchset holds no error',
  verifies: { 'FHIR-SRCH-018': 'all' },
  subjects: landscape => typesWith(landscape, 'search-type', 3),
  effect: 'authenticated-read',
  fix: 'Fail the search when an issue is an error; else lower the issue to a warning.',

  probe: async ({ http, subject }) => {
    const query = { _id: subject.instances[0] ?? '' }
    const first = await searchOf(http, subject, query)
    const odd = unusable(first)
    if (odd) return odd
    const others = [
      await searchOf(http, subject, { _id: UNKNOWN_ID }),
      await searchOf(http, subject, { ...query, [UNKNOWN_PARAMETER]: '1' }),
    ]
    return { first, others }
  },

  judge: ({ first, others }) =>
    [first, ...others]
      .filter(one => one.response.status === 200 && bundleIn(one))
      .map(one => {
        const at = one.request.url
        const outcomes = entriesOf(bundleIn(one)).filter(({ mode }) => mode === 'outcome')
        const errors = outcomes
          .flatMap(({ resource }) => issuesOf(resource))
          .filter(({ severity }) => severity === 'error' || severity === 'fatal')
          .map(({ severity, code }) => `${severity} ${code}`)
        return errors.length === 0
          ? passed({ at })
          : failed('error-inside', { at, expected: 'warnings and information alone', actual: errors.join(', ') })
      }),

  messages: { 'error-inside': 'The search {at} succeeded, yet an outcome among its entries has an error: {actual}.' },

  examples: [
    { name: 'no outcome', from: HAPI, outcome: 'passed', seen: { first: found([patient]), others: [found([])] } },
    { name: 'a warning', from: SUPPLIER, outcome: 'passed', seen: { first: withOutcome('warning'), others: [] } },
    { name: 'an error', from: SUPPLIER, outcome: 'failed', seen: { first: withOutcome('error'), others: [] } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function withOutcome(severity: string) {
  const outcome = { resourceType: 'OperationOutcome', issue: [{ severity, code: 'processing' }] }
  return found([patient, outcome], '_id=a', { modes: ['match', 'outcome'], total: 1 })
}
