import type { Answered, PageVisit } from '../../runner/check.ts'
import { cookiesSetBy, type SetCookie } from './set-cookie.ts'

export interface Found extends SetCookie {
  readonly at: string
  /** Set by a script or a part of the page: whether SameSite was written is not to be seen. */
  readonly unseen?: boolean
}
interface Seen {
  readonly pages: readonly Answered[]
  readonly visits: readonly PageVisit[]
}
/** Cookies as pages set them and as the browser kept them, each name of the browser's once; in the order they were met. */
export function cookiesOf({ pages, visits }: Seen): Found[] {
  const found = new Map<string, Found>()
  for (const one of pages)
    for (const cookie of cookiesSetBy(one))
      if (!found.has(JSON.stringify(cookie))) found.set(JSON.stringify(cookie), { ...cookie, at: one.request.url })
  const named = new Set([...found.values()].map(({ name }) => name))
  for (const { url, details } of visits)
    for (const { name, domain, path, secure, httpOnly, sameSite } of details?.cookies ?? []) {
      if (named.has(name)) continue
      named.add(name)
      const shared = domain.startsWith('.') ? { domain } : {}
      found.set(name, {
        name,
        path,
        secure,
        httpOnly,
        sameSite: sameSite.toLowerCase(),
        ...shared,
        at: url,
        unseen: true,
      })
    }
  return [...found.values()]
}
