import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/** Contrast as axe-core measures it (success criterion 1.4.3); text over pictures and gradients takes a person. */
export default check({
  id: 'accessibility/contrast',
  version: 7,
  title: 'Text stands out from its background',
  verifies: { 'ACC-WCAG-1.4.3': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Darken the text or lighten what is behind it until the contrast is 4.5 to 1, 3 to 1 for large text.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '1.4.3', 'axe'),
  messages: ruleMessages,
  examples: ruleExamples('1.4.3', 'color-contrast', 'axe'),
})
