import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/** Links without any name fail success criterion 2.4.4; whether a name tells the purpose takes a person. */
export default check({
  id: 'accessibility/link-purpose',
  version: 7,
  title: 'Links have a text',
  verifies: { 'ACC-WCAG-2.4.4': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give each link a text, or an aria-label where it holds a picture only.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.4.4', 'axe'),
  messages: ruleMessages,
  examples: ruleExamples('2.4.4', 'link-name', 'axe'),
})
