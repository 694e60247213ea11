import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/** A lang on a part is a language, and the one that the part is written in (success criterion 3.1.2); parts without one take a person. */
export default check({
  id: 'accessibility/language-of-parts',
  version: 5,
  title: 'Parts in another language say in which',
  verifies: { 'ACC-WCAG-3.1.2': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Write the BCP 47 tag of the language on the element, as lang="cy".',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '3.1.2', 'axe'),
  messages: ruleMessages,
  examples: ruleExamples('3.1.2', 'valid-lang', 'axe'),
})
