/** What came of asking in plain HTTP, beside controls over HTTPS. */
import type { Exchange, Http, OriginSubject } from '../../runner/check.ts'

export interface AskedPlainly {
  readonly before: Exchange
  readonly plain: readonly Exchange[]
  readonly after: Exchange
}

/** Asks the same addresses in plain HTTP, between two answers over HTTPS that show that the product is there. */
export async function askPlainly(
  http: Http,
  origin: OriginSubject,
  addresses: readonly string[],
): Promise<AskedPlainly> {
  const before = await http.get(origin.url)
  const plain: Exchange[] = []
  for (const address of addresses) {
    const { pathname, search } = new URL(address)
    plain.push(await http.get(new URL(pathname + search, origin.plain).href))
  }
  return { before, plain, after: await http.get(origin.url, { fresh: true }) }
}

/** Not sent, or lost before a server was reached: it says nothing of what listens. */
const unasked = /^(not-in-target|name-|stopped|invalid-request|proxy)/

/**
 * `closed`: no HTTP is spoken there, and HTTPS works. `unclear`, with the reason: HTTPS failed too, the question was not sent, or
 * something in front answered. `answered` is for the judge.
 */
export function stateOf(
  one: Exchange,
  { before, after }: AskedPlainly,
): { is: 'closed' | 'answered' } | { is: 'unclear'; because: string } {
  if (!before.response || !after.response) return { is: 'unclear', because: 'HTTPS did not answer either' }
  if (one.error && unasked.test(one.error.code)) return { is: 'unclear', because: one.error.message }
  if (!one.response) return { is: 'closed' }
  return [429, 502, 504].includes(one.response.status)
    ? { is: 'unclear', because: `a gateway answered ${one.response.status}` }
    : { is: 'answered' }
}

/** Where a redirect leads, absolute; undefined for any other answer. */
export function redirectOf({ request, response }: Exchange): URL | undefined {
  const location = response?.headers['location']
  if (!response || response.status < 300 || response.status > 399 || !location) return undefined
  return URL.canParse(location, request.url) ? new URL(location, request.url) : undefined
}
