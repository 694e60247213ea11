import { check, failed, passed } from '../../../runner/check.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, details, SUPPLIER } from '../../shared/page-examples.ts'
import { visitPage } from '../../shared/visiting.ts'

const picture = {
  selector: 'img',
  url: 'https://product.example/river.webp',
  alt: 'A river bank',
  natural: { width: 600, height: 400 },
  displayed: { width: 300, height: 200 },
  format: 'image/webp',
  lazy: false,
  belowFold: true,
} as const

/**
 * Pictures below the first screen wait: loading="lazy", or a script that had not fetched them when the page was at rest. Where
 * frames stand is not seen here, so a page with frames takes a person.
 */
export default check({
  id: 'sustainability/lazy-pictures',
  version: 1,
  title: 'Pictures below the first screen load lazily',
  verifies: { 'SUS-IMG-002': 'part' },
  subjects: ({ pages }) => pages,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Add loading="lazy" to pictures and frames below the first screen.',
  probe: async ({ browser, subject }) => ({ visit: await visitPage(browser, subject) }),

  judge: ({ visit: { finalUrl: at, details } }) => {
    const early = details?.images.filter(
      ({ belowFold, lazy, format, natural }) => belowFold && !lazy && format !== '' && natural.width > 0,
    )
    return early && early.length > 0
      ? failed('loads-early', { at, actual: `${early.length}`, places: early.map(({ selector }) => selector) })
      : passed({ at })
  },

  messages: { 'loads-early': 'Pictures below the first screen of {at} are fetched at once: {actual}.' },
  examples: [
    {
      name: 'lazy below, eager above',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        visit: page({}, [], {
          details: details({
            images: [
              { ...picture, lazy: true },
              { ...picture, belowFold: false },
            ],
          }),
        }),
      },
    },
    {
      name: 'eager below',
      from: `${SUPPLIER}, defect frames-load-early`,
      outcome: 'failed',
      seen: { visit: page({}, [], { details: details({ images: [picture] }) }) },
    },
    {
      name: 'a script waits with it',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        visit: page({}, [], {
          details: details({ images: [{ ...picture, format: '', natural: { width: 0, height: 0 } }] }),
        }),
      },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
