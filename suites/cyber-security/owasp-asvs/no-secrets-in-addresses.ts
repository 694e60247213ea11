import { type Answered, cantTell, check, failed, passed } from '../../../runner/check.ts'
import { secretIn } from '../../shared/address-secrets.ts'
import { askPages } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { parseHtml } from '../../shared/html.ts'

/** Addresses that an answer sends a browser to: redirects, links, forms by GET, frames, pictures, scripts. */
function addressesIn({ response }: Answered): string[] {
  const { location } = response.headers
  const html = /html/i.test(response.headers['content-type'] ?? '') ? parseHtml(response.body.text ?? '') : undefined
  const elements = html?.querySelectorAll('[href],[src],[action]') ?? []
  return [
    ...(location ? [location] : []),
    ...elements.flatMap(one => one.getAttribute('href') ?? one.getAttribute('src') ?? one.getAttribute('action') ?? []),
  ]
}

/**
 * No address on or behind a page holds a session, a key or an NHS number (ASVS 14.2.1): addresses are kept in histories, logs and
 * referrers. Ten digits count only if they are a well-formed NHS number and no cache-buster.
 */
export default check({
  id: 'pages/no-secrets-in-addresses',
  version: 3,
  title: 'Addresses hold no sessions, keys or NHS numbers',
  verifies: { 'SEC-CACHE-002': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'browse',
  fix: 'Send identifiers in bodies (forms by POST, POST _search) and tokens in headers or cookies.',

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }, { url }) => {
    if (pages.length === 0) return cantTell('no-pages', { at: url })
    const told = new Map<string, string[]>()
    for (const page of pages)
      for (const address of [page.request.url, ...addressesIn(page)]) {
        const secret = secretIn(address, page.request.url)
        if (secret) told.set(secret, [...new Set([...(told.get(secret) ?? []), page.request.url])])
      }
    const found = [...told].map(([actual, places]) =>
      failed('told', { at: places[0] as string, expected: 'no such value in an address', actual, places }),
    )
    return found.length > 0 ? found : passed({ at: url })
  },

  messages: {
    told: 'An address on {at} holds {actual}.',
    'no-pages': 'No page of {at} is listed or was found.',
  },

  examples: [
    shown('ordinary links', '<a href="/record">x</a><a href="?page=2&page_token=abc">y</a>', 'passed'),
    shown(
      'a time that passes modulus 11',
      '<script src="/a.js?v=1700000005"></script><a href="/news/1700000005">z</a>',
      'passed',
    ),
    shown('a phone number', '<a href="tel:9000000009">call</a>', 'passed'),
    shown('the code of a sign-in', '<a href="/callback?code=x&state=y">z</a>', 'passed'),
    shown('an NHS number', '<a href="/record?nhsNumber=900%20000%200009">x</a>', 'failed'),
    shown('an NHS number in the path', '<a href="/patients/9000000009/notes">x</a>', 'failed'),
    shown('a session', '<form action="/next;jsessionid=A1B2"></form>', 'failed'),
    {
      name: 'a redirect with a token',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      seen: { pages: [answer(302, { location: '/app#access_token=%C2%ABtoken%201%C2%BB&type=bearer' })] },
    },
    {
      name: 'no pages',
      from: 'reference supplier, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-pages'],
      seen: { pages: [] },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [gatewayPage()] },
    },
  ],
})

function shown(name: string, html: string, outcome: 'passed' | 'failed') {
  const seen = { pages: [answer(200, { 'content-type': 'text/html' }, `<!doctype html>${html}`)] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen }
}
