import { check, failed, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { answer, noAnswer, page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

/** Addresses and names of products that lay a layer over a page in place of mending it. */
const overlays =
  /accessibe|acsbapp|acsb\.js|userway|audioeye|equalweb|nagich|user1st|maxaccess|allyable|adally|enable\.co\.il|sienna-accessibility|truabilities/gi

/** No overlay that is known by its address or its marks in the page is loaded, or asked for. Others take a person. */
export default check({
  id: 'accessibility/overlays',
  version: 2,
  title: 'No known accessibility overlay is used',
  verifies: { 'ACC-GEN-007': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Remove the script of the overlay and mend what it was meant to hide.',
  probe: async ({ browser, http, subject }) => ({
    visit: await visitEvery(browser, subject),
    html: await http.get(subject.url, { headers: { accept: 'text/html' }, as: subject.identity }),
  }),

  judge: ({ visit: { finalUrl: at, resources, wouldHaveSent }, html }) => {
    const addresses = [...resources, ...wouldHaveSent].map(({ url }) => url)
    const tags = (html.response.body.text ?? '').match(/<(script|link|iframe)\b[^>]*>/gi) ?? []
    const found = [...addresses, ...tags].flatMap(text => text.match(overlays) ?? [])
    const names = [...new Set(found.map(name => name.toLowerCase()))].sort()
    return names.length > 0 ? failed('overlay', { at, actual: names.join(', ') }) : passed({ at })
  },

  messages: { overlay: '{at} loads an accessibility overlay: {actual}.' },
  examples: [
    {
      name: 'none',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visit: page(), html: answer(200, {}, '<p>We mend our pages.</p>') },
    },
    {
      name: 'in the page',
      from: `${SUPPLIER}, defect overlay-widget`,
      outcome: 'failed',
      seen: { visit: page(), html: answer(200, {}, '<script src="/assets/accessibe/acsbapp.js"></script>') },
    },
    {
      name: 'asked for elsewhere',
      from: SUPPLIER,
      outcome: 'failed',
      seen: {
        visit: page({}, [], {
          wouldHaveSent: [{ method: 'GET', url: 'https://cdn.userway.org/widget.js', because: 'outside the target' }],
        }),
        html: answer(200),
      },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage(), html: noAnswer() } },
  ],
})
