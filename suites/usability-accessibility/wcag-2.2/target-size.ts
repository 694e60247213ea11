import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/** Sizes and distances as axe-core measures them (success criterion 2.5.8); other screens than those given take a person. */
export default check({
  id: 'accessibility/target-size',
  version: 7,
  title: 'Targets are 24 by 24 pixels, or spaced so',
  verifies: { 'ACC-WCAG-2.5.8': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give links and buttons that are not in a sentence a height and width of 24 pixels, or more space around them.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.5.8', 'axe'),
  messages: ruleMessages,
  examples: ruleExamples('2.5.8', 'target-size', 'axe'),
})
