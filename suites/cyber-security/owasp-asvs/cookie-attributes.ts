import { cantTell, check, type Decision, failed, inapplicable, type PageVisit, passed } from '../../../runner/check.ts'
import { askPages, pagesOf } from '../../shared/ask.ts'
import { cookiesOf, type Found } from '../../shared/cookies-seen.ts'
import { answer, gatewayPage, page } from '../../shared/examples.ts'
import { isSessionName } from '../../shared/set-cookie.ts'

type Rule = (cookie: Found) => Decision

const decided = (requirement: string, { at, name }: Found, key?: string, expected = ''): Decision =>
  key ? failed(key, { requirement, at, actual: name, expected }) : passed({ requirement, at })

const rules: readonly Rule[] = [
  cookie => {
    if (!cookie.secure) return decided('SEC-COOK-001', cookie, 'not-secure', 'Secure')
    return decided(
      'SEC-COOK-001',
      cookie,
      /^__(Host|Secure)-/.test(cookie.name) ? undefined : 'no-prefix',
      '__Host- or __Secure-',
    )
  },
  cookie =>
    decided(
      'SEC-COOK-002',
      cookie,
      isSessionName(cookie.name) && !cookie.httpOnly ? 'readable' : undefined,
      'HttpOnly',
    ),
  cookie => {
    const requirement = 'SEC-COOK-003'
    const said = { requirement, at: cookie.at, actual: cookie.name }
    if (cookie.sameSite === 'none' && cookie.secure) return cantTell('across-sites', said)
    if (cookie.unseen) return cantTell('by-script', said)
    const fits = cookie.sameSite === 'lax' || cookie.sameSite === 'strict'
    return decided(requirement, cookie, fits ? undefined : 'no-same-site', 'SameSite=Lax or Strict')
  },
  cookie => {
    const isHost = cookie.name.startsWith('__Host-')
    // A cookie with a Domain is meant for other hosts too.
    const wrong = cookie.domain ? isHost : !isHost || (cookie.path !== undefined && cookie.path !== '/')
    return decided('SEC-COOK-004', cookie, wrong ? 'not-bound' : undefined, '__Host- with Path=/ and no Domain')
  },
]

/**
 * Cookies of a site's pages, by their Set-Cookie and as the browser kept them (ASVS 3.3.1 to 3.3.4). A cookie of a platform in front
 * counts too, and may be waived. Which cookie is a session is told by its name; anti-forgery values are read by scripts on purpose.
 */
export default check({
  id: 'cookies/attributes',
  version: 1,
  title: 'Cookies are secure, bound to their host, and sessions are hidden from scripts',
  verifies: { 'SEC-COOK-001': 'all', 'SEC-COOK-002': 'all', 'SEC-COOK-003': 'all', 'SEC-COOK-004': 'all' },
  subjects: ({ sites }) => sites,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Set cookies as `__Host-name=…; Path=/; Secure; HttpOnly; SameSite=Lax`.',

  probe: async context => ({
    pages: await askPages(context),
    visits: await Promise.all(
      pagesOf(context).map(({ url, identity }) => context.browser.visit(url, { as: identity })),
    ),
  }),

  judge: (seen, { url }) => {
    const cookies = cookiesOf(seen)
    if (cookies.length === 0) return inapplicable('no-cookie', { at: url })
    return rules.flatMap(rule => {
      const all = cookies.map(rule)
      const bad = all.filter(({ outcome }) => outcome !== 'passed')
      return bad.length > 0 ? bad : all.slice(0, 1)
    })
  },

  messages: {
    'not-secure': 'The cookie {actual} of {at} may travel over plain HTTP: Secure is missing.',
    'no-prefix': 'The name of the cookie {actual} of {at} does not begin with __Host- or __Secure-.',
    readable: 'Scripts can read the session cookie {actual} of {at}: HttpOnly is missing.',
    'no-same-site': 'The cookie {actual} of {at} does not say SameSite=Lax or Strict.',
    'across-sites':
      'The cookie {actual} of {at} goes to other sites (SameSite=None); whether it must, a person can tell.',
    'by-script': 'The cookie {actual} of {at} was not set by the page itself; whether it says SameSite cannot be seen.',
    'not-bound': 'The cookie {actual} of {at} is for one host and not bound to it with {expected}.',
    'no-cookie': 'No page of {at} sets a cookie.',
  },

  examples: [
    set('a session', '__Host-session=x; Path=/; Secure; HttpOnly; SameSite=Lax', 'passed'),
    set('an anti-forgery value for scripts', '__Host-XSRF-TOKEN=x; Path=/; Secure; SameSite=Strict', 'passed'),
    set('shared with subdomains', '__Secure-lang=cy; Domain=product.example; Path=/; Secure; SameSite=Lax', 'passed'),
    set('one that is taken away', 'old=; Max-Age=0', 'inapplicable', 'no-cookie'),
    set(
      'not secure',
      '__Host-session=x; Path=/; HttpOnly; SameSite=Lax',
      'failed',
      'not-secure',
      'passed',
      'passed',
      'passed',
    ),
    set(
      'a plain name',
      'JSESSIONID=x; Path=/; Secure; SameSite=Lax',
      'failed',
      'no-prefix',
      'readable',
      'passed',
      'not-bound',
    ),
    set(
      'SameSite left out',
      '__Host-sid=x; Path=/; Secure; HttpOnly',
      'failed',
      'passed',
      'passed',
      'no-same-site',
      'passed',
    ),
    set(
      'for other sites',
      '__Host-sid=x; Path=/; Secure; HttpOnly; SameSite=None',
      'cantTell',
      'passed',
      'passed',
      'across-sites',
      'passed',
    ),
    {
      name: 'set by a script',
      from: 'Chromium 143, 2026-11-22',
      outcome: 'cantTell',
      keys: ['passed', 'passed', 'by-script', 'passed'],
      seen: { pages: [answer(200)], visits: [byScript()] },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [gatewayPage()], visits: [] },
    },
  ],
})

function byScript() {
  const flags = { secure: true, httpOnly: false, sameSite: 'Lax', expiresInDays: null }
  const cookie = { name: '__Host-theme', domain: 'product.example', path: '/', ...flags }
  return page({}, [], { details: { cookies: [cookie] } as unknown as NonNullable<PageVisit['details']> })
}
function set(
  name: string,
  cookie: string,
  outcome: 'passed' | 'failed' | 'cantTell' | 'inapplicable',
  ...keys: readonly string[]
) {
  const seen = { pages: [answer(200, {}, '', { rawHeaders: [['Set-Cookie', cookie]] })], visits: [page()] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(keys.length > 0 && { keys }) }
}
