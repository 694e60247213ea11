import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/**
 * Near each field there is a text that is seen (success criterion 3.3.2). A field with nothing near it fails; one with a placeholder or
 * a picture only, and whether a text says what to enter, are for a person.
 */
export default check({
  id: 'accessibility/labels-seen',
  version: 7,
  title: 'Fields have a label or an instruction that is seen',
  verifies: { 'ACC-WCAG-3.3.2': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give every field a visible label.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '3.3.2'),
  messages: ruleMessages,
  examples: ruleExamples('3.3.2', 'label-seen'),
})
