/** What an authorization endpoint says by a redirect (RFC 6749, 4.1.2 and 4.1.2.1). Pure. */
import type { Exchange } from '../../runner/check.ts'

export interface AuthorizationAnswer {
  /** Where it leads, without query and fragment. */
  readonly to: string
  /** Members of query and fragment alike. */
  readonly members: URLSearchParams
}

/** Undefined for an answer that is no redirect. */
export function authorizationAnswer({ request, response }: Exchange): AuthorizationAnswer | undefined {
  const location = response?.headers['location']
  if (!response || response.status < 300 || response.status > 399 || !location) return undefined
  if (!URL.canParse(location, request.url)) return undefined
  const url = new URL(location, request.url)
  const members = new URLSearchParams([...url.searchParams, ...new URLSearchParams(url.hash.slice(1))])
  return { to: `${url.protocol}//${url.host}${url.pathname}`, members }
}

/** A parameter of the request that asked. */
export const asked = ({ request }: Exchange, name: string): string | undefined =>
  (URL.canParse(request.url) ? new URL(request.url).searchParams.get(name) : null) ?? undefined

/** How an attempt ended, in few words for a report. */
export function endOf(exchange: Exchange): string {
  const { members } = authorizationAnswer(exchange) ?? {}
  const status = exchange.response?.status ?? exchange.error?.code ?? 'no answer'
  if (members?.has('code')) return `${status} with a code`
  if (members?.has('access_token')) return `${status} with a token`
  return members?.has('error') ? `${status} ${members.get('error')}` : String(status)
}
