/** A run whose browser dies at one page, and hangs at another: each costs that page's verdict, and the rest is judged as ever. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import * as https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { makeCertificates } from '../../fixtures/supplier/certificates.ts'
import { loadChecks } from '../../suites/registry.ts'
import { findBrowser, thisMachine } from '../instruments/browser/find.ts'
import type { BrowserServer } from '../instruments/browser/launch.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { loadTarget } from '../target/load.ts'
import { type TestRun, testRun } from './testing.ts'

const found = findBrowser(thisMachine())
if (!found.found) console.warn(`Skipped, ${found.because}. Next: ${found.mend}`)

const html = (title: string, body = '') =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`
const picture = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" width="40" height="40">'
const pages: Readonly<Record<string, string>> = {
  '/': html('First'),
  '/second': html('Second', picture),
  '/deadly': html('Deadly', '<img alt="" src="/kill">'),
  '/hangs': html('Hangs', '<script>while (true) {}</script>'),
  '/third': html('Third', picture),
  '/last': html('Last'),
}

describe.skipIf(!found.found)('a run whose browser dies', { timeout: 60_000 }, () => {
  const servers = testServers()
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-dies-'))
  let run: TestRun
  let deaths = 0
  beforeAll(async () => {
    let browser: BrowserServer | undefined
    const { caPem, certPem, keyPem } = await makeCertificates()
    const server = https.createServer({ cert: certPem, key: keyPem }, (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'https://localhost')
      const pid = browser?.pid()
      if (pathname === '/kill' && pid) {
        deaths++
        process.kill(pid, 'SIGKILL')
      }
      response.writeHead(pages[pathname] === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(pages[pathname] ?? html('Not here'))
    })
    const origin = `https://localhost:${await servers.listen(server)}`
    writeFileSync(join(folder, 'ca.pem'), caPem)
    const path = join(folder, 'target.yaml')
    writeFileSync(
      path,
      stringify({
        supplier: 'Invented Ltd',
        product: { name: 'Record', version: '1' },
        environment: 'sandbox',
        packs: ['epr'],
        endpoints: [{ name: 'web', kind: 'web', url: `${origin}/`, pages: Object.keys(pages) }],
        ca: 'ca.pem',
        surfaces: ['web'],
      }),
    )
    const checks = (await loadChecks()).filter(({ id }) => id === 'accessibility/text-alternatives')
    run = await testRun({
      target: loadTarget(path, { env: {} }),
      checks,
      browser: true,
      onBrowser: server => {
        browser = server
      },
    })
  }, 180_000)
  afterAll(async () => {
    await servers.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('the pages at which it died and hung cannot be told, and every other page is judged', () => {
    const outcomes = run.assertions.map(({ subject, outcome }) => [subject.id.replace(/.*:\d+/, ''), outcome])
    expect(Object.fromEntries(outcomes)).toEqual({
      '/': 'passed',
      '/second': 'failed',
      '/deadly': 'cantTell',
      '/hangs': 'cantTell',
      '/third': 'failed',
      '/last': 'passed',
    })
    expect(deaths).toBeGreaterThan(0)
    expect(deaths).toBeLessThanOrEqual(2)
  })

  test('the finding says that the browser ended, and blames nobody', () => {
    const said = (path: string) => run.assertions.find(({ subject }) => subject.id.endsWith(path))?.findings[0]?.message
    expect(said('/deadly')).toContain('the browser ended by itself while it looked at this page')
    expect(said('/hangs')).toContain('was not loaded and read within')
  })
})
