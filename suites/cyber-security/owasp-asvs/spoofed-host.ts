import { type Answered, check, type Decision, failed, passed } from '../../../runner/check.ts'
import { pagesOf } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'

const HOST = 'spoofed.mustdo.example'
/** What proxies tell a product of the address that was asked for. */
const told = {
  'x-forwarded-host': HOST,
  'x-host': HOST,
  forwarded: `host=${HOST};proto=http`,
  'x-forwarded-proto': 'http',
}
/** One piece of code writes the addresses of all pages. */
const MOST = 2

/** All of an answer in which an address may stand. */
const wordsOf = ({ response }: Answered): string =>
  `${response.body.text ?? ''} ${response.headers['location'] ?? ''} ${response.headers['link'] ?? ''} ${response.headers['set-cookie'] ?? ''}`

function judged(usual: Answered, spoofed: Answered): Decision {
  const at = usual.request.url
  const unsafe = `http://${new URL(at).host}/`
  const words = wordsOf(spoofed)
  if (words.includes(HOST)) return failed('host-believed', { at, expected: 'the host of the product', actual: HOST })
  return words.includes(unsafe) && !wordsOf(usual).includes(unsafe)
    ? failed('scheme-believed', { at, expected: 'https', actual: unsafe })
    : passed({ at })
}

/**
 * Headers that a proxy sets are believed from the proxy alone (OWASP ASVS 5.0, 4.1.3): a host or scheme that a visitor names in them turns
 * up in no page, redirect or cookie. Asked at an address of its own each time, so that no cache keeps the answer for others.
 */
export default check({
  id: 'pages/spoofed-host',
  version: 1,
  title: 'Addresses in pages do not follow headers that a visitor sent',
  verifies: { 'SEC-HDR-016': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'intrusive',
  fix: 'Strip Forwarded and X-Forwarded-* at the edge, and write addresses with the host that you configured.',
  probe: async context => {
    const pages = pagesOf(context).slice(0, MOST)
    const ask = (url: string, headers: object) => {
      const own = new URL(url)
      own.searchParams.set('mustdo', context.nonce())
      return context.http.get(own.href, { headers: { accept: 'text/html', ...headers } })
    }
    return {
      pairs: await Promise.all(
        pages.map(async ({ url }) => ({ usual: await ask(url, {}), spoofed: await ask(url, told) })),
      ),
    }
  },
  judge: ({ pairs }) => pairs.map(({ usual, spoofed }) => judged(usual, spoofed)),
  messages: {
    'host-believed': '{at} leads to {actual}, a host that the visitor put into X-Forwarded-Host or Forwarded.',
    'scheme-believed': '{at} leads to {actual} because the visitor put http into X-Forwarded-Proto or Forwarded.',
  },
  examples: [
    asked('neither is believed', page('https://product.example/'), page('https://product.example/'), 'passed'),
    asked('plain addresses anyway', page('http://product.example/'), page('http://product.example/'), 'passed'),
    asked('the host is', page('https://product.example/'), page(`https://${HOST}/`), 'failed', 'host-believed'),
    asked(
      'a redirect is',
      answer(200),
      answer(302, { location: `https://${HOST}/sign-in` }),
      'failed',
      'host-believed',
    ),
    asked(
      'the scheme is',
      page('https://product.example/'),
      page('http://product.example/'),
      'failed',
      'scheme-believed',
    ),
    asked('a rate limit', gatewayPage(), gatewayPage(), 'cantTell'),
  ],
})

function page(canonical: string) {
  return answer(200, { 'content-type': 'text/html' }, `<!doctype html><link rel="canonical" href="${canonical}">`)
}
function asked(
  name: string,
  usual: ReturnType<typeof answer>,
  spoofed: ReturnType<typeof answer>,
  outcome: 'passed' | 'failed' | 'cantTell',
  key?: string,
) {
  return { name, from: SUPPLIER, outcome, seen: { pairs: [{ usual, spoofed }] }, ...(key && { keys: [key] }) }
}
