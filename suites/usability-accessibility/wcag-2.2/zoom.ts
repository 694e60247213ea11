import { check, failed, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { hit, page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { findingsOn } from '../../shared/page-rules.ts'

/** The viewport element forbids no zooming to twice the size (success criterion 1.4.4). */
export default check({
  id: 'accessibility/zoom',
  version: 7,
  title: 'Zooming is not disabled',
  verifies: { 'ACC-GEN-006': 'all' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Write <meta name="viewport" content="width=device-width, initial-scale=1"> and nothing more.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),

  judge: ({ visit }) => {
    const at = visit.finalUrl
    const broken = findingsOn(visit).find(
      ({ outcome, rules }) => outcome === 'failed' && rules.some(rule => rule.endsWith('viewport')),
    )
    return broken ? failed('zoom-disabled', { at, actual: broken.html }) : passed({ at })
  },

  messages: { 'zoom-disabled': '{at} keeps people from zooming: {actual}' },
  examples: [
    { name: 'may zoom', from: SUPPLIER, outcome: 'passed', seen: { visit: page() } },
    {
      name: 'user-scalable=no',
      from: `${SUPPLIER}, defect zoom-disabled`,
      outcome: 'failed',
      seen: { visit: page({}, [hit('meta-viewport', 'failed', ['1.4.4'])]) },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
