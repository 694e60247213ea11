import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/** With the spacing of success criterion 1.4.12 no text is cut off that was whole before. Overlaps take a person. */
export default check({
  id: 'accessibility/text-spacing',
  version: 7,
  title: 'Text set wider is not cut off',
  verifies: { 'ACC-WCAG-1.4.12': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give boxes with text a minimum height instead of a height, and let lines wrap.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '1.4.12'),
  messages: ruleMessages,
  examples: ruleExamples('1.4.12', 'clipped-when-spaced'),
})
