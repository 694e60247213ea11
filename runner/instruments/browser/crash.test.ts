/** A browser that dies, and pages that hang: each costs its own visit and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectBrowser, type PageBrowser } from './connect.ts'
import { type BrowserServer, launchBrowser } from './launch.ts'
import { html, serveSite, type TestSite } from './test-site.ts'
import { hasBrowser } from './test-visits.ts'

describe.skipIf(!hasBrowser)('a browser that dies', { timeout: 60_000 }, () => {
  let site: TestSite
  let server: BrowserServer
  let browser: PageBrowser
  const kill = () => process.kill(server.pid() as number, 'SIGKILL')
  beforeAll(async () => {
    site = await serveSite({
      '/quiet': html('<main><h1>Quiet</h1><button>Do</button></main>'),
      '/deadly': (_request, response) => {
        kill()
        response.end()
      },
      '/loop': html('<h1>Loop</h1><script>for (;;);</script>'),
      '/loops': html('<h1>Loops</h1><script>setInterval(() => { for (;;); }, 1)</script>'),
    })
    server = await launchBrowser({ trustedSpki: [site.spki], hosts: ['127.0.0.1'] })
    browser = await connectBrowser(server.wsEndpoint)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await site?.close()
  })
  const visit = (path: string, timeoutMs = 20_000, more = {}) =>
    browser.visit({ url: site.origin + path, allowedOrigins: [site.origin], timeoutMs, ...more })
  const asked = (path: string) => site.requests.filter(one => one.path === path).length

  test('is started again at the same address, and only the page that it died of is lost', async () => {
    const first = server.pid()
    expect((await visit('/quiet')).error).toBeUndefined()
    expect((await visit('/deadly')).error).toMatchObject({ code: 'gone' })
    expect((await visit('/quiet')).error).toBeUndefined()
    expect(server.pid()).not.toBe(first)
    expect(asked('/deadly')).toBe(1)
  })

  test('pages that were under way when it died are visited again, and are like those of a browser that lived', async () => {
    const whole = await visit('/quiet')
    const [one, deadly, other] = await Promise.all([visit('/quiet'), visit('/deadly'), visit('/quiet')])
    expect([one.error, deadly.error?.code, other.error]).toEqual([undefined, 'gone', undefined])
    expect(JSON.stringify([one.hits, other.behaviour])).toBe(JSON.stringify([whole.hits, whole.behaviour]))
  })

  test('a form that may have been sent is not sent twice', async () => {
    const before = asked('/deadly')
    const [sent] = await Promise.all([visit('/deadly', 20_000, { sends: '' }), visit('/quiet')])
    expect(sent.error).toMatchObject({ code: 'gone' })
    expect(asked('/deadly') - before).toBe(1)
  })

  test.each(['/loop', '/loops'])(
    'a page in an endless loop (%s) costs its time limit, and the next is seen',
    async path => {
      expect((await visit(path, 2_500)).error).toMatchObject({ code: 'timeout' })
      expect((await visit('/quiet')).error).toBeUndefined()
    },
  )

  test('a browser that dies again and again is given up, and every page that is left says so', async () => {
    for (let died = 0; died < 12; died++) await visit('/deadly', 5_000)
    const seen = await visit('/quiet')
    expect(seen.error).toMatchObject({ code: 'gone' })
    expect(seen.hits).toEqual([])
  })
})
