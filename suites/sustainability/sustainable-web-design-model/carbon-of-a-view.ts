import { co2 } from '@tgwf/co2'
import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, resource, SUPPLIER } from '../../shared/page-examples.ts'
import { visitPage } from '../../shared/visiting.ts'
import { weightOf } from '../../shared/weight.ts'

/** Grams: the worst of rating E of the model's version 4. */
const LIMIT = 0.359
const model = new co2({ model: 'swd', version: 4 })
/** World average grid, no green hosting claimed. */
const grams = (bytes: number) => model.perByte(bytes, false)
const GRID = model.perByteTrace(0, false).variables.gridIntensity.network.value
const METHOD = `Sustainable Web Design Model 4, world average grid of ${GRID} g CO2e/kWh`

/** What a first view costs by the Sustainable Web Design Model 4, on the world's average grid; an estimate from bytes alone. */
export default check({
  id: 'sustainability/carbon-of-a-view',
  version: 2,
  title: 'A view of a page costs 0.359 g CO2e at most, by the Sustainable Web Design Model',
  verifies: { 'SUS-CO2-001': 'all' },
  subjects: ({ pages }) => pages,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Cut the bytes of the page; the estimate is a multiple of them.',
  probe: async ({ browser, subject }) => ({ visit: await visitPage(browser, subject) }),

  judge: ({ visit }) => {
    const { bytes, atMost, notFetched } = weightOf(visit)
    const details = {
      at: visit.finalUrl,
      expected: `${LIMIT} g (${METHOD})`,
      actual: `${grams(bytes).toFixed(3)} g`,
      bytes,
    }
    if (grams(bytes) > LIMIT) return failed('too-much-carbon', details)
    return grams(atMost) > LIMIT
      ? cantTell('not-all-fetched', { ...details, places: notFetched, missing: notFetched.length })
      : passed(details)
  },

  messages: {
    'too-much-carbon': 'A view of {at} costs {actual} CO2e for {bytes} bytes, more than {expected}.',
    'not-all-fetched':
      '{at} costs {actual} CO2e of {expected}, without {missing} resources outside the target that were not fetched.',
  },
  examples: [
    { name: 'light', from: SUPPLIER, outcome: 'passed', seen: { visit: page({}, [], { resources: [resource()] }) } },
    {
      name: 'heavy',
      from: `${SUPPLIER}, defect very-heavy-page`,
      outcome: 'failed',
      seen: { visit: page({}, [], { resources: [resource({ transferBytes: 4_050_000 })] }) },
    },
    {
      name: 'much of it elsewhere',
      from: 'a page with thirty trackers, 2026-11-22',
      outcome: 'cantTell',
      seen: {
        visit: page({}, [], {
          resources: [resource()],
          wouldHaveSent: [...Array(30).keys()].map(n => ({
            method: 'GET',
            url: `https://t${n}.example/`,
            because: 'outside the target',
          })),
        }),
      },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
