import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/** A refresh by the page itself fails success criterion 2.2.1; limits that scripts and servers keep take a person. */
export default check({
  id: 'accessibility/time-limits',
  version: 7,
  title: 'Pages do not leave or reload by themselves',
  verifies: { 'ACC-WCAG-2.2.1': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Remove the meta element that refreshes the page; let the user choose when to go on.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.2.1', 'axe'),
  messages: ruleMessages,
  examples: ruleExamples('2.2.1', 'meta-refresh', 'axe'),
})
