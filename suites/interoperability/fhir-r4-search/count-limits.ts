import { type Answered, check, failed, inapplicable, noData, passed } from '../../../runner/check.ts'
import { bundleIn, linkOf, matchesOf, parametersIn } from '../../shared/bundle.ts'
import { searchOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'

const two = [patient, { ...patient, id: 'b' }]

/**
 * A page holds no more matches than `_count`, while fewer are allowed, and `_count=0` asks for the total alone (R4 search.html, 3.1.1.5.3
 * and 3.1.1.5.8). A server need not give counts: only one whose self link says that it used the parameter is held to that.
 */
export default check({
  id: 'fhir/count-limits',
  version: 3,
  title: 'No page holds more matches than _count, and _count=0 gives the total alone',
  verifies: { 'FHIR-SRCH-009': 'all', 'FHIR-SRCH-010': 'all' },
  subjects: landscape => typesWith(landscape, 'search-type', 4, ({ instances }) => instances.length > 1),
  effect: 'authenticated-read',
  fix: 'Apply _count as an upper limit to the matches of a page, and treat _count=0 as _summary=count.',

  probe: async ({ http, subject }) => {
    const query = { _id: subject.instances.slice(0, 5).join(',') }
    const whole = await searchOf(http, subject, query)
    const odd = unusable(whole)
    if (odd) return odd
    if (whole.response && matchesOf(bundleIn(whole)).length < 2)
      return noData(`two instances of ${subject.type} that one search by _id finds`)
    const one = await searchOf(http, subject, { ...query, _count: '1' })
    const none = await searchOf(http, subject, { ...query, _count: '0' })
    return turnedAway(one, none) ?? { one, none }
  },

  judge: ({ one, none }) => [
    { ...limited(one), requirement: 'FHIR-SRCH-009' },
    { ...counted(none), requirement: 'FHIR-SRCH-010' },
  ],

  messages: {
    refused: 'The server does not carry the search {at} out: {actual}.',
    'too-many': 'The page {at} may hold {expected} match, and holds {actual}.',
    'not-honoured': 'The self link of {at} does not say that the count was used, as it need not be.',
    'no-total': 'The answer of {at} should tell {expected}, and has {actual}.',
    lists: 'The answer of {at} should be the total alone, and has {actual}.',
  },

  examples: [
    { name: 'one and none', from: HAPI, outcome: 'passed', seen: seen({}) },
    {
      name: 'two on a page of one',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ one: found(two, '_count=1') }),
      keys: ['too-many', 'passed'],
    },
    {
      name: 'no total',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ none: found([], '_count=0', { total: undefined }) }),
      keys: ['passed', 'no-total'],
    },
    {
      name: 'lists them all the same',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ none: found(two, '_count=0') }),
      keys: ['passed', 'lists'],
    },
    {
      name: 'leafs through nothing',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ none: found([], '_count=0', { total: 2, next: 'p=2' }) }),
      keys: ['passed', 'lists'],
    },
    {
      name: 'does not count',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { one: refusal(400), none: found(two, '_id=a,b') },
      keys: ['refused', 'not-honoured'],
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function limited(one: Answered) {
  const at = one.request.url
  const bundle = one.response.status === 200 ? bundleIn(one) : undefined
  if (!bundle) return inapplicable('refused', { at, actual: summaryOf(one) })
  const matches = matchesOf(bundle)
  return matches.length > 1
    ? failed('too-many', { at, expected: '1', actual: String(matches.length), places: matches })
    : passed({ at })
}

function counted(none: Answered) {
  const at = none.request.url
  const bundle = none.response.status === 200 ? bundleIn(none) : undefined
  if (!bundle) return inapplicable('refused', { at, actual: summaryOf(none) })
  const links = ['next', 'previous', 'prev', 'last'].filter(relation => linkOf(bundle, relation, at))
  const extra = [...matchesOf(bundle), ...links.map(relation => `a link ${relation}`)]
  if (extra.length === 0 && typeof bundle['total'] === 'number') return passed({ at })
  const used = parametersIn(linkOf(bundle, 'self', at))
  if (!used.includes('_count') && !used.includes('_summary')) return inapplicable('not-honoured', { at })
  return extra.length > 0
    ? failed('lists', { at, expected: 'no matches', actual: extra.join(', '), places: extra })
    : failed('no-total', { at, expected: 'the total', actual: 'none' })
}

function seen(parts: { readonly one?: Answered; readonly none?: Answered }) {
  return { one: found([patient], '_count=1', { total: 2 }), none: found([], '_count=0', { total: 2 }), ...parts }
}
