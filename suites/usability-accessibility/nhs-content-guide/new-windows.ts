import { cantTell, check, failed, type PageDetails, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, details, SUPPLIER } from '../../shared/page-examples.ts'

const divs = 'a page of divs, 2026-11-22'
/** "(opens in new tab)", as the guide words it, and what says the same. */
const said =
  /\b(opens?|opening)\b.{0,12}\b(new|another|separate) (browser )?(tab|window)\b|\b(new|another) (tab|window)\b/i
const seen = (...texts: string[]) => {
  const newWindows: NonNullable<PageDetails['newWindows']> = texts.map((text, at) => ({ text, selector: `#l${at}` }))
  return { visit: page({}, [], { details: details({ newWindows }) }) }
}

/**
 * A link or button that opens another tab or window says so in its text. Whether it had to (help with a form, a signed-in session) is for
 * a person, and so is what scripts open and what the NHS App does with links that lead outside.
 */
export default check({
  id: 'nhs-content/new-windows',
  version: 2,
  title: 'Links that open another tab or window say so',
  verifies: { 'APP-UI-004': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Take target="_blank" away, or end the text of the link with "(opens in new tab)".',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),

  judge: ({ visit: { finalUrl: at, details } }) => {
    if (!details?.newWindows) return cantTell('not-looked', { at })
    const silent = details.newWindows.filter(({ text }) => !said.test(text))
    const told = (items: typeof silent) => ({
      at,
      actual: items
        .map(({ text, selector }) => text || selector)
        .join(', ')
        .slice(0, 200),
      places: items.slice(0, 10).map(({ selector }) => selector),
    })
    if (silent.length > 0) return failed('unsaid', told(silent))
    return details.newWindows.length > 0 ? cantTell('why', told([...details.newWindows])) : passed({ at })
  },

  messages: {
    unsaid: 'Links of {at} open another tab or window and do not say so: {actual}.',
    why: 'A person has to tell whether links of {at} need another tab or window, for help or a signed-in session: {actual}.',
    'not-looked': 'At {at} it was not looked for links that open another window.',
  },
  examples: [
    { name: 'the same window', from: SUPPLIER, outcome: 'passed', seen: seen() },
    {
      name: 'another tab, not said',
      from: `${SUPPLIER}, defect opens-new-tab`,
      outcome: 'failed',
      seen: seen('See what an appointment looks like'),
      keys: ['unsaid'],
    },
    {
      name: 'another tab, said',
      from: divs,
      outcome: 'cantTell',
      seen: seen('Find your NHS number (opens in new tab)'),
      keys: ['why'],
    },
    { name: 'one of two', from: divs, outcome: 'failed', seen: seen('Help (opens in a new window)', 'News') },
    { name: 'a visit of before', from: SUPPLIER, outcome: 'cantTell', seen: { visit: page() }, keys: ['not-looked'] },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
