import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * What a pointer sets off can be reached with the keyboard (success criterion 2.1.1, techniques F42, F54 and G90). Nothing is pressed: it
 * is read what listens to what. A part that the page itself calls a control fails; others are for a person.
 */
export default check({
  id: 'accessibility/keyboard-operable',
  version: 5,
  title: 'What a pointer does can be done with the keyboard',
  verifies: { 'ACC-WCAG-2.1.1': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Use a button or a link; where it has to be another element, give it tabindex="0" and a handler for Enter and Space.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '2.1.1'),
  messages: ruleMessages,
  examples: ruleExamples('2.1.1', 'keyboard-operable'),
})
