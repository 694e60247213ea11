import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * Drawings that hold words and nothing else are images of text (success criterion 1.4.5); photographs and pixels take a person.
 */
export default check({
  id: 'accessibility/images-of-text',
  version: 5,
  title: 'Words are text, not pictures',
  verifies: { 'ACC-WCAG-1.4.5': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Write the words into the page and style them; keep a picture for logotypes and where its look is essential.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '1.4.5', 'mustdo'),
  messages: ruleMessages,
  examples: ruleExamples('1.4.5', 'image-of-text', 'mustdo'),
})
