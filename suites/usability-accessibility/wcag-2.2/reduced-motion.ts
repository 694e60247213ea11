import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * With the wish for less motion set, nothing that is seen moves by style for five seconds or more (success criterion 2.3.3). Motion by
 * scripts, pictures that move, and what only moves when it is used take a person.
 */
export default check({
  id: 'accessibility/reduced-motion',
  version: 7,
  title: 'Motion stops for those who prefer less',
  verifies: { 'ACC-GEN-005': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Stop animations in a media query for prefers-reduced-motion.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.3.3'),
  messages: ruleMessages,
  examples: ruleExamples('2.3.3', 'motion-goes-on'),
})
