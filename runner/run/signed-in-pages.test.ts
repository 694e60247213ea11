/** Pages behind a login: seen as the person who signed in, and never judged by the sign-in form that others get in their place. */
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

const SESSION = 'sess10n-0f-the-f0rm'
const secrets = {
  PASSWORD: 'S3same-0pen-invented',
  COOKIE: 'sid=c00kie-value-4711',
  TOKEN: 'b3arer-value-4712-invented',
  IN_STORE: 'st0red-token-4713-invented',
  IN_STATE: 'st0red-cookie-4714-invented',
}
const html = (body: string) =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>My record</title></head><body><main>${body}</main></body></html>`
/** What only a page behind the login has: a picture without an alternative. */
const own = html(
  '<h1>My record</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" width="40" height="40">',
)
const form = html(
  '<h1>Sign in</h1><form method="post" action="/enter"><p><label>User name <input name="user" autocomplete="username"></label></p><p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p><button>Sign in</button></form>',
)
const app = html(
  `<div id="app"></div><script>fetch('/api', { headers: { 'x-token': localStorage.getItem('auth') ? JSON.parse(localStorage.getItem('auth')).token : '' } })
.then(answer => answer.text()).then(text => { document.getElementById('app').innerHTML = text })</script>`,
)
const inner = (page: string) => page.replace(/^.*<main>|<\/main>.*$/g, '')

describe.skipIf(!found.found)('pages behind a login', { timeout: 60_000 }, () => {
  const servers = testServers()
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-signed-in-'))
  const right = new Map<string, string>()
  let wrong: TestRun
  let run: TestRun
  beforeAll(async () => {
    const { caPem, certPem, keyPem } = await makeCertificates()
    const server = https.createServer({ cert: certPem, key: keyPem }, (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'https://localhost')
      const say = (status: number, body: string, headers: Record<string, string> = {}) => {
        response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers })
        response.end(body)
      }
      const has = (cookie: string) => (request.headers.cookie ?? '').split('; ').includes(cookie)
      if (pathname === '/enter') {
        let body = ''
        request.on('data', chunk => {
          body += String(chunk)
        })
        request.on('end', () =>
          new URLSearchParams(body).get('password') === secrets.PASSWORD
            ? say(303, '', { location: '/own', 'set-cookie': `sid=${SESSION}; Path=/; Secure; HttpOnly` })
            : say(200, form),
        )
      } else if (pathname === '/sign-in') say(200, form)
      else if (pathname === '/own') say(has(`sid=${SESSION}`) ? 200 : 401, has(`sid=${SESSION}`) ? own : form)
      else if (pathname === '/by-form') say(200, has(`sid=${SESSION}`) ? own : form)
      else if (pathname === '/by-cookie') say(200, has(secrets.COOKIE) ? own : form)
      else if (pathname === '/by-token')
        request.headers.authorization === `Bearer ${secrets.TOKEN}` ? say(200, own) : say(401, form)
      else if (pathname === '/by-state')
        has(`kept=${secrets.IN_STATE}`) ? say(200, own) : say(302, '', { location: '/sign-in' })
      else if (pathname === '/by-store') say(200, app)
      else if (pathname === '/api') say(200, inner(request.headers['x-token'] === secrets.IN_STORE ? own : form))
      else say(404, html('<h1>Not here</h1>'))
    })
    const origin = `https://localhost:${await servers.listen(server)}`
    writeFileSync(join(folder, 'ca.pem'), caPem)
    const state = (name: string, expires: number, cookie: string, token: string) =>
      writeFileSync(
        join(folder, name),
        JSON.stringify({
          cookies: [
            {
              name: 'kept',
              value: cookie,
              domain: 'localhost',
              path: '/',
              expires,
              httpOnly: true,
              secure: true,
              sameSite: 'Lax',
            },
          ],
          origins: token
            ? [{ origin, localStorage: [{ name: 'auth', value: JSON.stringify({ token, theme: 'dark' }) }] }]
            : [],
        }),
      )
    const later = Date.now() / 1000 + 3600
    state('state.json', later, secrets.IN_STATE, secrets.IN_STORE)
    state('over.json', 1_700_000_000, secrets.IN_STATE, '')
    state('changed.json', later, 'not-the-cookie-4715', 'not-the-token-4716')

    const target = (states: { [page: string]: string }) => {
      const reference = (where: string) => `$\{${where}}`
      const identities = {
        'by-form': {
          auth: 'form',
          signInUrl: `${origin}/sign-in`,
          ownPage: `${origin}/own`,
          username: 'sam',
          password: reference('env:PASSWORD'),
        },
        'by-cookie': { auth: 'header-key', header: 'Cookie', key: reference('env:COOKIE') },
        'by-token': { auth: 'bearer', token: reference('env:TOKEN') },
        'by-state': { auth: 'storage-state', state: reference(`file:${states['by-state']}`) },
        'by-store': { auth: 'storage-state', state: reference(`file:${states['by-store']}`) },
      }
      const path = join(folder, `${states['by-state']}.yaml`)
      const names = Object.keys(identities)
      writeFileSync(
        path,
        stringify({
          supplier: 'Invented Ltd',
          product: { name: 'Record', version: '1' },
          environment: 'sandbox',
          packs: ['epr'],
          endpoints: names.map(name => ({ name, kind: 'web', url: `${origin}/`, pages: [`/${name}`], identity: name })),
          identities: Object.entries(identities).map(([name, identity]) => ({ name, ...identity })),
          ca: 'ca.pem',
          surfaces: ['web'],
        }),
      )
      return path
    }
    const checks = (await loadChecks()).filter(({ id }) => id === 'accessibility/text-alternatives')
    const paths = [
      target({ 'by-state': 'state.json', 'by-store': 'state.json' }),
      target({ 'by-state': 'over.json', 'by-store': 'changed.json' }),
    ] as const
    run = await testRun({ target: loadTarget(paths[0], { env: secrets }), checks, browser: true })
    const spoilt = { PASSWORD: 'not-the-password', COOKIE: 'sid=not-the-cookie', TOKEN: 'not-the-token-invented' }
    wrong = await testRun({ target: loadTarget(paths[1], { env: spoilt }), checks, browser: true })
    for (const name of ['by-form', 'by-cookie', 'by-token', 'by-state', 'by-store'])
      right.set(name, `page:${origin}/${name}`)
  }, 120_000)
  afterAll(async () => {
    await servers.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const of = (one: TestRun, name: string) => {
    const found = one.assertions.filter(({ subject }) => subject.id === right.get(name))
    expect(found).toHaveLength(1)
    return found[0]
  }
  const ways = ['by-form', 'by-cookie', 'by-token', 'by-state', 'by-store']

  test.each(ways)('signed in %s, the page asked for is judged', name => {
    expect(of(run, name)).toMatchObject({ outcome: 'failed' })
  })

  test.each([
    ['by-form', 'signed in, and https://localhost'],
    ['by-cookie', 'the page asks by-cookie for a password, who ought to be signed in'],
    ['by-token', 'answered 401 to by-token'],
    ['by-state', 'its cookies there have expired (1). Sign in again and write the storage state anew.'],
    ['by-store', 'asks by-store for a password, who ought to be signed in'],
  ])('a sign-in %s that fails is not judged, and the finding says what to do', (name, said) => {
    const assertion = of(wrong, name)
    const finding = assertion?.findings[0]
    expect(assertion?.outcome).toBe('cantTell')
    expect(assertion?.findings).toHaveLength(1)
    expect(JSON.stringify(finding)).toContain(said)
    expect(finding?.owes?.act).toMatch(/correct how .* signs? in in the target file, or write its storage state anew/)
  })

  test('nothing of a session is in the record', () => {
    const record = JSON.stringify([run.record, wrong.record])
    for (const value of [SESSION, 'c00kie-value-4711', ...Object.values(secrets), 'not-the-token-4716'])
      expect(record).not.toContain(value)
    expect(record).toContain('My record')
  })
})
