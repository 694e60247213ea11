import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * Nothing is turned by a quarter, and the text stays, when the screen is turned (success criterion 1.3.4). Whether
 * everything still works takes a person.
 */
export default check({
  id: 'accessibility/orientation',
  version: 7,
  title: 'Pages work both upright and sideways',
  verifies: { 'ACC-WCAG-1.3.4': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Remove what turns or hides the page when the screen is turned.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '1.3.4'),
  messages: ruleMessages,
  examples: ruleExamples('1.3.4', 'orientation'),
})
