import { cantTell, check, type Decision, failed, noData, passed } from '../../../runner/check.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { footer, link, navigation, pageWith } from '../../shared/site-examples.ts'
import { commonItems, movedItem, pairsOf, partsOf, repeatedParts, visitSite } from '../../shared/surroundings.ts'

const three = [link('Home', '/'), link('Appointments'), link('Record')] as const
const [home, appointments, record] = three
const seen = (one: ReturnType<typeof navigation>[], two: ReturnType<typeof navigation>[], lang?: string) => ({
  visits: [pageWith('/', one), pageWith('/record', two, lang)],
})

/**
 * Navigation, header and footer that the pages of a site share: links that both have keep their order (failure F66). Two links, and
 * the order of whole parts, are for a person to look at. Breadcrumbs, page numbers and related links follow their page, and are
 * left out (success criterion 3.2.3).
 */
export default check({
  id: 'accessibility/consistent-navigation',
  version: 1,
  title: 'Navigation that pages share keeps its order',
  verifies: { 'ACC-WCAG-3.2.3': 'part' },
  subjects: ({ sites }) => sites,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Draw navigation from one template, so that its links stand in the same order on every page.',
  probe: context => visitSite(context, context.subject),

  judge: ({ visits }, { url }) => {
    const found = new Map<string, Decision>()
    for (const pair of pairsOf(visits)) {
      const [{ finalUrl: at }, { finalUrl: expected }] = pair
      const parts = repeatedParts(pair)
      for (const { key, first, second } of parts) {
        const both = commonItems(first, second)
        const moved = movedItem(both)
        if (!moved || found.get(key)?.outcome === 'failed') continue
        const told = { at, expected, part: key, actual: moved.name, places: [at, expected] }
        found.set(key, both[0].length > 2 ? failed('links-moved', told) : cantTell('two-links-moved', told))
      }
      const places = parts.map(({ second }) => partsOf(pair[1]).indexOf(second))
      const part = parts.find((_, i) => (places[i] ?? 0) < (places[i - 1] ?? 0))?.key
      if (part && !found.has('order'))
        found.set('order', cantTell('parts-moved', { at, expected, part, places: [at, expected] }))
    }
    return found.size > 0 ? [...found.values()] : passed({ at: url })
  },

  messages: {
    'links-moved': 'The {part} of {at} has its links in another order than on {expected}: {actual} stands elsewhere.',
    'two-links-moved':
      'A person has to look at the {part} of {at} and of {expected}: both links that they share changed places.',
    'parts-moved': 'A person has to look at {at} and {expected}: the {part} comes in another order among the parts.',
  },
  examples: [
    { name: 'the same order', from: SUPPLIER, outcome: 'passed', seen: seen([navigation(three)], [navigation(three)]) },
    {
      name: 'another order',
      from: `${SUPPLIER}, defect navigation-reordered`,
      outcome: 'failed',
      seen: seen([navigation(three)], [navigation([home, record, appointments])]),
      keys: ['links-moved'],
    },
    {
      name: 'one link more in between',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen([navigation(three)], [navigation([home, link('Messages'), appointments, record])]),
    },
    {
      name: 'two links',
      from: 'a page of divs, 2026-11-22',
      outcome: 'cantTell',
      seen: seen([navigation([home, record])], [navigation([record, home])]),
      keys: ['two-links-moved'],
    },
    {
      name: 'search before and after',
      from: 'a page of divs, 2026-11-22',
      outcome: 'cantTell',
      seen: seen(
        [navigation(three), navigation([link('Find')], { role: 'search' })],
        [navigation([link('Find')], { role: 'search' }), navigation(three)],
      ),
      keys: ['parts-moved'],
    },
    {
      name: 'breadcrumbs',
      from: 'govuk-frontend 5, 2026-11-22',
      outcome: 'passed',
      seen: seen(
        [navigation(three, { name: 'breadcrumb' }), footer(home)],
        [navigation([record, appointments, home], { name: 'breadcrumb' }), footer(home)],
      ),
    },
    {
      name: 'another language',
      from: 'a page in Welsh, 2026-11-22',
      outcome: 'passed',
      seen: seen([navigation(three)], [navigation([record, home, appointments])], 'cy'),
    },
    { name: 'one page only', from: SUPPLIER, outcome: 'untested', seen: noData('a second page') },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})
