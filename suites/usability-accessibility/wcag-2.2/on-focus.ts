import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * Each stop gets the keyboard: no other page, window, sent form or box follows, and the keyboard is not taken away (success criterion
 * 3.2.1). Seen twice at the same place, on a page that does not leave by itself. Sixty stops a page; a change of what the page shows
 * takes a person.
 */
export default check({
  id: 'accessibility/on-focus',
  version: 7,
  title: 'Getting focus changes nothing else',
  verifies: { 'ACC-WCAG-3.2.1': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Remove the handler that acts on focus; act on click.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '3.2.1'),
  messages: ruleMessages,
  examples: ruleExamples('3.2.1', 'context-on-focus'),
})
