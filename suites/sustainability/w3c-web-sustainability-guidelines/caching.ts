import { cantTell, check, failed, noGround, passed } from '../../../runner/check.ts'
import { cacheControl, freshFor } from '../../shared/cache-control.ts'
import { answer, gatewayPage, noAnswer } from '../../shared/examples.ts'
import { assetsOf, MOST_ASSETS } from '../../shared/site-assets.ts'

/** A year, less the days that people leave off. */
const YEAR = 360 * 86_400
/** A digest or a full version in the file's name: the content behind the address never changes. */
const named = /[.-]([0-9a-f]{8,}|(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{8,}|\d+\.\d+\.\d+)(\.min)?\.\w+$/

const html = { headers: { accept: 'text/html' } }
const url = 'https://product.example/assets/style.5d494d358cdb.css'
const good = answer(200, { 'cache-control': 'no-cache', etag: '"a"' })
const style = (value: string) => answer(200, { 'cache-control': value }, '', { url })

/** Files whose name changes with their content may be kept for a year; pages are asked about again, and 304 says "unchanged". */
export default check({
  id: 'sustainability/caching',
  version: 3,
  title: 'Hashed assets may be cached for a year and HTML is revalidated',
  verifies: { 'SUS-CCH-001': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Send `Cache-Control: max-age=31536000, immutable` for files with a digest in their name, `no-cache` with an ETag for HTML, and answer 304.',

  // Each file is asked for once; what is beyond the limit is said, and not passed.
  probe: async ({ http, subject }) => {
    const address = subject.pages[0] ?? subject.url
    const page = await http.get(address, html)
    if (page.response && page.response.status !== 200)
      return noGround(`${address} answered ${page.response.status} to a visitor who is not signed in`)
    const hashed = assetsOf(page).filter(asset => named.test(new URL(asset.url).pathname))
    const assets = await Promise.all(hashed.slice(0, MOST_ASSETS).map(asset => http.get(asset.url)))
    const { etag, 'last-modified': modified } = page.response?.headers ?? {}
    const again = etag ? { 'if-none-match': etag } : modified ? { 'if-modified-since': modified } : undefined
    return {
      page,
      assets,
      left: hashed.length - assets.length,
      again: again ? [await http.get(address, { headers: { ...html.headers, ...again } })] : [],
    }
  },

  judge: ({ page, assets, left, again }) => {
    const at = page.request.url
    const { headers } = page.response
    const fresh = freshFor(headers)
    const stored = !cacheControl(headers['cache-control']).has('no-store')
    const more = left > 0 ? [cantTell('more-assets', { at, actual: `${left}` })] : []
    const kept = assets
      .filter(({ response }) => response.status === 200)
      .map(({ request, response }) => {
        const value = response.headers['cache-control'] ?? 'no Cache-Control'
        return (freshFor(response.headers) ?? 0) >= YEAR
          ? passed({ at: request.url })
          : failed('asset-not-kept', { at: request.url, expected: 'max-age=31536000', actual: value })
      })
    const old = [...kept, ...more]
    if (fresh === undefined || fresh > 0)
      return [
        ...old,
        failed('page-not-asked-about', {
          at,
          expected: 'no-cache',
          actual: headers['cache-control'] ?? 'no Cache-Control',
        }),
      ]
    if (!stored) return [...old, passed({ at })]
    const second = again[0]
    if (!second) return [...old, failed('no-validator', { at, expected: 'ETag or Last-Modified' })]
    return [
      ...old,
      second.response.status === 304
        ? passed({ at })
        : failed('sent-again', { at, expected: '304', actual: `${second.response.status}` }),
    ]
  },

  messages: {
    'more-assets': 'The page {at} asks for {actual} more files with a version in their name, which were not asked for.',
    'asset-not-kept': '{at} has its version in its name and says {actual}, not {expected}.',
    'page-not-asked-about':
      'The page {at} says {actual}, so that browsers may show an old one; {expected} makes them ask.',
    'no-validator': 'The page {at} has no {expected}, so that it is sent whole each time.',
    'sent-again': 'The unchanged page {at} was answered with {actual}, not {expected}.',
  },
  examples: [
    {
      name: 'kept and asked about',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { page: good, assets: [style('public, max-age=31536000, immutable')], left: 0, again: [answer(304)] },
    },
    {
      name: 'never stored',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { page: answer(200, { 'cache-control': 'no-store' }), assets: [], left: 0, again: [] },
    },
    {
      name: 'more files than are asked for',
      from: 'a page in three hundred pieces, 2026-11-23',
      outcome: 'cantTell',
      seen: { page: good, assets: [style('public, max-age=31536000, immutable')], left: 270, again: [answer(304)] },
      keys: ['passed', 'more-assets', 'passed'],
    },
    {
      name: 'asset is asked about each time',
      from: 'reference supplier, 2026-11-22, defect assets-not-cacheable',
      outcome: 'failed',
      seen: { page: good, assets: [style('no-cache')], left: 0, again: [answer(304)] },
      keys: ['asset-not-kept', 'passed'],
    },
    {
      name: 'says nothing',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      seen: { page: answer(200, { etag: '"a"' }), assets: [], left: 0, again: [answer(304)] },
      keys: ['page-not-asked-about'],
    },
    {
      name: 'no validator',
      from: 'a static host, 2026-11-22',
      outcome: 'failed',
      seen: { page: answer(200, { 'cache-control': 'no-cache' }), assets: [], left: 0, again: [] },
      keys: ['no-validator'],
    },
    {
      name: 'never 304',
      from: 'reference supplier, 2026-11-22, defect page-never-304',
      outcome: 'failed',
      seen: { page: good, assets: [], left: 0, again: [answer(200)] },
      keys: ['sent-again'],
    },
    {
      name: 'behind a sign-in',
      from: 'a portal, 2026-11-22',
      outcome: 'cantTell',
      seen: noGround('answered 302'),
    },
    {
      name: 'a gateway',
      from: 'a rate limiter, 2026-11-22',
      outcome: 'cantTell',
      seen: { page: gatewayPage(), assets: [], left: 0, again: [] },
    },
    {
      name: 'no answer',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      seen: { page: noAnswer(), assets: [], left: 0, again: [] },
    },
  ],
})
