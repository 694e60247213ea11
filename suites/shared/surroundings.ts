/** What repeats around the main content of a site's pages: read for one judge after the other. Asks in one step; the rest is pure. */
import {
  type Browser,
  type Landscape,
  type NotReached,
  noData,
  noGround,
  type PageDetails,
  type PageVisit,
  type SiteSubject,
} from '../../runner/check.ts'
import { isNotReached } from './refusal.ts'
import { visitPage } from './visiting.ts'

export type Part = NonNullable<PageDetails['surroundings']>[number]
export type Item = Part['items'][number]

/** Two pages of one set, in one language, seen by one person. */
export type Pair = readonly [PageVisit, PageVisit]

/** All pages of a site that could be looked at; no ground where fewer than two could. */
export async function visitSite(
  { browser, landscape }: { readonly browser: Browser; readonly landscape: Landscape },
  site: SiteSubject,
): Promise<{ readonly visits: readonly PageVisit[] } | NotReached> {
  const pages = landscape.pages.filter(({ endpoint }) => endpoint === site.endpoint)
  if (pages.length < 2) return noData(`a second page of ${site.url} (pages of the endpoint in the target file)`)
  const all = await Promise.all(pages.map(page => visitPage(browser, page)))
  const unmet = all.find(isNotReached)
  const visits = all.filter(
    (one): one is PageVisit => !isNotReached(one) && !one.error && one.details?.surroundings !== undefined,
  )
  if (visits.length >= 2) return { visits }
  return unmet?.notReached === 'untested' ? unmet : noGround(`fewer than two pages of ${site.url} could be looked at`)
}

/** Each page beside each other one that it can be compared with. */
export const pairsOf = (visits: readonly PageVisit[]): Pair[] =>
  visits.flatMap((one, at) =>
    visits
      .slice(at + 1)
      .filter(other => other.as === one.as && other.facts?.lang === one.facts?.lang)
      .map(other => [one, other] as const),
  )

export const partsOf = (visit: PageVisit): readonly Part[] => visit.details?.surroundings ?? []

/** Where one item leads, without what changes from page to page. */
export const placeOf = ({ kind, to }: Item): string => `${kind} ${to.split(/[?#]/, 1)[0]}`

const keyOf = ({ role, name }: Part): string => `${role} ${name}`.trim()
/** Lists that follow the content of their page, and so are another mechanism on each. */
const ofItsPage = /breadcrumb|paginat|page navigation|on this page|contents|related|results/

/** Parts that are the same mechanism on both pages: one role and one name, each once. */
export function repeatedParts([one, other]: Pair): readonly { key: string; first: Part; second: Part }[] {
  const once = (visit: PageVisit) => {
    const parts = partsOf(visit).filter(
      ({ role, name }) => /^(banner|nav|search|contentinfo)/.test(role) && !ofItsPage.test(name),
    )
    return parts.filter(part => parts.filter(two => keyOf(two) === keyOf(part)).length === 1)
  }
  const others = once(other)
  return once(one).flatMap(first => {
    const second = others.find(part => keyOf(part) === keyOf(first))
    return second ? [{ key: keyOf(first), first, second }] : []
  })
}

/** Items of both parts that occur once in each, in the order of each. */
export function commonItems(first: Part, second: Part): readonly [readonly Item[], readonly Item[]] {
  const once = ({ items }: Part) =>
    items.filter(item => items.filter(other => placeOf(other) === placeOf(item)).length === 1)
  const [a, b] = [once(first), once(second)]
  const shared = (items: readonly Item[], others: readonly Item[]) =>
    items.filter(item => others.some(other => placeOf(other) === placeOf(item)))
  return [shared(a, b), shared(b, a)]
}

/** The first item of the first list that stands elsewhere in the second. */
export const movedItem = ([a, b]: readonly [readonly Item[], readonly Item[]]): Item | undefined =>
  a.find((item, at) => {
    const other = b[at]
    return other !== undefined && placeOf(other) !== placeOf(item)
  })
