import { launchBrowser } from './launch.ts'
import { type Scan, type ScanRequest, scan } from './scan.ts'

/** A browser of its own for looking at pages with the accessibility engines. */
export interface Scanner {
  readonly browser: string
  scan(url: string): Promise<Scan>
  close(): Promise<void>
}

/** What is the same for every page. */
export type ScannerOptions = Omit<ScanRequest, 'url'>

/** Starts a browser; each page gets a context of its own in it. Throws `BrowserUnavailable`. */
export async function startScanner(options: ScannerOptions): Promise<Scanner> {
  const server = await launchBrowser()
  const { chromium } = await import('playwright-core')
  const browser = await chromium.connect(server.wsEndpoint)
  return {
    browser: `${server.name} ${server.version}`,
    scan: url => scan(browser, { url, ...options }),
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}
