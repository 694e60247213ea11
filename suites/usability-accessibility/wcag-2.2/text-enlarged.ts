import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * At 200 % zoom no text is cut off by a box that neither scrolls nor grows (success criterion 1.4.4). Overlaps and lost
 * functions take a person.
 */
export default check({
  id: 'accessibility/text-enlarged',
  version: 7,
  title: 'Text at twice its size is not cut off',
  verifies: { 'ACC-WCAG-1.4.4': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Use relative units, and let boxes grow with their text.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '1.4.4'),
  messages: ruleMessages,
  examples: ruleExamples('1.4.4', 'clipped-when-zoomed'),
})
