import { expect, test } from 'vitest'
import type { Crawl } from '../../reports/record.ts'
import type { Http } from '../check.ts'
import { discoverSite } from './site.ts'
import { fitsPattern, sitemapPages } from './sitemap.ts'

const ORIGIN = 'https://portal.example'
const link = (...paths: string[]) => paths.map(path => `<a href="${path}">${path}</a>`).join('')
const urls = (...paths: string[]) =>
  `<urlset>${paths.map(path => `<url><loc> ${ORIGIN}${path} </loc></url>`).join('')}</urlset>`
const site: Readonly<Record<string, string>> = {
  '/': link('/help', '/news/1', '/leaflet.pdf', '/sign-out', 'https://elsewhere.example/'),
  '/help': link('/help/booking', '/'),
  '/help/booking': '',
  '/news/1': '',
  '/hidden?a=1&b=2': '',
  '/hidden/deep': '',
  '/sitemap.xml': urls('/', '/hidden?a=1&amp;b=2', '/leaflet.pdf').replace(
    '</urlset>',
    '<url><loc>https://elsewhere.example/x</loc></url></urlset>',
  ),
  '/index.xml': `<sitemapindex><sitemap><loc>${ORIGIN}/sitemap.xml</loc></sitemap><sitemap><loc>${ORIGIN}/more.xml</loc></sitemap></sitemapindex>`,
  '/more.xml': urls('/hidden/deep'),
}

/** Answers from the table above, and keeps what was asked. */
function answering() {
  const asked: string[] = []
  const get = async (url: string) => {
    const path = url.slice(ORIGIN.length)
    asked.push(path)
    const text = site[path]
    const type = path.endsWith('.xml') ? 'application/xml' : 'text/html'
    const body = { text: text ?? '' }
    return { response: { status: text === undefined ? 404 : 200, headers: { 'content-type': type }, body } }
  }
  return { http: { get } as unknown as Http, asked }
}
async function pagesWith(crawl?: Crawl) {
  const { http, asked } = answering()
  const endpoint = {
    name: 'portal',
    kind: 'web',
    url: `${ORIGIN}/`,
    origin: ORIGIN,
    pages: [`${ORIGIN}/`],
    ...(crawl && { crawl }),
  }
  const { pages = [] } = await discoverSite({ http, endpoint, inputs: { facts: {} } } as never)
  return { pages: pages.map(({ url }) => url.slice(ORIGIN.length)), asked }
}
const limits = { maxPages: 20, maxDepth: 2 }

test('without a crawl the listed pages are all; with one links are followed, but none that leads out, ends a session or is no page', async () => {
  expect((await pagesWith()).pages).toEqual(['/'])
  expect((await pagesWith(limits)).pages).toEqual(['/', '/help', '/news/1', '/help/booking'])
  expect((await pagesWith({ maxPages: 20, maxDepth: 1 })).pages).toEqual(['/', '/help', '/news/1'])
  expect((await pagesWith({ maxPages: 2, maxDepth: 2 })).pages).toEqual(['/', '/help'])
})

test('patterns say which paths are followed and which are not; listed pages are visited all the same', async () => {
  expect((await pagesWith({ ...limits, exclude: ['/news/*'] })).pages).toEqual(['/', '/help', '/help/booking'])
  expect((await pagesWith({ ...limits, include: ['/help*'], exclude: ['*booking'] })).pages).toEqual(['/', '/help'])
})

test('pages that only a sitemap names are found, those of an index too, within the same limits', async () => {
  const { pages, asked } = await pagesWith({ ...limits, sitemap: `${ORIGIN}/sitemap.xml`, include: ['/hidden*'] })
  expect(pages).toEqual(['/', '/hidden?a=1&b=2'])
  expect(asked).toEqual(['/', '/sitemap.xml', '/hidden?a=1&b=2'])
  const all = await pagesWith({ ...limits, sitemap: `${ORIGIN}/index.xml` })
  expect(all.pages).toEqual(['/', '/help', '/news/1', '/hidden?a=1&b=2', '/hidden/deep', '/help/booking'])
})

test('a sitemap that is not there, or names itself, comes to an end', async () => {
  const { http } = answering()
  expect(await sitemapPages(http, `${ORIGIN}/none.xml`, null)).toEqual([])
  const looping = { get: async () => ({ response: { status: 200, headers: {}, body: { text: site['/index.xml'] } } }) }
  expect(await sitemapPages(looping as unknown as Http, `${ORIGIN}/index.xml`, null)).toEqual([])
})

test('an asterisk stands for any characters, and a pattern for the whole path', () => {
  for (const [path, pattern] of [
    ['/a', '*'],
    ['/a/b', '/a/*'],
    ['/a/b/c', '/a*c'],
    ['/a', '/a'],
    ['/aXbXc', '/a*b*c'],
  ] as const)
    expect(fitsPattern(path, pattern), `${path} ${pattern}`).toBe(true)
  for (const [path, pattern] of [
    ['/ab', '/a'],
    ['/b', '/a*'],
    ['/a', '/a*a'],
    ['/acb', '/a*b*c'],
  ] as const)
    expect(fitsPattern(path, pattern), `${path} ${pattern}`).toBe(false)
})
