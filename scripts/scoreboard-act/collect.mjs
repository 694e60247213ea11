// What each engine says of each case, before anything is decided: the raw material of scoreboard and trust table.
import { chromium } from 'playwright-core'
import { launchBrowser } from '../../dist/runner/instruments/browser/launch.js'
import { scan } from '../../dist/runner/instruments/browser/scan.js'
import { serve } from './corpus.mjs'

/** Scans the cases, a few at a time in one browser. Gives a map from a case's id to its scan. */
export async function collect(folder, cases, engines, parallel = 2) {
  const site = await serve(folder)
  const server = await launchBrowser({ hosts: ['127.0.0.1'] })
  const browser = await chromium.connect(server.wsEndpoint)
  const found = {}
  const queue = [...cases]
  let done = 0
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      found[next.id] = await scan(browser, {
        url: site.origin + next.path,
        engines,
        allowedOrigins: [site.origin],
        timeoutMs: 60_000,
      })
      if (process.stderr.isTTY) process.stderr.write(`\r${++done} of ${cases.length}`)
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  await browser.close()
  await server.close()
  site.close()
  return found
}
