import { advice, check, failed, noGround, passed } from '../../../runner/check.ts'
import { answer, gatewayPage, noAnswer } from '../../shared/examples.ts'
import { facesIn } from '../../shared/font-faces.ts'
import { assetsOf, MOST_ASSETS } from '../../shared/site-assets.ts'

const MOST_PAGES = 12
const css = (text: string) => answer(200, { 'content-type': 'text/css' }, text)
const face = (family: string, format: string) =>
  `@font-face{font-family:"${family}";src:url(${family}.${format}) format("${format}")}`

/** Faces that style sheets of the site declare come as WOFF2, and belong to two families at most. Subsets take a person. */
export default check({
  id: 'sustainability/fonts',
  version: 4,
  title: 'Fonts are WOFF2, of two families at most',
  verifies: { 'SUS-FNT-001': 'part' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Serve a subset of each font as WOFF2, first in the list of sources, and use two families at most; or the fonts of the device.',

  // A page too large to be kept is passed over: its styles cannot be read.
  probe: async ({ http, subject }) => {
    const some = subject.pages.slice(0, MOST_PAGES)
    const pages = await Promise.all(some.map(url => http.get(url, { headers: { accept: 'text/html' } })))
    const kept = pages.filter(({ response }) => response?.body.text !== undefined && !response.body.cut)
    if (kept.length === 0) return noGround(`no page of ${subject.url} could be read whole`)
    const styles = kept.flatMap(page => assetsOf(page).filter(({ kind }) => kind === 'style'))
    const urls = [...new Set(styles.map(({ url }) => url))]
    return {
      styles: [...kept, ...(await Promise.all(urls.slice(0, MOST_ASSETS).map(url => http.get(url))))],
      left: [...subject.pages.slice(MOST_PAGES), ...urls.slice(MOST_ASSETS)],
    }
  },

  judge: ({ styles, left }) => {
    const at = styles[0]?.request.url ?? ''
    const faces = styles.flatMap(({ response }) => facesIn(response.body.text ?? ''))
    const families = [...new Set(faces.map(({ family }) => family))]
    const old = [...new Set(faces.filter(({ woff2 }) => !woff2).map(({ family }) => family))]
    return [
      ...(families.length > 2 ? [failed('many-families', { at, expected: '2', actual: families.join(', ') })] : []),
      ...(old.length > 0 ? [failed('not-woff2', { at, expected: 'WOFF2', actual: old.join(', ') })] : []),
      ...(families.length <= 2 && old.length === 0 ? [passed({ at })] : []),
      ...(left.length > 0 ? [advice('left-out', { actual: `${left.length}`, places: left })] : []),
    ]
  },

  messages: {
    'many-families': 'The styles of {at} bring more than {expected} families of fonts: {actual}.',
    'left-out': '{actual} more pages and style sheets were not looked at, so nothing is said of their fonts.',
    'not-woff2': 'The styles of {at} bring fonts without {expected}: {actual}.',
  },
  examples: [
    {
      name: 'fonts of the device',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { styles: [css('p{}')], left: [] },
    },
    {
      name: 'one family in two weights',
      from: 'nhsuk-frontend 10.6.1, 2026-11-22',
      outcome: 'passed',
      seen: { styles: [css(face('Frutiger', 'woff2') + face('Frutiger', 'woff2'))], left: [] },
    },
    {
      name: 'three families, one of them as TTF',
      from: 'reference supplier, 2026-11-22, defect fonts-too-many',
      outcome: 'failed',
      seen: { styles: [css(face('A', 'woff2') + face('B', 'woff2') + face('C', 'truetype'))], left: [] },
      keys: ['many-families', 'not-woff2'],
    },
    {
      name: 'more pages than are looked at',
      from: 'reference supplier, 2026-11-23',
      outcome: 'passed',
      seen: { styles: [css('p{}')], left: ['https://product.example/thirteenth'] },
      keys: ['passed', 'left-out'],
    },
    {
      name: 'pages of megabytes',
      from: 'reference supplier, 2026-11-22, defect heavy-page',
      outcome: 'cantTell',
      seen: noGround('too large'),
    },
    {
      name: 'a gateway',
      from: 'a rate limiter, 2026-11-22',
      outcome: 'cantTell',
      seen: { styles: [gatewayPage()], left: [] },
    },
    {
      name: 'no answer',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      seen: { styles: [noAnswer()], left: [] },
    },
  ],
})
