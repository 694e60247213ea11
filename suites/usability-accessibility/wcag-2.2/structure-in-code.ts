import { check } from '../../../runner/check.ts'
import { axeDecisions, axeMessages } from '../../shared/axe.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { axeExamples } from '../../shared/page-examples.ts'

/** Rules of axe-core for success criterion 1.3.1; structure that only the eye sees takes a person. */
export default check({
  id: 'accessibility/structure-in-code',
  version: 2,
  title: 'Lists, tables, headings and labels are what they look like',
  verifies: { 'ACC-WCAG-1.3.1': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Use the elements of HTML for lists, tables and labels, and put nothing else between them.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => axeDecisions(visit, '1.3.1'),
  messages: axeMessages,
  examples: axeExamples('1.3.1', 'list'),
})
