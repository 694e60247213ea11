/** The pages of a web endpoint: those the target file lists, else those that links lead to within the crawl's limits. */
import type { Crawl } from '../../reports/record.ts'
import { parseHtml } from '../../suites/shared/html.ts'
import type { Landscape, PageSubject } from '../check.ts'
import type { Explorer } from './discover.ts'
import { fitsPattern, sitemapPages } from './sitemap.ts'

const defaultCrawl: Crawl = { maxPages: 8, maxDepth: 1 }
const notPages = /\.(pdf|zip|png|jpe?g|gif|svg|webp|ico|css|js|xml|json|txt|docx?|xlsx?|csv|mp4|mp3|woff2?)$/i
/** Reading such a link may change something, whatever its method says. */
const notSafe = /log-?out|sign-?out|delete|remove|unsubscribe|cancel/i

export async function discoverSite({ http, endpoint, inputs }: Explorer): Promise<Partial<Landscape>> {
  const crawl: Crawl =
    endpoint.crawl ?? (endpoint.pages.length > 0 ? { maxPages: endpoint.pages.length, maxDepth: 0 } : defaultCrawl)
  const start = endpoint.pages.length > 0 ? [...endpoint.pages] : [endpoint.url]
  const seen = new Set<string>(start)
  const pages: string[] = []
  let statement = endpoint.statement
  let level = start
  for (let depth = 0; level.length > 0 && pages.length < crawl.maxPages; depth++) {
    const next: string[] = []
    const follow = (href: string) => {
      if (depth >= crawl.maxDepth || seen.has(href) || !mayFollow(href, endpoint.origin, crawl)) return
      seen.add(href)
      next.push(href)
    }
    for (const url of level.slice(0, crawl.maxPages - pages.length)) {
      const answer = await http.get(url, { headers: { accept: 'text/html' }, as: endpoint.identity ?? null })
      const isPage = answer.response && /html/i.test(answer.response.headers['content-type'] ?? '')
      // A listed page is a subject whatever it answers; one that a link led to only if it is a page.
      if (isPage || start.includes(url)) pages.push(url)
      if (!isPage || answer.response?.status !== 200) continue
      const links = linksOf(answer.response?.body.text ?? '', url)
      statement ??= links.find(({ text, href }) => /accessibility/i.test(text) || /accessibility/i.test(href))?.href
      for (const { href } of links) follow(href)
    }
    if (depth === 0 && crawl.sitemap)
      for (const href of await sitemapPages(http, crawl.sitemap, endpoint.identity ?? null)) follow(href)
    level = next
  }
  const identity = endpoint.identity ?? null
  const audience = endpoint.audience ?? 'patient'
  const subjects: PageSubject[] = pages.map(url => ({
    kind: 'page',
    id: `page:${url}`,
    url,
    endpoint: endpoint.name,
    identity,
    audience,
  }))
  return {
    pages: subjects,
    journeyPages: journeyPages(endpoint, inputs, pages),
    sites: [
      {
        kind: 'site',
        id: `site:${endpoint.name}`,
        url: endpoint.url,
        endpoint: endpoint.name,
        pages,
        ...(statement && { accessibilityStatement: statement }),
      },
    ],
  }
}

/** Whether an address may be a page of the endpoint, harms nothing when it is read, and is within the patterns of the crawl. */
function mayFollow(href: string, origin: string, { include = ['*'], exclude = [] }: Crawl): boolean {
  const url = new URL(href)
  if (url.origin !== origin || notPages.test(href) || notSafe.test(href)) return false
  const fits = (pattern: string) => fitsPattern(url.pathname, pattern)
  return include.some(fits) && !exclude.some(fits)
}

/**
 * The pages that declared journeys lead to, each an address of its own: the fragment names journey and step, and is never sent. A page
 * that a journey begins with is left out where it is visited anyway.
 */
function journeyPages(
  { name, identity, audience = 'patient' }: Explorer['endpoint'],
  { facts }: Explorer['inputs'],
  visited: readonly string[],
): PageSubject[] {
  return (facts.journeys ?? [])
    .filter(journey => journey.endpoint === name)
    .flatMap(journey =>
      journey.pages
        .filter(
          step =>
            step > 1 ||
            journey.pages.length === 1 ||
            !visited.includes(journey.start) ||
            journey.identity !== (identity ?? null),
        )
        .map(step => {
          const url = `${journey.start}#journey:${journey.name}:${step}`
          return {
            kind: 'page',
            id: `page:${url}`,
            url,
            endpoint: name,
            identity: journey.identity,
            audience,
            journey: { name: journey.name, step, last: step === journey.pages.at(-1) },
          }
        }),
    )
}

/** Links of a page, absolute, without fragments, each address once. */
function linksOf(html: string, base: string): { text: string; href: string }[] {
  const found = new Map<string, string>()
  for (const link of parseHtml(html).querySelectorAll('a[href]')) {
    const url = absolute(link.getAttribute('href') ?? '', base)
    if (url && /^https?:$/.test(url.protocol)) {
      url.hash = ''
      if (!found.has(url.href)) found.set(url.href, link.text.trim())
    }
  }
  return [...found].map(([href, text]) => ({ href, text }))
}

function absolute(href: string, base: string): URL | undefined {
  try {
    return new URL(href, base)
  } catch {
    return undefined
  }
}
