import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * Stop by stop, downwards and back up: what has the keyboard is not wholly under a bar or a notice that stays in the window (success
 * criterion 2.4.11). Sixty stops a page; what opens only when it is used takes a person.
 */
export default check({
  id: 'accessibility/focus-obscured',
  version: 7,
  title: 'What has focus is not wholly hidden',
  verifies: { 'ACC-WCAG-2.4.11': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Add scroll padding as high as the bar, or let the bar scroll with the page.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.4.11'),
  messages: ruleMessages,
  examples: ruleExamples('2.4.11', 'focus-obscured'),
})
