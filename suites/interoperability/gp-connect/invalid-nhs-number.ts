import { check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { r4Endpoints, searchOf, turnedAway } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, refusal, SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { NHS_NUMBER } from '../../shared/instances.ts'
import { summaryOf } from '../../shared/resource.ts'

/** Its check digit should be 9. */
const INVALID = '9000000008'

/** A search for a number that cannot be an NHS number is refused as an error of the caller (INVALID_NHS_NUMBER). */
export default check({
  id: 'nhs-number/invalid-refused',
  version: 2,
  title: 'A search for an invalid NHS number is refused',
  verifies: { 'UKC-PAT-008': 'all' },
  subjects: landscape =>
    r4Endpoints(landscape).flatMap(({ types }) =>
      types.filter(({ type, interactions }) => type === 'Patient' && interactions.includes('search-type')),
    ),
  effect: 'authenticated-read',
  fix: 'Check the digits of an NHS number before searching for it and answer 400 where they fail.',

  probe: async ({ http, subject }) => {
    if (!subject.searchParams.some(({ name }) => name === 'identifier'))
      return notApplicable('the search parameter identifier is not declared for Patient')
    const search = await searchOf(http, subject, { identifier: `${NHS_NUMBER}|${INVALID}` })
    return turnedAway(search) ?? { search }
  },

  judge: ({ search }) => {
    const { status } = search.response
    const details = { at: search.request.url, expected: '400', actual: summaryOf(search) }
    return status >= 400 && status < 500 ? passed(details) : failed('not-refused', details)
  },

  messages: { 'not-refused': 'A search for an NHS number that fails its check digit at {at} was answered {actual}.' },

  examples: [
    { name: 'refused', from: SUPPLIER, outcome: 'passed', seen: { search: refusal(400) }, subject: typeSubject() },
    { name: 'no match', from: HAPI, outcome: 'failed', seen: { search: found([]) }, subject: typeSubject() },
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
