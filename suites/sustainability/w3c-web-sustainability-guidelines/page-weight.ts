import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, resource, SUPPLIER } from '../../shared/page-examples.ts'
import { visitPage } from '../../shared/visiting.ts'
import { weightOf } from '../../shared/weight.ts'

const BUDGET = 1_000_000

/** A first view moves 1 MB at most. What lies outside the target is not fetched; an allowance is made for it. */
export default check({
  id: 'sustainability/page-weight',
  version: 1,
  title: 'A first view of a page moves 1 MB at most',
  verifies: { 'SUS-WGT-001': 'all' },
  subjects: ({ pages }) => pages,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Look at the largest resources first: shrink pictures, split scripts, and leave out what the first view does not need.',
  probe: async ({ browser, subject }) => ({ visit: await visitPage(browser, subject) }),

  judge: ({ visit }) => {
    const { bytes, atMost, notFetched } = weightOf(visit)
    const details = { at: visit.finalUrl, expected: `${BUDGET}`, actual: `${bytes}` }
    const heaviest = [...visit.resources].sort((a, b) => b.transferBytes - a.transferBytes).slice(0, 5)
    if (bytes > BUDGET) return failed('too-heavy', { ...details, places: heaviest.map(({ url }) => url) })
    return atMost > BUDGET
      ? cantTell('not-all-fetched', { ...details, places: notFetched, missing: notFetched.length })
      : passed(details)
  },

  messages: {
    'too-heavy': 'A first view of {at} moves {actual} bytes, more than {expected}.',
    'not-all-fetched': '{at} moves {actual} bytes, and {missing} resources outside the target that were not fetched.',
  },
  examples: [
    { name: 'light', from: SUPPLIER, outcome: 'passed', seen: { visit: page({}, [], { resources: [resource()] }) } },
    {
      name: 'heavy',
      from: `${SUPPLIER}, defect heavy-page`,
      outcome: 'failed',
      seen: { visit: page({}, [], { resources: [resource({ transferBytes: 1_530_000 })] }) },
    },
    {
      name: 'much of it elsewhere',
      from: 'a page with twelve trackers, 2026-11-22',
      outcome: 'cantTell',
      seen: {
        visit: page({}, [], {
          resources: [resource()],
          wouldHaveSent: [...'abcdefghijkl'].map(name => ({
            method: 'GET',
            url: `https://${name}.example/`,
            because: 'outside the target',
          })),
        }),
      },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
