/** Files that a page's HTML asks for. */

import type { Exchange } from '../../runner/check.ts'
import { parseHtml } from './html.ts'

export interface Asset {
  readonly url: string
  readonly kind: 'style' | 'script' | 'picture'
}

/** As many as one page is asked for by a check; more are rare, and are said. */
export const MOST_ASSETS = 30

/** Styles, scripts and pictures of a page on its own origin, each address once, in the order of the page. */
export function assetsOf({ request, response }: Exchange): readonly Asset[] {
  const root = parseHtml(response?.body.text ?? '')
  const base = root.querySelector('base[href]')?.getAttribute('href') ?? ''
  const from = URL.canParse(base, request.url) ? new URL(base, request.url).href : request.url
  const of = (selector: string, attribute: string, kind: Asset['kind']): Asset[] =>
    root.querySelectorAll(selector).flatMap(element => {
      const value = element.getAttribute(attribute)
      return value && URL.canParse(value, from) ? [{ url: new URL(value, from).href, kind }] : []
    })
  const all = [
    ...of('link[rel~=stylesheet][href]', 'href', 'style'),
    ...of('script[src]', 'src', 'script'),
    ...of('img[src]', 'src', 'picture'),
    ...of('link[rel~=icon][href]', 'href', 'picture'),
  ]
  const own = all.filter(({ url }) => new URL(url).origin === new URL(request.url).origin)
  return own.filter(({ url }, place) => own.findIndex(other => other.url === url) === place)
}
