import { check, failed, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

const stop = { text: 'Skip to main content', href: '#main', visible: true, movesTo: 'main#main' }

/** By real keys: Tab from the top reaches a link that can be seen and leads into this page, and Enter moves on from it. */
export default check({
  id: 'accessibility/skip-link',
  version: 2,
  title: 'The first stop of the keyboard is a skip link that works',
  verifies: { 'ACC-GEN-004': 'all' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Begin the body with <a href="#main">Skip to main content</a>, shown on focus, and give the main element id="main" tabindex="-1".',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),

  judge: ({ visit: { finalUrl: at, facts } }) => {
    const first = facts?.firstStop
    if (!first) return failed('no-stop', { at })
    const leadsInside = first.href.includes('#') || (first.href === '' && /\b(skip|jump)\b/i.test(first.text))
    if (!leadsInside) return failed('other-first', { at, actual: first.text || first.href })
    if (first.movesTo === '') return failed('leads-nowhere', { at, actual: first.href })
    return first.visible ? passed({ at }) : failed('not-seen', { at, actual: first.text })
  },

  messages: {
    'no-stop': 'The keyboard finds nothing to stop at on {at}.',
    'other-first': 'The first stop of the keyboard on {at} is "{actual}", not a skip link.',
    'leads-nowhere': 'The skip link of {at} leads to {actual}, and the keyboard does not get there.',
    'not-seen': 'The skip link "{actual}" of {at} cannot be seen when the keyboard is on it.',
  },
  examples: [
    { name: 'works', from: SUPPLIER, outcome: 'passed', seen: { visit: page() } },
    {
      name: 'target is missing',
      from: `${SUPPLIER}, defect skip-link-broken`,
      outcome: 'failed',
      seen: { visit: page({ firstStop: { ...stop, href: '#content', movesTo: '' } }) },
      keys: ['leads-nowhere'],
    },
    {
      name: 'the logo comes first',
      from: 'a page of divs, 2026-11-22',
      outcome: 'failed',
      seen: { visit: page({ firstStop: { text: 'Home', href: '/', visible: true, movesTo: '' } }) },
      keys: ['other-first'],
    },
    {
      name: 'stays hidden',
      from: 'a page of divs, 2026-11-22',
      outcome: 'failed',
      seen: { visit: page({ firstStop: { ...stop, visible: false } }) },
      keys: ['not-seen'],
    },
    {
      name: 'nothing to stop at',
      from: 'a page of divs, 2026-11-22',
      outcome: 'failed',
      seen: { visit: page({ firstStop: null }) },
      keys: ['no-stop'],
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
