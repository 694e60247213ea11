import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * The mark of the focus that the product draws itself (outline, shadow, border) stands out by 3 to 1 from what is beside it, by pixels
 * (success criterion 1.4.11, technique G195). The browser's own ring is exempt; forty stops a page, one of each look.
 */
export default check({
  id: 'accessibility/focus-contrast',
  version: 6,
  title: 'The mark of the focus stands out from what is beside it',
  verifies: { 'ACC-WCAG-1.4.11': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give the mark of the focus a colour that reaches 3 to 1 beside the control and the page.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '1.4.11'),
  messages: ruleMessages,
  examples: ruleExamples('1.4.11', 'focus-contrast'),
})
