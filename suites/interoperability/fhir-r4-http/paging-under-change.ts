import { advice, check, type Exchange, failed, inapplicable, noGround, passed } from '../../../runner/check.ts'
import { bundleIn, linkOf, matchesOf } from '../../shared/bundle.ts'
import { inJson, turnedAway } from '../../shared/fhir-asking.ts'
import { found, patient } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached, type Made, scratchFor, writing } from '../../shared/scratch.ts'
import { HAPI, observations, refusedExample, SUPPLIER } from '../../shared/write-examples.ts'

const MOST_PAGES = 8
const WRITTEN = 5

/**
 * Of five matches the first page shows two; one of these is deleted and another match is created before the next link is followed. How
 * changes show is the server's affair, but the three that nobody touched are still reached (R4 http.html#paging): a page that is counted
 * anew from an offset skips one. A match that comes twice is worth saying, and no more.
 */
export default check({
  id: 'fhir/paging-under-change',
  version: 2,
  title: 'Following next links reaches every match that stays, while others come and go',
  verifies: { 'FHIR-SRCH-008': 'all' },
  subjects: writing('delete', 'search-type', 'read'),
  effect: 'write',
  fix: 'Page by a cursor on a stable sort key, or over a kept list of results, not by an offset into a search done anew.',

  probe: async context => {
    const { http, subject } = context
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    if (!scratch.condition) return noGround('neither identifier nor _tag is a declared search parameter')
    const made: Made[] = []
    for (let count = 0; count < WRITTEN; count++) {
      const one = await scratch.make()
      if (isNotReached(one)) return one
      made.push(one)
    }
    const pages: Exchange[] = [await scratch.find(`${scratch.condition}&_count=2`)]
    const first = pages[0]?.response ? matchesOf(bundleIn(pages[0])) : []
    if (pages[0]?.response && (pages[0].response.status !== 200 || first.length === 0))
      return turnedAway(...pages) ?? noGround(`what was written is not found: ${summaryOf(pages[0])}`)
    const gone = made.find(({ id }) => first.includes(`${subject.type}/${id}`))
    if (gone) await scratch.send('DELETE', gone.url, undefined, gone.etag ? { 'if-match': gone.etag } : {})
    const more = await scratch.make()
    if (isNotReached(more)) return more
    for (let last = pages[0]; last?.response?.status === 200 && pages.length < MOST_PAGES; last = pages.at(-1)) {
      const next = linkOf(bundleIn(last), 'next', last.request.url)
      if (!next) break
      pages.push(await http.get(next.href, { ...inJson(subject), fresh: true }))
    }
    const stayed = made.filter(one => one !== gone).map(({ id }) => `${subject.type}/${id}`)
    return turnedAway(...pages) ?? { pages, stayed }
  },

  judge: ({ pages, stayed }) => {
    const at = pages[0]?.request.url ?? ''
    if (pages.length === 1) return inapplicable('one-page', { at })
    const broken = pages.find(page => page.response.status !== 200 || !bundleIn(page))
    // A server that cannot go on says so, and the client begins anew: nothing is lost unseen.
    if (broken) return inapplicable('search-again', { at: broken.request.url, actual: summaryOf(broken) })
    const reached = pages.flatMap(page => matchesOf(bundleIn(page)))
    const lost = stayed.filter(match => !reached.includes(match))
    const twice = stayed.filter(match => reached.indexOf(match) !== reached.lastIndexOf(match))
    if (lost.length > 0)
      return failed('lost', { at, expected: 'every match that stayed', actual: lost.join(', '), places: lost })
    return twice.length > 0
      ? [passed({ at }), advice('twice', { at, actual: twice.join(', '), places: twice })]
      : passed({ at })
  },

  messages: {
    lost: 'While others came and went, leafing through {at} never reached these, which stayed: {actual}.',
    twice: 'While others came and went, leafing through {at} gave these twice: {actual}.',
    'one-page': 'The server gives all matches of {at} on one page, as it may.',
    'search-again': 'After a change the next link {at} is refused ({actual}), so that a client has to search again.',
  },

  examples: [
    { name: 'kept list', from: HAPI, outcome: 'passed', seen: seen(['a', 'b'], ['c']) },
    { name: 'counted anew', from: SUPPLIER, outcome: 'failed', seen: seen(['a', 'x'], ['c']) },
    {
      name: 'one comes twice',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen(['a', 'b'], ['b', 'c']),
      keys: ['passed', 'twice'],
    },
    { name: 'one page', from: SUPPLIER, outcome: 'inapplicable', seen: seen(['a', 'b', 'c']) },
    {
      name: 'search again',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { ...seen(['a', 'b']), pages: [...seen(['a', 'b']).pages, { ...found([]), response: gone() }] },
      keys: ['search-again'],
    },
    { ...refusedExample, subject: observations },
  ],
})

function seen(...pages: readonly (readonly string[])[]) {
  return {
    pages: pages.map(ids => found(ids.map(id => ({ ...patient, id })))),
    stayed: ['Patient/a', 'Patient/b', 'Patient/c'],
  }
}
function gone() {
  return { ...found([]).response, status: 410 }
}
