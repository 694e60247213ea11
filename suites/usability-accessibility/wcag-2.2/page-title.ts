import { advice, check, failed, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

const saysNothing =
  /^(untitled( document| page)?|document|home ?page|title|page|new page|react app|vite app|index(\.html?)?)$/i

/** A page without a title fails success criterion 2.4.2; whether a title tells what the page is about takes a person. */
export default check({
  id: 'accessibility/page-title',
  version: 2,
  title: 'Pages have a title',
  verifies: { 'ACC-WCAG-2.4.2': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give each page a title element that begins with what this page is about.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),

  judge: ({ visit: { finalUrl: at, facts } }) => {
    const title = facts?.title.trim() ?? ''
    if (title === '') return failed('no-title', { at })
    return saysNothing.test(title)
      ? [passed({ at }), advice('title-says-nothing', { at, actual: title })]
      : passed({ at })
  },

  messages: {
    'no-title': '{at} has no title.',
    'title-says-nothing': 'The title "{actual}" of {at} does not tell what the page is about.',
  },
  examples: [
    { name: 'titled', from: SUPPLIER, outcome: 'passed', seen: { visit: page() } },
    {
      name: 'empty title',
      from: `${SUPPLIER}, defect page-without-title`,
      outcome: 'failed',
      seen: { visit: page({ title: ' ' }) },
    },
    {
      name: 'left as the tool made it',
      from: 'a new Vite project, 2026-11-22',
      outcome: 'passed',
      seen: { visit: page({ title: 'Vite App' }) },
      keys: ['passed', 'title-says-nothing'],
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
