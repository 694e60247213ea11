import { cantTell, check, type DarkScheme, failed, passed } from '../../../runner/check.ts'
import { behaving, judgeBehaviour, notLooked } from '../../shared/behaviour-seen.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

const dark = (some: Partial<DarkScheme> = {}) => behaving({ darkScheme: { offered: true, low: [], open: 0, ...some } })

/**
 * Contrast for those who ask for dark, where the page has a look of its own for them (success criterion 1.4.3): that look is the page's
 * and not the reader's. Text over pictures and gradients takes a person.
 */
export default check({
  id: 'accessibility/dark-contrast',
  version: 2,
  title: 'Text stands out in the dark look too',
  verifies: { 'ACC-WCAG-1.4.3': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Lighten the text of the dark look until the contrast is 4.5 to 1, 3 to 1 for large text.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) =>
    judgeBehaviour(visit, 'darkScheme', ({ low, open }, at) => {
      if (low.length > 0) return [failed('low', { at, actual: `${low.length}`, places: low })]
      return [open > 0 ? cantTell('open', { at, actual: `${open}` }) : passed({ at })]
    }),
  messages: {
    low: 'At {at} text has too little contrast in the dark look, elements: {actual}.',
    open: 'At {at} a person has to look at the contrast of text in the dark look, elements: {actual}.',
    'not-looked': notLooked,
  },
  examples: [
    { name: 'enough contrast', from: SUPPLIER, outcome: 'passed', seen: dark() },
    { name: 'no dark look', from: SUPPLIER, outcome: 'passed', seen: dark({ offered: false }) },
    { name: 'grey on black', from: SUPPLIER, outcome: 'failed', seen: dark({ low: ['p'] }), keys: ['low'] },
    { name: 'text over a picture', from: SUPPLIER, outcome: 'cantTell', seen: dark({ open: 1 }), keys: ['open'] },
    { name: 'not measured', from: SUPPLIER, outcome: 'cantTell', seen: { visit: page() }, keys: ['not-looked'] },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
