import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * By real keys: Tab, Shift+Tab, Escape and the keys that the page tells of lead out of every part (success criterion 2.1.2).
 * Sixty stops a page; what only opens when it is used takes a person.
 */
export default check({
  id: 'accessibility/keyboard-trap',
  version: 7,
  title: 'The keyboard can leave every part it can enter',
  verifies: { 'ACC-WCAG-2.1.2': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Let Tab and Shift+Tab, or Escape, leave every part of the page.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.1.2'),
  messages: ruleMessages,
  examples: ruleExamples('2.1.2', 'keyboard-trap'),
})
