import { check } from '../../../runner/check.ts'
import { axeDecisions, axeMessages } from '../../shared/axe.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { axeExamples } from '../../shared/page-examples.ts'

/** Links without any name fail success criterion 2.4.4; whether a name tells the purpose takes a person. */
export default check({
  id: 'accessibility/link-purpose',
  version: 2,
  title: 'Links have a text',
  verifies: { 'ACC-WCAG-2.4.4': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give each link a text, or an aria-label where it holds a picture only.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => axeDecisions(visit, '2.4.4'),
  messages: axeMessages,
  examples: axeExamples('2.4.4', 'link-name'),
})
