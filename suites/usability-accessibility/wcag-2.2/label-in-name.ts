import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * The visible text of controls named by aria-label or aria-labelledby stands in their names (success criterion 2.5.3). Text
 * in pictures takes a person.
 */
export default check({
  id: 'accessibility/label-in-name',
  version: 7,
  title: 'The name in code contains the label that is seen',
  verifies: { 'ACC-WCAG-2.5.3': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Begin aria-label with the text that is seen, or leave it out.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.5.3'),
  messages: ruleMessages,
  examples: ruleExamples('2.5.3', 'label-in-name'),
})
