import { connectBrowser, type PageBrowser } from './connect.ts'
import { findBrowser, thisMachine } from './find.ts'
import { launchBrowser } from './launch.ts'
import { type Answer, serveSite, type TestSite } from './test-site.ts'
import type { VisitRequest } from './visit.ts'

const found = findBrowser(thisMachine())
if (!found.found) console.warn(`Skipped, ${found.because}. Next: ${found.mend}`)

export const hasBrowser = found.found

/** A real browser that visits a site of the test's own; a second site is what lies outside the target. */
export interface TestVisits {
  readonly site: TestSite
  readonly outside: TestSite
  visit(path: string, request?: Partial<VisitRequest>): ReturnType<PageBrowser['visit']>
  close(): Promise<void>
}

/** `pages` is told the origins of both sites: of its own as a function, since it has none before its pages are there. */
export async function testVisits(
  pages: (own: () => string, away: string) => Readonly<Record<string, string | Answer>>,
): Promise<TestVisits> {
  const outside = await serveSite({ '/': 'outside' })
  const site: TestSite = await serveSite(pages(() => site.origin, outside.origin))
  const server = await launchBrowser({ trustedSpki: [site.spki, outside.spki], hosts: ['127.0.0.1'] })
  const browser = await connectBrowser(server.wsEndpoint)
  return {
    site,
    outside,
    visit: (path, request = {}) =>
      browser.visit({ url: site.origin + path, allowedOrigins: [site.origin], timeoutMs: 20_000, ...request }),
    close: async () => {
      await browser.close()
      await server.close()
      await site.close()
      await outside.close()
    },
  }
}
