/** How a page lets its user sign out: a form, or a link. */
import type { HTMLElement } from 'node-html-parser'
import { parseHtml } from '../../suites/shared/html.ts'

export interface SignOut {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

const says = /\b(sign|log)[-_ ]?(out|off)\b|\b(sign|log)(out|off)/i

/** The first form, else the first link, whose address or words speak of signing out. */
export function signOutOn(html: string, pageUrl: string): SignOut | undefined {
  const page = parseHtml(html)
  const speaks = (element: HTMLElement, address: string) =>
    says.test(element.getAttribute(address) ?? '') || says.test(element.textContent)
  const form = page.querySelectorAll('form').find(one => speaks(one, 'action'))
  const link = form ? undefined : page.querySelectorAll('a[href]').find(one => speaks(one, 'href'))
  const address = (form?.getAttribute('action') ?? link?.getAttribute('href') ?? '').replaceAll('&amp;', '&')
  if ((!form && !link) || !URL.canParse(address, pageUrl)) return undefined
  const url = new URL(address, pageUrl)
  if (!/^https?:$/.test(url.protocol) || url.origin !== new URL(pageUrl).origin) return undefined
  return {
    method: form?.getAttribute('method')?.toLowerCase() === 'post' ? 'POST' : 'GET',
    url: url.href,
    fields: form?.querySelectorAll('input[type=hidden], button[name]').map(pairOf) ?? [],
  }
}

const pairOf = (element: HTMLElement): readonly [string, string] => [
  element.getAttribute('name') ?? '',
  element.getAttribute('value') ?? '',
]
