import { check } from '../../../runner/check.ts'
import { axeDecisions, axeMessages } from '../../shared/axe.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { axeExamples } from '../../shared/page-examples.ts'

/** Sizes and distances as axe-core measures them (success criterion 2.5.8); other screens than those given take a person. */
export default check({
  id: 'accessibility/target-size',
  version: 2,
  title: 'Targets are 24 by 24 pixels, or spaced so',
  verifies: { 'ACC-WCAG-2.5.8': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give links and buttons that are not in a sentence a height and width of 24 pixels, or more space around them.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => axeDecisions(visit, '2.5.8'),
  messages: axeMessages,
  examples: axeExamples('2.5.8', 'target-size'),
})
