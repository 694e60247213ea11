import { check } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { ruleDecisions, ruleExamples, ruleMessages } from '../../shared/page-rules.ts'

/** Rules of axe-core for success criterion 4.1.2; what changes while the page is used takes a person. */
export default check({
  id: 'accessibility/name-role-value',
  version: 7,
  title: 'Controls have a name, a role and states that programs can read',
  verifies: { 'ACC-WCAG-4.1.2': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Use native controls with a label; where ARIA is used, give name, role and state together.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) => ruleDecisions(visit, '4.1.2', 'axe'),
  messages: ruleMessages,
  examples: ruleExamples('4.1.2', 'label', 'axe'),
})
