import { check, failed, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page, rule } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

/** The viewport element forbids no zooming to twice the size (axe-core rule meta-viewport, success criterion 1.4.4). */
export default check({
  id: 'accessibility/zoom',
  version: 2,
  title: 'Zooming is not disabled',
  verifies: { 'ACC-GEN-006': 'all' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Write <meta name="viewport" content="width=device-width, initial-scale=1"> and nothing more.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),

  judge: ({ visit: { finalUrl: at, axe } }) => {
    const broken = axe.find(({ rule, outcome }) => rule === 'meta-viewport' && outcome === 'violation')
    return broken ? failed('zoom-disabled', { at, actual: broken.nodes[0]?.html ?? '' }) : passed({ at })
  },

  messages: { 'zoom-disabled': '{at} keeps people from zooming: {actual}' },
  examples: [
    { name: 'may zoom', from: SUPPLIER, outcome: 'passed', seen: { visit: page({}, [rule('meta-viewport', 'pass')]) } },
    {
      name: 'user-scalable=no',
      from: `${SUPPLIER}, defect zoom-disabled`,
      outcome: 'failed',
      seen: { visit: page({}, [rule('meta-viewport', 'violation', ['meta'])]) },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
