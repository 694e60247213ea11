import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/** Rules of axe-core for success criterion 1.3.1; structure that only the eye sees takes a person. */
export default check({
  id: 'accessibility/structure-in-code',
  version: 7,
  title: 'Lists, tables, headings and labels are what they look like',
  verifies: { 'ACC-WCAG-1.3.1': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Use the elements of HTML for lists, tables and labels, and put nothing else between them.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '1.3.1', 'axe'),
  messages: ruleMessages,
  examples: ruleExamples('1.3.1', 'list', 'axe'),
})
