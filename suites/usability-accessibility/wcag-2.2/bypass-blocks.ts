import { check } from '../../../runner/check.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'
import { visitPage } from '../../shared/visiting.ts'

/**
 * A page with navigation before its content has a main landmark, a heading at the content or a link to it (success criterion
 * 2.4.1). Whether those are the right ones takes a person.
 */
export default check({
  id: 'accessibility/bypass-blocks',
  version: 1,
  title: 'Repeated blocks can be skipped',
  verifies: { 'ACC-WCAG-2.4.1': 'part' },
  subjects: ({ pages }) => pages,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Add a skip link, a main landmark or headings.',
  probe: async ({ browser, subject }) => ({ visit: await visitPage(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.4.1'),
  messages: ruleMessages,
  examples: ruleExamples('2.4.1', 'ways-past-repeated-content/cf77f2'),
})
