import { check, failed, passed } from '../../../runner/check.ts'
import { bundleIn, matchesOf } from '../../shared/bundle.ts'
import { inJson, searchOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'

/** The same search by POST to _search finds the same resources (R4 http.html#search). Order does not matter. */
export default check({
  id: 'fhir/post-search',
  version: 2,
  title: 'Search by POST to _search equals search by GET',
  verifies: { 'FHIR-SRCH-002': 'all' },
  subjects: landscape => typesWith(landscape, 'search-type', 6),
  effect: 'authenticated-read',
  fix: 'Route POST [type]/_search with a form body to the code that answers GET.',

  probe: async ({ http, subject }) => {
    const query = { _id: subject.instances[0] ?? '' }
    const byGet = await searchOf(http, subject, query)
    const odd = unusable(byGet)
    if (odd) return odd
    const byPost = await http.send('POST', `${subject.url}/_search`, {
      ...inJson(subject, { 'content-type': 'application/x-www-form-urlencoded' }),
      body: new URLSearchParams(query).toString(),
    })
    return turnedAway(byPost) ?? { byGet, byPost }
  },

  judge: ({ byGet, byPost }) => {
    const at = byPost.request.url
    if (byPost.response.status !== 200 || !bundleIn(byPost))
      return failed('not-supported', { at, expected: '200 with searchset', actual: summaryOf(byPost) })
    const [expected, actual] = [byGet, byPost].map(one => [...matchesOf(bundleIn(one))].sort().join(', ') || 'nothing')
    return expected === actual
      ? passed({ at })
      : failed('differs', { at, expected: expected ?? '', actual: actual ?? '' })
  },

  messages: {
    'not-supported': 'POST {at} was not answered by {expected}: {actual}.',
    differs: 'POST {at} found {actual}; the same search by GET found {expected}.',
  },

  examples: [
    { name: 'the same', from: HAPI, outcome: 'passed', seen: { byGet: found([patient]), byPost: found([patient]) } },
    { name: 'refused', from: SUPPLIER, outcome: 'failed', seen: { byGet: found([patient]), byPost: refusal(405) } },
    {
      name: 'its body ignored',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { byGet: found([patient]), byPost: found([patient, { ...patient, id: 'b' }]) },
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})
