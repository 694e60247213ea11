import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * Past what stands on every page there is a way: a main landmark, a heading at the content, or a link to it (success criterion 2.4.1).
 * A page without any fails; whether the way leads to the right place takes a person.
 */
export default check({
  id: 'accessibility/bypass-blocks',
  version: 7,
  title: 'What repeats on every page can be skipped',
  verifies: { 'ACC-WCAG-2.4.1': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Put the content into a main element, give it a heading, and begin the page with a link to it.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.4.1'),
  messages: ruleMessages,
  examples: ruleExamples('2.4.1', 'ways-past-repeated-content/cf77f2'),
})
