import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * Links among words differ from them by more than colour, or their colour stands out by 3 to 1 (success criterion 1.4.1); other uses of
 * colour take a person.
 */
export default check({
  id: 'accessibility/use-of-colour',
  version: 5,
  title: 'Links in a text are told by more than their colour',
  verifies: { 'ACC-WCAG-1.4.1': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Underline links in texts, or give them a border or another weight.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '1.4.1', 'axe'),
  messages: ruleMessages,
  examples: ruleExamples('1.4.1', 'link-in-text-block', 'axe'),
})
