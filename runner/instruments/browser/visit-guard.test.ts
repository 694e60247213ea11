import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { html, redirect, serveSite, type TestSite } from './test-site.ts'
import { hasBrowser, type TestVisits, testVisits } from './test-visits.ts'
import type { VisitRequest } from './visit.ts'

const busy = `<h1>Busy</h1><script>
fetch('/save', { method: 'POST', body: 'x' }).catch(() => 0)
navigator.sendBeacon('/beacon', 'x')
fetch('/hop').catch(() => 0)
new WebSocket('wss://' + location.host + '/socket')
open('/opened')
</script><img alt="" src="OUTSIDE/pixel.gif">`

describe.skipIf(!hasBrowser)('where a visit goes, what it sends and when it ends', { timeout: 30_000 }, () => {
  let all: TestVisits
  let visit: TestVisits['visit']
  let site: TestSite
  let outside: TestSite
  beforeAll(async () => {
    all = await testVisits((own, away) => ({
      '/quiet': html('<main><h1>Quiet</h1><button>Do</button></main>'),
      '/busy': html(busy.replace('OUTSIDE', away)),
      '/hop': redirect(() => `${away}/stolen`),
      '/moved': redirect(() => `${own()}/quiet`),
      '/leaves': html(`<h1>Leaves</h1><script>location.href = '${away}/landing'</script>`),
      '/crosses': redirect(() => `${away}/`),
      '/loop': html('<script>for (;;);</script>'),
      '/silent': () => undefined,
      '/data': (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end('{}')
      },
      '/file': (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/octet-stream' })
        response.end('x')
      },
    }))
    ;({ visit, site, outside } = all)
  }, 60_000)
  afterAll(() => all?.close())

  test('sends nothing but GET and HEAD, and nothing to another origin, and says what it would have sent', async () => {
    const before = site.requests.length
    const seen = await visit('/busy')
    expect(seen.error).toBeUndefined()
    expect(seen.wouldHaveSent.map(({ method, url }) => `${method} ${new URL(url).pathname}`).sort()).toEqual([
      'GET /pixel.gif',
      'GET /stolen',
      'POST /beacon',
      'POST /save',
      'WEBSOCKET /socket',
    ])
    expect(outside.requests).toEqual([])
    expect(site.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /busy',
      'GET /hop',
    ])
  })

  test('follows a redirect within the target and none that leads outside', async () => {
    expect(await visit('/moved')).toMatchObject({ status: 200, finalUrl: `${site.origin}/quiet` })
    const led = await visit('/hop')
    expect(led).toMatchObject({ status: 0, error: { code: 'led-outside' }, hits: [] })
    expect(led.wouldHaveSent).toMatchObject([{ method: 'GET', url: `${outside.origin}/stolen` }])
    expect(outside.requests).toEqual([])
  })

  test('shows the headers of an identity to the origins it is bound to, and to no other', async () => {
    const headers = { authorization: 'Bearer abc' }
    await visit('/quiet', { headers: { origins: [site.origin], headers }, userAgentSuffix: 'mustdo/test' })
    expect(site.requests.at(-1)?.headers).toMatchObject({ authorization: 'Bearer abc' })
    expect(site.requests.at(-1)?.headers['user-agent']).toMatch(/ mustdo\/test$/)
    await visit('/quiet', { headers: { origins: [outside.origin], headers } })
    expect(site.requests.at(-1)?.headers.authorization).toBeUndefined()
  })

  test('an identity is not carried along a redirect to another origin of the target', async () => {
    const headers = { origins: [site.origin], headers: { authorization: 'Bearer abc', 'x-api-key': 'k' } }
    const seen = await visit('/crosses', { allowedOrigins: [site.origin, outside.origin], headers })
    expect(seen.finalUrl).toBe(`${outside.origin}/`)
    expect(site.requests.at(-1)?.headers).toMatchObject(headers.headers)
    const arrived = outside.requests.splice(0)
    expect(arrived.map(({ path }) => path)).toEqual(['/'])
    expect(arrived[0]?.headers.authorization).toBeUndefined()
    expect(arrived[0]?.headers['x-api-key']).toBeUndefined()
  })

  test("a page whose script leads outside is no page: the browser's own error page is not judged", async () => {
    const seen = await visit('/leaves')
    expect(seen).toMatchObject({ error: { code: 'led-outside' }, hits: [], finalUrl: `${site.origin}/leaves` })
    expect(seen.facts).toBeUndefined()
    expect(outside.requests).toEqual([])
  })

  test('what is not a page, or never comes, or never ends, is said in a code and does not throw', async () => {
    const codes = async (path: string, request?: Partial<VisitRequest>) => (await visit(path, request)).error?.code
    expect(await codes('/data')).toBe('not-html')
    expect(await codes('/file')).toBe('download')
    expect(await codes('/silent', { timeoutMs: 800 })).toBe('timeout')
    expect(await codes('/loop', { timeoutMs: 1_500 })).toBe('timeout')
    expect(await codes('/quiet', { url: 'https://127.0.0.1:9/', allowedOrigins: ['https://127.0.0.1:9'] })).toMatch(
      /^ERR_(UNSAFE_PORT|CONNECTION_REFUSED)$/,
    )
    expect(await codes('/quiet')).toBeUndefined()
  })

  test('a certificate that nobody vouched for is refused, and so is a host that the target does not name', async () => {
    const stranger = await serveSite({ '/': 'stranger' })
    const ask = async (url: string) => (await visit('/', { url, allowedOrigins: [new URL(url).origin] })).error?.code
    expect(await ask(stranger.origin)).toBe('ERR_CERT_AUTHORITY_INVALID')
    expect(await ask(stranger.origin.replace('127.0.0.1', 'localhost'))).toBe('ERR_NAME_NOT_RESOLVED')
    expect(stranger.requests).toEqual([])
    await stranger.close()
  })

  test('a run that was stopped before the visit sends nothing', async () => {
    const before = site.requests.length
    expect((await visit('/quiet', { signal: AbortSignal.abort() })).error?.code).toBe('stopped')
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(site.requests.length).toBe(before)
  })

  test('a stopped run closes the page at once', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 200)
    const seen = await visit('/silent', { signal: stop.signal })
    expect(seen.error?.code).toBe('stopped')
    expect(seen.ms).toBeLessThan(10_000)
  })
})
