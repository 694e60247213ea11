/** A page under a cookie banner is judged as it is; behind a choice that a journey makes, or that a storage state keeps, it is judged without. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import * as https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { makeCertificates } from '../../fixtures/supplier/certificates.ts'
import { loadChecks } from '../../suites/registry.ts'
import { findBrowser, thisMachine } from '../instruments/browser/find.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { loadTarget } from '../target/load.ts'
import { type TestRun, testRun } from './testing.ts'

const found = findBrowser(thisMachine())
if (!found.found) console.warn(`Skipped, ${found.because}. Next: ${found.mend}`)

const picture = 'src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" width="40" height="40"'
/** The banner has a picture without a text alternative; the page behind it has none. */
const page = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Clinic times</title><style>#banner{position:fixed;inset:0;background:#fff;padding:2rem}</style></head>
<body><div id="banner" role="dialog" aria-label="Cookies" hidden><img ${picture}><p>We use cookies.</p><button type="button" id="yes">Accept all</button></div>
<main><h1>Clinic times</h1><p>Monday to Friday.</p></main>
<script>if (!localStorage.getItem('cookies')) banner.hidden = false
yes.addEventListener('click', () => { localStorage.setItem('cookies', 'all'); banner.remove() })</script></body></html>`

describe.skipIf(!found.found)('a page under a cookie banner', { timeout: 60_000 }, () => {
  const servers = testServers()
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-banner-'))
  let run: TestRun
  beforeAll(async () => {
    const { caPem, certPem, keyPem } = await makeCertificates()
    const server = https.createServer({ cert: certPem, key: keyPem }, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(page)
    })
    const origin = `https://localhost:${await servers.listen(server)}`
    const path = join(folder, 'target.yaml')
    const until = new Date(Date.now() + 864e5).toISOString().slice(0, 10)
    writeFileSync(join(folder, 'ca.pem'), caPem)
    writeFileSync(
      join(folder, 'state.json'),
      JSON.stringify({ cookies: [], origins: [{ origin, localStorage: [{ name: 'cookies', value: 'all' }] }] }),
    )
    writeFileSync(
      path,
      stringify({
        supplier: 'Invented Ltd',
        product: { name: 'Clinic', version: '1' },
        environment: 'sandbox',
        packs: ['epr'],
        endpoints: [
          { name: 'new', kind: 'web', url: `${origin}/`, pages: ['/'] },
          { name: 'known', kind: 'web', url: `${origin}/chosen`, pages: ['/chosen'], identity: 'chose' },
        ],
        identities: [{ name: 'chose', auth: 'storage-state', state: '$' + '{file:state.json}' }],
        journeys: [
          {
            name: 'accept',
            endpoint: 'new',
            steps: [{ go: '/welcome' }, { press: 'Accept all' }, { expect: 'Monday' }],
          },
        ],
        ca: 'ca.pem',
        surfaces: ['web'],
        consent: { write: { person: 'Sam Invented', role: 'Head', origins: [origin], environment: 'sandbox', until } },
      }),
    )
    const checks = (await loadChecks()).filter(({ id }) => id === 'accessibility/text-alternatives')
    run = await testRun({ target: loadTarget(path, { env: {} }), checks, browser: true })
  }, 120_000)
  afterAll(async () => {
    await servers.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('is judged with it for a new visitor, and without it where the choice was made', () => {
    const outcomes = run.assertions.map(({ subject, outcome }) => [subject.id.replace(/.*localhost:\d+/, ''), outcome])
    expect(Object.fromEntries(outcomes)).toEqual({
      '/': 'failed',
      '/chosen': 'passed',
      '/welcome#journey:accept:1': 'failed',
      '/welcome#journey:accept:2': 'passed',
    })
  })
})
