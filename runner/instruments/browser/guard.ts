import type { PageVisit } from '../../../reports/record.ts'

type Refused = PageVisit['wouldHaveSent'][number]

/** An identity's headers, and the only origins that may see them. */
export interface BoundHeaders {
  readonly origins: readonly string[]
  readonly headers: Readonly<Record<string, string>>
}

/** What a page may send: GET and HEAD, to the target's own origins; more only where forms may be sent. The rest is kept as "would have sent". */
export interface Guard {
  /** Why this request must not leave, or undefined; a refusal is remembered. */
  refuse(method: string, url: string): string | undefined
  /** The identity's headers if this address may see them. */
  headersFor(url: string): Readonly<Record<string, string>>
  readonly wouldHaveSent: readonly Refused[]
  /** From now on nothing is sent but GET and HEAD, whatever was allowed before. */
  onlyRead(): void
}

/** A page that polls would fill the record; the first refusals tell the story. */
const MOST_KEPT = 100

const originOf = (url: string): string => {
  try {
    // A socket's address has the origin of the page that would open it.
    return new URL(url.replace(/^ws/, 'http')).origin
  } catch {
    return 'null'
  }
}

export function guardFor(
  allowedOrigins: readonly string[],
  bound: BoundHeaders | undefined,
  /** The origins that forms may be sent to, and how. */
  sends?: { readonly to: readonly string[]; readonly methods: readonly string[] },
): Guard {
  const refused = new Map<string, Refused>()
  let mayChange = true
  return {
    refuse(method, url) {
      // data:, blob: and about: never leave the browser.
      if (/^(data|blob|about):/.test(url)) return undefined
      const because = !allowedOrigins.includes(originOf(url))
        ? 'the target file does not list this origin'
        : method === 'GET' ||
            method === 'HEAD' ||
            (mayChange && sends?.methods.includes(method) && sends.to.includes(originOf(url)))
          ? undefined
          : 'it may change data, and pages are only looked at'
      if (because && refused.size < MOST_KEPT) refused.set(`${method} ${url}`, { method, url, because })
      return because
    },
    headersFor: url => (bound?.origins.includes(originOf(url)) ? bound.headers : {}),
    onlyRead: () => {
      mayChange = false
    },
    get wouldHaveSent() {
      return [...refused.values()]
    },
  }
}
