import { check, failed, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

/**
 * At 320 CSS pixels nothing but tables, pictures, maps, video and code makes the page scroll sideways (success criterion 1.4.10).
 * What lies in a box that scrolls for itself, and what disappears at that width, takes a person.
 */
export default check({
  id: 'accessibility/reflow',
  version: 2,
  title: 'At 320 pixels wide the page does not scroll sideways',
  verifies: { 'ACC-WCAG-1.4.10': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Replace fixed and minimum widths by maximum ones, and let rows wrap on narrow screens.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),

  judge: ({ visit: { finalUrl: at, facts } }) => {
    const { viewport = 320, scrollWidth = 0, offenders = [] } = facts?.reflow ?? {}
    return offenders.length > 0
      ? failed('too-wide', { at, expected: `${viewport}`, actual: `${scrollWidth}`, places: offenders })
      : passed({ at })
  },

  messages: { 'too-wide': '{at} needs {actual} pixels of width on a screen of {expected}.' },
  examples: [
    { name: 'fits', from: SUPPLIER, outcome: 'passed', seen: { visit: page() } },
    {
      name: 'a wide box',
      from: `${SUPPLIER}, defect no-reflow`,
      outcome: 'failed',
      seen: { visit: page({ reflow: { viewport: 320, scrollWidth: 992, offenders: ['.wrap'] } }) },
    },
    {
      name: 'only a table is wide',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visit: page({ reflow: { viewport: 320, scrollWidth: 500, offenders: [] } }) },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
