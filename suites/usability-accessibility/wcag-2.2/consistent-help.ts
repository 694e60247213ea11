import { cantTell, check, type Decision, failed, noData, type PageVisit, passed } from '../../../runner/check.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { footer, link, navigation, pageWith } from '../../shared/site-examples.ts'
import {
  commonItems,
  type Item,
  movedItem,
  pairsOf,
  partsOf,
  placeOf,
  repeatedParts,
  visitSite,
} from '../../shared/surroundings.ts'

const help =
  /^\W*(contact|help\b|get help|support\b|customer (service|support|care)|faqs?\b|frequently asked|(live|web)? ?chat\b|ask (us|a question)|call us|phone us|e-?mail us|feedback\b)/i
const isHelp = ({ kind, name, to }: Item) => kind !== 'field' && (help.test(name) || /^(tel|mailto):/.test(to))

/** Ways to get help around the content of a page: each with the sides of the content it stands on. */
function helpOn(visit: PageVisit): Map<string, { readonly name: string; readonly sides: Set<string> }> {
  const found = new Map<string, { name: string; sides: Set<string> }>()
  for (const { side, items } of partsOf(visit))
    for (const item of items.filter(isHelp)) {
      const known = found.get(placeOf(item)) ?? { name: item.name, sides: new Set() }
      known.sides.add(side)
      found.set(placeOf(item), known)
    }
  return found
}

const contact = link('Contact us', '/contact')
const rest = [link('Privacy'), link('Accessibility'), link('Cookies')] as const
const seen = (one: ReturnType<typeof footer>[], two: ReturnType<typeof footer>[]) => ({
  visits: [pageWith('/', one), pageWith('/record', two)],
})

/**
 * A way to get help that stands before the content on one page and after it on another is in another place; so is one among other
 * links that changed places with them. Help within the content is for a person (success criterion 3.2.6).
 */
export default check({
  id: 'accessibility/consistent-help',
  version: 1,
  title: 'Ways to get help are in the same place on every page that has them',
  verifies: { 'ACC-WCAG-3.2.6': 'part' },
  subjects: ({ sites }) => sites,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Put help in the same place on every page.',
  probe: context => visitSite(context, context.subject),

  judge: ({ visits }, { url }) => {
    const found = new Map<string, Decision>()
    const add = (place: string, decision: Decision) => {
      if (found.get(place)?.outcome !== 'failed') found.set(place, decision)
    }
    for (const pair of pairsOf(visits)) {
      const [at, elsewhere] = [pair[0].finalUrl, pair[1].finalUrl]
      const told = { at, elsewhere, places: [at, elsewhere] }
      const others = helpOn(pair[1])
      for (const [place, { name, sides }] of helpOn(pair[0])) {
        const there = others.get(place)?.sides
        if (!there || sides.has('unknown') || there.has('unknown') || [...sides].some(side => there.has(side))) continue
        add(place, failed('other-side', { ...told, actual: name, side: [...sides].join(), other: [...there].join() }))
      }
      for (const { key, first, second } of repeatedParts(pair)) {
        const both = commonItems(first, second)
        const moved = movedItem(both)
        const ofHelp = moved && both[0].find((item, i) => isHelp(item) && placeOf(both[1][i] as Item) !== placeOf(item))
        if (!ofHelp) continue
        const where = { ...told, actual: ofHelp.name, part: key }
        // Among three or more it may be another link that moved past it.
        add(
          placeOf(ofHelp),
          both[0].length > 2 && onlyMoved(both, ofHelp) ? failed('moved', where) : cantTell('order', where),
        )
      }
    }
    return found.size > 0 ? [...found.values()] : passed({ at: url })
  },

  messages: {
    'other-side': '"{actual}" stands {side} the content on {at} and {other} it on {elsewhere}.',
    moved: 'In the {part}, "{actual}" stands elsewhere among the links on {at} than on {elsewhere}.',
    order: 'A person has to look at the order of "{actual}" among the links of the {part} on {at} and {elsewhere}.',
  },
  examples: [
    {
      name: 'in the footer',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen([footer(...rest, contact)], [footer(...rest, contact)]),
    },
    {
      name: 'in the footer, then above',
      from: `${SUPPLIER}, defect help-moved`,
      outcome: 'failed',
      seen: seen([footer(...rest, contact)], [navigation([contact]), footer(...rest)]),
      keys: ['other-side'],
    },
    {
      name: 'in both places, then in one',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen([navigation([contact]), footer(contact)], [footer(contact)]),
    },
    {
      name: 'last, then first',
      from: 'a page of divs, 2026-11-22',
      outcome: 'failed',
      seen: seen([footer(...rest, contact)], [footer(contact, ...rest)]),
      keys: ['moved'],
    },
    {
      name: 'changed places with one',
      from: 'a page of divs, 2026-11-22',
      outcome: 'cantTell',
      seen: seen([footer(rest[0], contact)], [footer(contact, rest[0])]),
      keys: ['order'],
    },
    { name: 'only on one page', from: SUPPLIER, outcome: 'passed', seen: seen([footer(contact)], [footer(...rest)]) },
    { name: 'one page only', from: SUPPLIER, outcome: 'untested', seen: noData('a second page') },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

/** Without this one the order is the same: it, and no other, has moved. */
function onlyMoved([a, b]: readonly [readonly Item[], readonly Item[]], item: Item): boolean {
  const without = (items: readonly Item[]) => items.filter(other => placeOf(other) !== placeOf(item))
  return movedItem([without(a), without(b)]) === undefined
}
