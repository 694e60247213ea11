import { cantTell, check, type Decision, failed, noData, passed } from '../../../runner/check.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { link, navigation, pageWith } from '../../shared/site-examples.ts'
import { type Item, type Part, pairsOf, repeatedParts, visitSite } from '../../shared/surroundings.ts'

const wordsOf = ({ name }: Item): string[] =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}]+/gu) ?? []
/** Told apart by where one stands, not by what they do. */
const ofItsPage = /^\W*(next|prev(ious)?|back|first|last|newer|older|page)\b|^\W*\d*\W*$/i

/** How two names of one thing go together. A name within the other is consistent: "Contact" and "Contact us". */
function together(one: Item, other: Item): 'same' | 'near' | 'other' {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  const within = (few: string[], many: string[]) => few.every(word => many.includes(word))
  if (within(a, b) || within(b, a)) return 'same'
  return a.some(word => word.length > 2 && b.includes(word)) ? 'near' : 'other'
}

/** Things of the one part that the other part has too, each once in both. */
function alike(first: Part, second: Part): readonly (readonly [Item, Item])[] {
  const addressOf = ({ kind, to }: Item) => `${kind} ${to.split('#', 1)[0]}`
  const once = ({ items }: Part) =>
    items
      .filter(item => items.filter(other => addressOf(other) === addressOf(item)).length === 1)
      .filter(({ name }) => !ofItsPage.test(name))
  const others = once(second)
  return once(first).flatMap(item => {
    const other = others.find(two => addressOf(two) === addressOf(item))
    return other ? [[item, other] as const] : []
  })
}

const home = link('Home', '/')
const all = [home, link('Appointments'), link('Find a clinic', '/find')]
const seen = (...second: Item[]) => ({
  visits: [pageWith('/', [navigation(all)]), pageWith('/record', [navigation(second)])],
})

/**
 * In the navigation, header, search and footer that pages share, a link to one address and a control of one form have one name
 * (failure F31). Names that share a word, and all things in the content, are for a person (success criterion 3.2.4).
 */
export default check({
  id: 'accessibility/consistent-identification',
  version: 1,
  title: 'What pages share has the same name on each',
  verifies: { 'ACC-WCAG-3.2.4': 'part' },
  subjects: ({ sites }) => sites,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give the same function the same name everywhere.',
  probe: context => visitSite(context, context.subject),

  judge: ({ visits }, { url }) => {
    const found = new Map<string, Decision>()
    for (const pair of pairsOf(visits))
      for (const { key, first, second } of repeatedParts(pair)) {
        const things = alike(first, second)
        // Without a thing that kept its name nothing shows that both parts are one.
        if (!things.some(([one, other]) => together(one, other) === 'same')) continue
        for (const [one, other] of things) {
          const how = together(one, other)
          const known = found.get(one.to)
          if (how === 'same' || known?.outcome === 'failed') continue
          const [at, elsewhere] = [pair[0].finalUrl, pair[1].finalUrl]
          const told = { at, part: key, expected: one.name, actual: other.name, elsewhere, places: [at, elsewhere] }
          if (how === 'other') found.set(one.to, failed('other-name', told))
          else if (!known) found.set(one.to, cantTell('near-name', told))
        }
      }
    return found.size > 0 ? [...found.values()] : passed({ at: url })
  },

  messages: {
    'other-name': 'In the {part}, what is "{expected}" on {at} is "{actual}" on {elsewhere}.',
    'near-name':
      'A person has to tell whether "{expected}" on {at} and "{actual}" on {elsewhere} are consistent ({part}).',
  },
  examples: [
    { name: 'one name', from: SUPPLIER, outcome: 'passed', seen: seen(...all) },
    {
      name: 'another name',
      from: `${SUPPLIER}, defect navigation-renamed`,
      outcome: 'failed',
      seen: seen(home, link('Visits', '/appointments')),
      keys: ['other-name'],
    },
    {
      name: 'a count beside the name',
      from: SUPPLIER,
      outcome: 'passed',
      seen: seen(home, link('Appointments (2 new)', '/appointments')),
    },
    {
      name: 'nearly the same',
      from: 'a page of divs, 2026-11-22',
      outcome: 'cantTell',
      seen: seen(home, link('Clinic search', '/find')),
      keys: ['near-name'],
    },
    {
      name: 'steps through pages',
      from: 'govuk-frontend 5, 2026-11-22',
      outcome: 'passed',
      seen: {
        visits: [
          pageWith('/1', [navigation([home, link('Next page', '/2')])]),
          pageWith('/3', [navigation([home, link('Previous page', '/2')])]),
        ],
      },
    },
    {
      name: 'nothing kept its name',
      from: 'a page of divs, 2026-11-22',
      outcome: 'passed',
      seen: seen(link('Visits', '/appointments')),
    },
    { name: 'one page only', from: SUPPLIER, outcome: 'untested', seen: noData('a second page') },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})
