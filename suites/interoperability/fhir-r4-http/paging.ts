import { check, type Exchange, failed, inapplicable, noData, passed } from '../../../runner/check.ts'
import { bundleIn, linkOf, matchesOf } from '../../shared/bundle.ts'
import { inJson, searchOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, patient, refusal, SUPPLIER, type sent } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'

const MOST_PAGES = 8
const [a, b, c] = ['a', 'b', 'c'].map(id => ({ ...patient, id }))

/**
 * Leafing by the server's own next links through a search for three known instances reaches each of them once (R4 http.html#paging).
 * Asking for ids keeps the set the same while others write, and reads nobody's record but the test data.
 */
export default check({
  id: 'fhir/paging',
  version: 2,
  title: 'Following next links reaches every match once',
  verifies: { 'FHIR-SRCH-008': 'all' },
  subjects: landscape => typesWith(landscape, 'search-type', 4, ({ instances }) => instances.length > 2),
  effect: 'authenticated-read',
  fix: 'Page by cursor over a stable sort, so that no match is lost or repeated between pages.',

  probe: async ({ http, subject }) => {
    const query = { _id: subject.instances.slice(0, 5).join(',') }
    const whole = await searchOf(http, subject, query)
    const odd = unusable(whole)
    if (odd) return odd
    if (whole.response && matchesOf(bundleIn(whole)).length < 3)
      return noData(`three instances of ${subject.type} that one search by _id finds`)
    const pages: Exchange[] = [await searchOf(http, subject, { ...query, _count: '2' })]
    for (let last = pages[0]; last?.response?.status === 200 && pages.length < MOST_PAGES; last = pages.at(-1)) {
      const next = linkOf(bundleIn(last), 'next', last.request.url)
      if (!next) break
      pages.push(await http.get(next.href, inJson(subject)))
    }
    return turnedAway(...pages) ?? { whole, pages }
  },

  judge: ({ whole, pages }) => {
    const at = pages[0]?.request.url ?? ''
    const broken = pages.find(page => !bundleIn(page) || page.response.status !== 200)
    if (broken)
      return failed('page-missing', {
        at: broken.request.url,
        expected: '200 with searchset',
        actual: summaryOf(broken),
      })
    if (pages.length === 1) return inapplicable('one-page', { at })
    const reached = pages.flatMap(page => matchesOf(bundleIn(page)))
    const twice = reached.filter((match, place) => reached.indexOf(match) !== place)
    const lost = matchesOf(bundleIn(whole)).filter(match => !reached.includes(match))
    if (twice.length)
      return failed('repeated', { at, expected: 'every match once', actual: twice.join(', '), places: twice })
    return lost.length
      ? failed('lost', { at, expected: 'every match', actual: lost.join(', '), places: lost })
      : passed({ at })
  },

  messages: {
    'page-missing': 'The page {at}, which a next link named, was not {expected}: {actual}.',
    repeated: 'Leafing through {at} gave these more than once: {actual}.',
    lost: 'Leafing through {at} never reached these, which the whole search has: {actual}.',
    'one-page': 'The server gives all matches of {at} on one page, as it may.',
  },

  examples: [
    { name: 'two and one', from: HAPI, outcome: 'passed', seen: seen(page([a, b], 'p=2'), page([c])) },
    {
      name: 'one twice',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen(page([a, b], 'p=2'), page([b, c])),
      keys: ['repeated'],
    },
    { name: 'one never', from: SUPPLIER, outcome: 'failed', seen: seen(page([a], 'p=2'), page([c])), keys: ['lost'] },
    { name: 'a dead link', from: SUPPLIER, outcome: 'failed', seen: seen(page([a, b], 'p=2'), refusal(410)) },
    { name: 'one page', from: SUPPLIER, outcome: 'inapplicable', seen: seen(page([a, b, c])) },
    { name: 'too few instances', from: SUPPLIER, outcome: 'untested', seen: noData('three instances of Patient') },
  ],
})

type Known = { readonly resourceType: string; readonly id: string } | undefined
function page(resources: readonly Known[], next?: string) {
  return found(
    resources.flatMap(one => one ?? []),
    '_id=a,b,c&_count=2',
    { total: 3, ...(next && { next }) },
  )
}
function seen(...pages: ReturnType<typeof sent>[]) {
  return { whole: page([a, b, c]), pages }
}
