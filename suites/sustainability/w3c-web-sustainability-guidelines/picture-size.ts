import { check, type Decision, failed, type PageDetails, passed } from '../../../runner/check.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, details, resource, SUPPLIER } from '../../shared/page-examples.ts'
import { visitPage } from '../../shared/visiting.ts'

type Picture = PageDetails['images'][number]

/** Smaller files gain little by another size or format. */
const HEAVY = 20_000
/** Screens with two pixels for one need twice the size they show; beyond three times nobody sees a gain. */
const MOST_TIMES = 3
const older = /^image\/(jpe?g|pjpeg|png|gif|bmp|x-ms-bmp|tiff)$/i
const measured = /^image\/(?!svg)/i

const picture = (some: Partial<Picture> = {}): Picture => ({
  selector: 'img',
  url: 'https://product.example/river.webp',
  alt: 'A river bank',
  natural: { width: 600, height: 400 },
  displayed: { width: 300, height: 200 },
  format: 'image/webp',
  lazy: false,
  belowFold: false,
  ...some,
})
const with1 = (image: Picture, transferBytes = 90_000) => ({
  visit: {
    ...page({}, [], { details: details({ images: [image] }) }),
    resources: [resource({ url: image.url, type: 'image', contentType: image.format, transferBytes })],
  },
})

/**
 * Pictures of more than 20 kB are AVIF, WebP, SVG or another modern format, and have no more than three times the pixels across that the
 * page shows. Pictures that style sheets bring, and other screens than this one, take a person.
 */
export default check({
  id: 'sustainability/picture-size',
  version: 1,
  title: 'Pictures are of the right size and a modern format',
  verifies: { 'SUS-IMG-001': 'part' },
  subjects: ({ pages }) => pages,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Encode pictures as AVIF, WebP or SVG, and offer sizes with srcset.',
  probe: async ({ browser, subject }) => ({ visit: await visitPage(browser, subject) }),

  judge: ({ visit: { finalUrl: at, details: seen, resources } }) => {
    const weight = new Map(resources.map(({ url, transferBytes }) => [url, transferBytes]))
    const heavy = (seen?.images ?? []).filter(({ url }) => (weight.get(url) ?? 0) > HEAVY)
    const large = heavy.filter(
      ({ natural, displayed, format }) =>
        measured.test(format) && displayed.width > 1 && natural.width > MOST_TIMES * displayed.width,
    )
    const old = heavy.filter(({ format }) => older.test(format))
    const said = (key: string, found: readonly Picture[]): Decision[] =>
      found.length > 0
        ? [failed(key, { at, actual: `${found.length}`, places: found.map(({ selector }) => selector).slice(0, 10) })]
        : []
    const all = [...said('too-large', large), ...said('old-format', old)]
    return all.length > 0 ? all : passed({ at })
  },

  messages: {
    'too-large': 'Pictures of {at} have more than three times the pixels across that are shown: {actual}.',
    'old-format': 'Pictures of {at} over 20 kB are JPEG, PNG, GIF or older formats: {actual}.',
  },
  examples: [
    { name: 'twice the size, WebP', from: SUPPLIER, outcome: 'passed', seen: with1(picture()) },
    {
      name: 'ten times too large',
      from: `${SUPPLIER}, defect picture-too-large`,
      outcome: 'failed',
      seen: with1(picture({ displayed: { width: 60, height: 40 } })),
    },
    {
      name: 'a heavy PNG',
      from: SUPPLIER,
      outcome: 'failed',
      seen: with1(picture({ format: 'image/png' })),
      keys: ['old-format'],
    },
    { name: 'a light PNG', from: SUPPLIER, outcome: 'passed', seen: with1(picture({ format: 'image/png' }), 3_000) },
    {
      name: 'a drawing, which has no size of its own',
      from: SUPPLIER,
      outcome: 'passed',
      seen: with1(picture({ format: 'image/svg+xml', displayed: { width: 30, height: 20 } })),
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
