/** The request by which a product sends its users to NHS login, seen where the product redirects to it. Asks; judges nothing. */

import {
  type Exchange,
  type Http,
  type Landscape,
  type NotReached,
  noData,
  type SiteSubject,
} from '../../runner/check.ts'
import { authorizationAnswer } from './authorization-answer.ts'
import { parseHtml } from './html.ts'

const MOST_PAGES = 8
const MOST_HOPS = 3
const accept = { headers: { accept: 'text/html' } }
const html = (page: Exchange) => page.response?.body.text ?? ''

/** Two redirects to NHS login, asked one after the other; the link to it is looked for on the pages of the site. */
export async function loginRequests(
  http: Http,
  { pages }: Landscape,
  { endpoint }: SiteSubject,
): Promise<readonly Exchange[] | NotReached> {
  for (const page of pages.filter(one => one.endpoint === endpoint).slice(0, MOST_PAGES)) {
    const answer = await http.get(page.url, { ...accept, as: page.identity })
    for (const href of linksToLogin(html(answer), page.url)) {
      const first = await redirectBehind(http, href)
      const second = first && (await redirectBehind(http, href))
      if (first && second) return [first, second]
    }
  }
  return noData('the page with the link or button to NHS login under pages in the target file')
}

/** Links and forms without fields that speak of NHS login and stay on the product's own origin. */
function linksToLogin(text: string, base: string): readonly string[] {
  const root = parseHtml(text)
  const found = [
    ...root.querySelectorAll('a[href]').map(link => [link.text, link.getAttribute('href') ?? ''] as const),
    ...root
      .querySelectorAll('form')
      .filter(form => !/post/i.test(form.getAttribute('method') ?? ''))
      .map(form => [form.text, form.getAttribute('action') ?? ''] as const),
  ]
  return found
    .filter(([words, href]) => /nhs\s*log-?in/i.test(words) || /nhs-?log-?in/i.test(href))
    .filter(([, href]) => URL.canParse(href, base) && new URL(href, base).origin === new URL(base).origin)
    .map(([, href]) => new URL(href, base).href)
}

/** The redirect that carries an authorization request, after at most three of the product's own. */
async function redirectBehind(http: Http, href: string): Promise<Exchange | undefined> {
  let url = href
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const answer = await http.get(url, { ...accept, fresh: true })
    const led = authorizationAnswer(answer)
    if (!led) return undefined
    if (led.members.has('client_id')) return answer
    const next = new URL(answer.response?.headers['location'] ?? '', url)
    if (next.origin !== new URL(href).origin) return undefined
    url = next.href
  }
  return undefined
}
