import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * Up to twelve fields are changed, cut off from the network, and put back: no other page, window or sent form follows (success
 * criterion 3.2.2). Where the page's text may warn of it, and for what else changes, a person decides.
 */
export default check({
  id: 'accessibility/on-input',
  version: 7,
  title: 'Entering data takes people nowhere else',
  verifies: { 'ACC-WCAG-3.2.2': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Act on a button instead of on change.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '3.2.2'),
  messages: ruleMessages,
  examples: ruleExamples('3.2.2', 'context-on-input'),
})
