/** What a sitemap names (sitemaps.org, protocol 0.9). */
import type { Http } from '../check.ts'

/** An index may name more; this many are asked for. */
const MOST_SITEMAPS = 6
const MOST_ADDRESSES = 10_000

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Addresses of the pages that the sitemap at `url` names, and those that the sitemaps of an index name; each once, in their order. */
export async function sitemapPages(http: Http, url: string, as: string | null): Promise<readonly string[]> {
  const { origin } = new URL(url)
  const found = new Set<string>()
  const waiting = [url]
  for (let asked = 0; waiting.length > 0 && asked < MOST_SITEMAPS; asked++) {
    const answer = await http.get(waiting.shift() as string, { headers: { accept: 'application/xml, text/xml' }, as })
    const text = answer.response?.status === 200 ? (answer.response.body.text ?? '') : ''
    const named = addressesIn(text).filter(one => new URL(one).origin === origin)
    if (/<sitemapindex[\s>]/.test(text)) waiting.push(...named)
    else for (const one of named) if (found.size < MOST_ADDRESSES) found.add(one)
  }
  return [...found]
}

function addressesIn(xml: string): readonly string[] {
  return xml.split(/<loc[^<>]*>/).flatMap(part => {
    const written =
      part
        .split('<', 1)[0]
        ?.trim()
        .replace(/&(\w+);/g, (all, name: string) => entities[name] ?? all) ?? ''
    if (!URL.canParse(written)) return []
    const address = new URL(written)
    address.hash = ''
    return /^https?:$/.test(address.protocol) ? [address.href] : []
  })
}

/** Whether a path fits a pattern, in which `*` stands for any characters. */
export function fitsPattern(path: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const [place, part] of rest.entries()) {
    if (place === rest.length - 1) return path.length - part.length >= at && path.endsWith(part)
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return path.length === at
}
