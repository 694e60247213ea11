/** The accessibility statement of a site: how it is asked for, and its own words and links without the page's frame. */
import type { HTMLElement } from 'node-html-parser'
import { type Exchange, type Http, type NotReached, noData, type SiteSubject } from '../../runner/check.ts'
import { parseHtml } from './html.ts'

export interface Statement {
  readonly text: string
  readonly headings: readonly string[]
  readonly links: readonly { readonly text: string; readonly href: string }[]
  /** How compliant the site is said to be, in the words of the model statement. */
  readonly status?: 'fully' | 'partially' | 'not'
}

const html = { headers: { accept: 'text/html' } }
export const statementAt = (http: Http, url: string): Promise<Exchange> => http.get(url, html)

/** The statement where there is one to read; without one, ACC-STM-001 has failed and nothing can be said of its content. */
export async function readableStatement(http: Http, subject: SiteSubject): Promise<Exchange | NotReached> {
  const url = subject.accessibilityStatement
  if (!url) return noData(`an accessibility statement that pages of ${subject.url} link to`)
  const answer = await statementAt(http, url)
  if (answer.response && answer.response.status !== 200)
    return noData(`an accessibility statement at ${url}, which answered ${answer.response.status}`)
  if (answer.response && statementIn(answer).text.length < 200)
    return noData(`an accessibility statement at ${url} that can be read without scripts`)
  return answer
}

const clean = (text: string) =>
  text
    .replace(/&nbsp;|\u00a0/g, ' ')
    .replace(/&rsquo;|&#x?0*(39|27);|’/gi, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()

/** What stands in main, or in the body without header, navigation and footer. */
export function statementIn({ request, response }: Exchange): Statement {
  const root = parseHtml(response?.body.text ?? '')
  for (const frame of root.querySelectorAll('script, style, noscript, nav, body > header, body > footer, footer'))
    frame.remove()
  const main: HTMLElement = root.querySelector('main, [role=main]') ?? root.querySelector('body') ?? root
  const text = clean(main.structuredText)
  const status = /\b(fully|partially|not|non)[ -]compliant with the Web Content Accessibility Guidelines/i.exec(
    text,
  )?.[1]
  const word = status?.toLowerCase()
  return {
    text,
    headings: main.querySelectorAll('h1, h2, h3, h4, h5, h6').map(heading => clean(heading.text)),
    links: main.querySelectorAll('a[href]').flatMap(link => {
      const href = link.getAttribute('href') ?? ''
      return URL.canParse(href, request.url) ? [{ text: clean(link.text), href: new URL(href, request.url).href }] : []
    }),
    ...((word === 'fully' || word === 'partially') && { status: word }),
    ...((word === 'not' || word === 'non') && { status: 'not' as const }),
  }
}
