import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * By real keys and pixels: where the keyboard stops, something in the window changes (success criterion 2.4.7), and by 3 to 1 or a
 * person looks. Forty stops a page, one of each look.
 */
export default check({
  id: 'accessibility/focus-seen',
  version: 8,
  title: 'The focus of the keyboard can be seen',
  verifies: { 'ACC-WCAG-2.4.7': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Keep the outline of the focused element, or draw a clearer one.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.4.7'),
  messages: ruleMessages,
  examples: ruleExamples('2.4.7', 'focus-visible'),
})
