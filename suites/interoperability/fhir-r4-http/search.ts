import { check, failed, passed } from '../../../runner/check.ts'
import { bundleIn, matchesOf, searchsetIn } from '../../shared/bundle.ts'
import { readOf, searchOf, turnedAway, typesWith, UNKNOWN_ID, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'

/** A search answers 200 with a searchset, and one without a match does so too, with no match in it (R4 http.html#search). */
export default check({
  id: 'fhir/search',
  version: 2,
  title: 'A search answers 200 with a searchset, which is empty when nothing matches',
  verifies: { 'FHIR-SRCH-001': 'all', 'FHIR-SRCH-003': 'all' },
  subjects: landscape => typesWith(landscape, 'search-type', 6),
  effect: 'authenticated-read',
  fix: 'Answer every search that could be carried out with 200 and a Bundle of type searchset, an empty one when nothing matches.',

  probe: async ({ http, subject }) => {
    const id = subject.instances[0] ?? ''
    const odd = subject.interactions.includes('read') ? unusable(await readOf(http, subject)) : undefined
    if (odd) return odd
    const one = await searchOf(http, subject, { _id: id })
    const none = await searchOf(http, subject, { _id: UNKNOWN_ID })
    return turnedAway(one, none) ?? { one, none }
  },

  judge: ({ one, none }) => {
    const isSearchset = one.response.status === 200 && searchsetIn(one) !== undefined
    const matches = matchesOf(bundleIn(none))
    const empty = none.response.status === 200 && bundleIn(none) !== undefined && matches.length === 0
    return [
      {
        ...(isSearchset
          ? passed({ at: one.request.url })
          : failed('no-searchset', { at: one.request.url, expected: '200 with searchset', actual: summaryOf(one) })),
        requirement: 'FHIR-SRCH-001',
      },
      {
        ...(empty
          ? passed({ at: none.request.url })
          : failed('not-empty', {
              at: none.request.url,
              expected: '200 with an empty Bundle',
              actual: `${summaryOf(none)}${matches.length ? `, ${matches.length} matches` : ''}`,
            })),
        requirement: 'FHIR-SRCH-003',
      },
    ]
  },

  messages: {
    'no-searchset': 'The search {at} was not answered by {expected}: {actual}.',
    'not-empty': 'Nothing matches {at}, yet the answer was {actual}, not {expected}.',
  },

  examples: [
    { name: 'one and none', from: HAPI, outcome: 'passed', seen: { one: found([patient]), none: found([]) } },
    {
      name: 'a collection, and 404 for none',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { one: sent({ resourceType: 'Bundle', type: 'collection' }), none: refusal(404) },
      keys: ['no-searchset', 'not-empty'],
    },
    {
      name: 'everybody matches',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { one: found([patient]), none: found([patient]) },
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})
