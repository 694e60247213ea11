/** Addresses of a website that may lead where a parameter says, and how they are asked to lead elsewhere. */

import type { Answered, Exchange } from '../../runner/check.ts'
import { parseHtml } from './html.ts'

/** Of nobody, for ever (RFC 6761, 6.4). */
export const ELSEWHERE = 'mustdo.example.invalid'

/** Names by which products say where to go next. `redirect_uri` is not among them: OAuth has rules of its own for it. */
export const usualNames = [
  'next',
  'url',
  'redirect',
  'redirect_url',
  'redirectUrl',
  'return',
  'returnTo',
  'return_to',
  'returnUrl',
  'ReturnUrl',
  'return_url',
  'goto',
  'dest',
  'destination',
  'continue',
  'target',
  'callback',
  'RelayState',
  'service',
  'post_logout_redirect_uri',
] as const

/** Whether a parameter of this name usually says where to go next. */
export const isUsualName = (name: string): boolean => usual.has(name.toLowerCase())
const usual = new Set(usualNames.map(name => name.toLowerCase()))
const signs = /(sign|log)[-_]?(in|out|on|off)(\b|_)|\/(sso|login|logout|redirect|auth)\b/i
/** A few are enough: one piece of code sends people on. */
const MOST = 3

/** An address that may lead on, and the parameters that may say where to. */
interface Leading {
  readonly url: string
  readonly names: readonly string[]
}

/** Addresses of a page's own origin that it links to, sends its forms by GET to, or redirects to. */
function addressesOf({ request, response }: Exchange): URL[] {
  const html = /html/i.test(response?.headers['content-type'] ?? '') ? parseHtml(response?.body.text ?? '') : undefined
  const told = [
    response?.headers['location'],
    ...(html?.querySelectorAll('a[href]') ?? []).map(one => one.getAttribute('href')),
    ...(html?.querySelectorAll('form') ?? []).map(form => {
      if (/post/i.test(form.getAttribute('method') ?? '')) return undefined
      const names = form.querySelectorAll('input[name]').map(one => [one.getAttribute('name'), '/'] as [string, string])
      return `${(form.getAttribute('action') ?? '').replace(/[?#].*/, '')}?${new URLSearchParams(names)}`
    }),
    request.url,
  ]
  return told.flatMap(one => {
    if (one === undefined || !URL.canParse(one, request.url)) return []
    const url = new URL(one, request.url)
    return url.origin === new URL(request.url).origin ? [url] : []
  })
}

/**
 * Which addresses of the pages may lead on: those with a parameter of a usual name or with an address in it, and those where people
 * sign in or out, which are asked with all the usual names at once. Each path counts once, the first three of each kind.
 */
export function leadingOn(pages: readonly Exchange[]): readonly Leading[] {
  const seen = new Map<string, Leading>()
  const signing = new Map<string, Leading>()
  for (const url of pages.flatMap(addressesOf)) {
    const names = [...url.searchParams]
      .filter(
        ([name, value]) => name !== 'redirect_uri' && (usual.has(name.toLowerCase()) || /^(https?:|\/)/.test(value)),
      )
      .map(([name]) => name)
    if (names.length > 0 && !seen.has(url.pathname)) seen.set(url.pathname, { url: url.href, names })
    if (signs.test(url.pathname) && !signing.has(url.pathname))
      signing.set(url.pathname, { url: `${url.origin}${url.pathname}`, names: usualNames })
  }
  return [...[...seen.values()].slice(0, MOST), ...[...signing.values()].slice(0, MOST)]
}

/** The address as it is asked to lead elsewhere: outright, without a scheme, and by a host that begins like the own one. */
export function askingElsewhere({ url, names }: Leading): readonly string[] {
  const own = new URL(url)
  return [`https://${ELSEWHERE}/`, `//${ELSEWHERE}/`, `https://${own.hostname}.${ELSEWHERE}/`].map(value => {
    const asked = new URL(url)
    asked.hash = ''
    for (const name of names) asked.searchParams.set(name, value)
    return asked.href
  })
}

/** Where an answer sends a browser by itself, if that is elsewhere: by its Location, a Refresh header or element. */
export function leadsElsewhere({ request, response }: Answered): string | undefined {
  const redirects = response.status >= 300 && response.status < 400
  const html = /html/i.test(response.headers['content-type'] ?? '') ? parseHtml(response.body.text ?? '') : undefined
  const refreshes = (html?.querySelectorAll('meta[http-equiv]') ?? [])
    .filter(one => /^refresh$/i.test(one.getAttribute('http-equiv') ?? ''))
    .map(one => one.getAttribute('content'))
  const told = [
    redirects ? response.headers['location'] : undefined,
    ...[response.headers['refresh'], ...refreshes].map(one => /url\s*=\s*['"]?([^'"]+)/i.exec(one ?? '')?.[1]),
  ]
  return told.find(one => {
    if (one === undefined || !URL.canParse(one, request.url)) return false
    const { hostname } = new URL(one, request.url)
    return hostname === ELSEWHERE || hostname.endsWith(`.${ELSEWHERE}`)
  })
}
