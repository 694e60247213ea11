import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/** Rules of axe-core for success criterion 1.1.1; whether an alternative says the same as the picture takes a person. */
export default check({
  id: 'accessibility/text-alternatives',
  version: 7,
  title: 'Pictures and controls have a text alternative',
  verifies: { 'ACC-WCAG-1.1.1': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Give each picture an alt that tells what it is for; give decoration alt="".',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '1.1.1', 'axe'),
  messages: ruleMessages,
  examples: ruleExamples('1.1.1', 'image-alt', 'axe'),
})
