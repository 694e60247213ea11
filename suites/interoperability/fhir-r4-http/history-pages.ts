import {
  type Answered,
  cantTell,
  check,
  type Decision,
  type Exchange,
  failed,
  type Http,
  inapplicable,
  noGround,
  passed,
  type ResourceTypeSubject,
} from '../../../runner/check.ts'
import { bundleIn, linkOf } from '../../shared/bundle.ts'
import { inJson, turnedAway } from '../../shared/fhir-asking.ts'
import { sent } from '../../shared/fhir-examples.ts'
import { isObject, objectsIn, resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached, scratchFor, writing } from '../../shared/scratch.ts'
import { kept, observations, refusal, refusedExample, SUPPLIER } from '../../shared/write-examples.ts'

const MOST_PAGES = 4
const DAY = 86_400_000

/**
 * A history in pages holds no more than `_count` on each and links to the rest; with `_since` it holds nothing older (R4 http.html#history).
 * `_since` stands a day before and a day after what was written, for servers may round it to the second and clocks differ.
 */
export default check({
  id: 'fhir/history-pages',
  version: 2,
  title: 'History heeds _count and _since',
  verifies: { 'FHIR-HIST-002': 'all', 'FHIR-HIST-003': 'all' },
  subjects: writing('update', 'history-instance'),
  effect: 'write',
  fix: 'Treat _count as the upper limit of a page of history, link to the next page, and leave out versions from before _since.',

  probe: async context => {
    const { http, subject } = context
    const scratch = await scratchFor(context)
    if (isNotReached(scratch)) return scratch
    const made = await scratch.make('words 1')
    if (isNotReached(made)) return made
    const updated = await scratch.update(made, { ...scratch.body('words 2'), id: made.id })
    const history = await scratch.read({ url: `${made.url}/_history` })
    const versions = entriesIn(history)
    const changed = Date.parse(String(resourceIn(updated)?.meta?.lastUpdated ?? versions[0]?.at))
    if (versions.length < 2 || Number.isNaN(changed))
      return turnedAway(history) ?? noGround(`there is no history to leaf through: ${summaryOf(history)}`)
    const since = (days: number) =>
      http.get(`${made.url}/_history?_since=${new Date(changed + days * DAY).toISOString()}`, inJson(subject))
    const pages = await leaf(http, subject, `${made.url}/_history?_count=1`)
    const [earlier, later] = [await since(-1), await since(1)]
    return turnedAway(...pages, earlier, later) ?? { history, pages, earlier, later }
  },

  judge: ({ history, pages, earlier, later }) => [
    { ...paged(history, pages), requirement: 'FHIR-HIST-002' },
    { ...recent(earlier, later), requirement: 'FHIR-HIST-003' },
  ],

  messages: {
    'no-pages': 'The history could not be had in pages at {at}: {actual}.',
    'too-many': 'The page of history {at} may hold {expected} version, and holds {actual}.',
    'out-of-reach': 'The history has {expected} versions; leafing through it from {at} on reached {actual}.',
    'not-taken': 'The server takes no _since at {at}, as it may: {actual}.',
    older: 'The history at {at} holds versions that are older: {actual}.',
    'left-out': 'The history at {at} leaves out versions that are younger.',
  },

  examples: [
    { name: 'heeded', from: SUPPLIER, outcome: 'passed', seen: seen({}), subject: observations },
    {
      name: 'all on one page, and whatever the time',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ pages: [tells([2, 1])], later: tells([2, 1]) }),
      subject: observations,
      keys: ['too-many', 'older'],
    },
    {
      name: 'the first page alone',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen({ pages: [tells([2])], earlier: tells([]) }),
      subject: observations,
      keys: ['out-of-reach', 'left-out'],
    },
    {
      name: 'neither is taken',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: seen({ pages: [refusal(400)], later: refusal(400) }),
      subject: observations,
      keys: ['no-pages', 'not-taken'],
    },
    refusedExample,
  ],
})

/** The versions of a history, and when each came into being; a deletion tells it in its response alone. */
const entriesIn = (history: Exchange): readonly { readonly at: string }[] =>
  objectsIn(resourceIn(history)?.['entry']).map(({ resource, response }) => {
    const meta = isObject(resource) && isObject(resource['meta']) ? resource['meta'] : {}
    return { at: String(meta['lastUpdated'] ?? (isObject(response) ? response['lastModified'] : '')) }
  })

const isHistory = (answer: Answered) => answer.response.status === 200 && resourceIn(answer)?.['type'] === 'history'

function paged(history: Answered, pages: readonly Answered[]): Decision {
  const odd = pages.find(page => !isHistory(page))
  if (odd) return cantTell('no-pages', { at: odd.request.url, actual: summaryOf(odd) })
  const held = pages.map(page => entriesIn(page).length)
  const at = pages[0]?.request.url ?? ''
  const long = pages.find(page => entriesIn(page).length > 1)
  if (long) return failed('too-many', { at: long.request.url, expected: '1', actual: String(Math.max(...held)) })
  const [reached, all] = [held.reduce((sum, count) => sum + count, 0), entriesIn(history).length]
  return reached < all && pages.length < MOST_PAGES
    ? failed('out-of-reach', { at, expected: String(all), actual: String(reached) })
    : passed({ at })
}

function recent(earlier: Answered, later: Answered): Decision {
  const odd = [earlier, later].find(answer => !isHistory(answer))
  if (odd) return inapplicable('not-taken', { at: odd.request.url, actual: summaryOf(odd) })
  const at = later.request.url
  const since = Date.parse(new URL(at).searchParams.get('_since') ?? '')
  const old = entriesIn(later).filter(entry => Date.parse(entry.at) < since - 1000)
  if (old.length > 0) return failed('older', { at, actual: old.map(entry => entry.at).join(', ') })
  return entriesIn(earlier).length > 1 ? passed({ at }) : failed('left-out', { at: earlier.request.url })
}

/** The first page and those that next links lead to on the same server. */
async function leaf(http: Http, subject: ResourceTypeSubject, first: string): Promise<Exchange[]> {
  const pages: Exchange[] = []
  let next: URL | undefined = new URL(first)
  while (next && next.origin === new URL(first).origin && pages.length < MOST_PAGES) {
    const page: Exchange = await http.get(next.href, { ...inJson(subject), fresh: true })
    pages.push(page)
    next = linkOf(bundleIn(page), 'next', next.href)
  }
  return pages
}

function tells(versions: readonly number[]): Answered {
  const path = 'Observation/1/_history?_since=2026-11-23T12:00:00.000Z'
  const entry = versions.map(version => ({ resource: kept(String(version)) }))
  return sent({ resourceType: 'Bundle', type: 'history', entry }, {}, path)
}
function seen(parts: { readonly pages?: Exchange[]; readonly earlier?: Exchange; readonly later?: Exchange }) {
  const all = {
    history: tells([2, 1]) as Exchange,
    pages: [tells([2]), tells([1])] as Exchange[],
    earlier: tells([2, 1]) as Exchange,
    later: tells([]) as Exchange,
  }
  return { ...all, ...parts }
}
