import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * What starts by itself is heard, and without a control to stop it may last three seconds (success criterion 1.4.2). Sound
 * that scripts start takes a person.
 */
export default check({
  id: 'accessibility/audio-control',
  version: 7,
  title: 'Sound that starts by itself can be stopped',
  verifies: { 'ACC-WCAG-1.4.2': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Start no sound, or give a control to stop it.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '1.4.2'),
  messages: ruleMessages,
  examples: ruleExamples('1.4.2', 'autoplay'),
})
