import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { PagePictures, PageVisit, RunRecord } from '../record.ts'
import { publish } from '../review/publish.ts'
import { withhold } from '../review/withhold.ts'
import { pagesRecord } from '../testing/pages.ts'
import { render } from './render.ts'

const data = Buffer.from('a small picture').toString('base64')
const digest = createHash('sha256').update(data).digest('hex')
const picture = { selector: 'main > p', digest, type: 'image/webp', width: 300, height: 60, covered: 1 } as const

/** Of two pages with one finding each; the first page's visit carries `pictures`. */
function pictured(pictures: PagePictures): RunRecord {
  const base = pagesRecord()
  const visit: PageVisit = {
    id: 'o1',
    key: 'k',
    kind: 'page',
    at: '2026-11-22T10:00:00.000Z',
    ms: 900,
    url: 'https://portal.acme.example/',
    as: null,
    finalUrl: 'https://portal.acme.example/',
    status: 200,
    browser: 'Chromium 143',
    engines: [],
    hits: [],
    pictures,
    resources: [],
    wouldHaveSent: [],
  }
  const [first, ...others] = base.assertions
  return {
    ...base,
    assertions: first ? [{ ...first, observations: ['o1'] }, ...others] : [],
    observations: [visit],
    bodies: pictures.taken.length > 0 ? { [digest]: data } : {},
  }
}
const taken: PagePictures = { taken: [picture], left: 0 }

test('the picture stands at its finding, with words for those who cannot see it', () => {
  const html = render(pictured(taken))
  expect(html).toContain(
    `<img src="data:image/webp;base64,${data.replaceAll('=', '&#x3D;')}" alt="The element main &gt; p of https`,
  )
  expect(html).toContain('grey: covered, since it may be private')
  expect(html).toContain("; img-src data:; base-uri 'none'")
})

test('a page without pictures allows none, and says why there is none', () => {
  const none = (because?: PagePictures['because']) =>
    render(pictured({ taken: [], left: 1, ...(because && { because }) }))
  expect(none()).toContain('No picture was taken.')
  expect(none('signed-in')).toContain('No picture: the page is behind a sign-in.')
  expect(none('not-wanted')).toContain('No picture: the target file asks for none.')
  for (const html of [none(), none('signed-in')]) {
    expect(html).not.toContain('img-src')
    expect(html).not.toContain('<img')
  }
})

test('a picture of another element, or one that is no base64, is not shown', () => {
  const other = render(pictured({ taken: [{ ...picture, selector: 'main > h1' }], left: 1 }))
  expect(other).not.toContain('<img')
  const record = pictured(taken)
  expect(render({ ...record, bodies: { [digest]: '"><script>' } })).not.toContain('<img')
})

test('reports with less evidence, and published copies, hold no picture', () => {
  const secret = '5a'.repeat(32)
  const full = pictured(taken)
  for (const level of ['shortened', 'digests'] as const) {
    const less = withhold(full, level, secret)
    expect(less.record.bodies).toEqual({})
    expect(less.bodies[digest]).toBe(data)
    expect(render(less.record)).not.toContain(data)
  }
  expect(render(withhold(full, 'shortened', secret).record)).toContain('The picture is not in this report.')
  expect(JSON.stringify(publish(full, { of: 'ab'.repeat(32), secret }))).not.toContain(data)
})
