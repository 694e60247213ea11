import {
  type Answered,
  cantTell,
  check,
  type Decision,
  failed,
  inapplicable,
  noData,
  noGround,
  passed,
  type WebSession,
} from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { signedIn } from '../../shared/signed-in.ts'
import { websites, webUserOf } from '../../shared/web-user.ts'

interface Tried {
  readonly sent: Answered
  readonly own: Answered
}

function verdict(requirement: string, { sent, own }: Tried, key: string): Decision {
  const said = { requirement, at: sent.request.url, actual: String(sent.response.status), expected: 'a refusal' }
  return own.response.status === 200 ? passed(said) : failed(key, said)
}

/**
 * The sign-out is the one form whose effect can be seen and harms nobody. Sent as another site would send it (foreign Origin, no
 * token), and by GET where the form says POST, it must leave the session alive (OWASP ASVS 5.0, 3.5.1 and 3.5.3); sent by the page, it
 * must end it, or nothing was shown. SameSite cookies are a second line and do not count. Other forms are left to a person.
 */
export default check({
  id: 'sessions/forged-forms',
  version: 3,
  title: 'The sign-out form is taken from the own pages and by its own method alone',
  verifies: { 'SEC-CSRF-001': 'part', 'SEC-CSRF-002': 'part' },
  subjects: websites,
  effect: 'intrusive',
  fix: 'Check an anti-forgery token, or Origin and Sec-Fetch-Site, at every POST, and change nothing by GET.',

  probe: async ({ http, web, landscape, subject }) => {
    const user = webUserOf(landscape, subject)
    if (isNotReached(user)) return user
    const tried = async (how: 'foreign' | 'by-get', live?: WebSession) => {
      const begun = live ? { session: live } : await signedIn({ http, web }, user)
      if (isNotReached(begun)) return begun
      const { session } = begun
      const sent = await session.signOut(how)
      if (sent.error?.code === 'no-form')
        return noGround(`${user.ownPage} offers no form or link to sign out by that works without scripts`)
      return { session, sent, own: await session.get(user.ownPage) }
    }
    const foreign = await tried('foreign')
    if (isNotReached(foreign)) return foreign
    const lives = foreign.own.response?.status === 200
    const byGet =
      foreign.sent.request.method === 'POST' ? await tried('by-get', lives ? foreign.session : undefined) : undefined
    if (isNotReached(byGet)) return byGet
    // The session that still lives is ended in order; only a sign-out that works shows that the others were refused.
    const last = byGet?.own.response?.status === 200 ? byGet : foreign
    const control =
      last.own.response?.status === 200
        ? [{ sent: await last.session.signOut(), own: await last.session.get(user.ownPage) }]
        : []
    return {
      foreign: { sent: foreign.sent, own: foreign.own },
      byGet: byGet ? [{ sent: byGet.sent, own: byGet.own }] : [],
      control,
    }
  },

  judge: ({ foreign, byGet, control }) => {
    const [got] = byGet
    const works = control.every(({ own }) => own.response.status !== 200)
    if (!works) return cantTell('sign-out-idle', { at: foreign.sent.request.url })
    if (!got) {
      const at = foreign.sent.request.url
      return [
        inapplicable('no-form', { requirement: 'SEC-CSRF-001', at }),
        cantTell('by-link', { requirement: 'SEC-CSRF-002', at }),
      ]
    }
    return [verdict('SEC-CSRF-001', foreign, 'forged'), verdict('SEC-CSRF-002', got, 'changed-by-get')]
  },

  messages: {
    forged: 'A form on another site signs the user out: {at} took it without a token ({actual}).',
    'changed-by-get': '{at} signs the user out by GET, though its form says POST ({actual}).',
    'sign-out-idle': 'The sign-out at {at} does not end the session, so that refusing forged ones shows nothing.',
    'no-form': 'The sign-out at {at} is a link, so that there is no form to forge.',
    'by-link': 'The user is signed out by following a link to {at}; whether that is meant a person can tell.',
  },

  examples: [
    sent('all refused', {}, 'passed'),
    sent('another site signs out', { foreign: 303 }, 'failed', ['forged', 'passed']),
    sent('an address signs out', { byGet: 303 }, 'failed', ['passed', 'changed-by-get']),
    sent('the sign-out does nothing', { control: 200 }, 'cantTell', ['sign-out-idle']),
    {
      name: 'a link signs out',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['no-form', 'by-link'],
      seen: { foreign: pair(303), byGet: [], control: [] },
    },
    { name: 'no user', from: SUPPLIER, outcome: 'untested', seen: noData('an identity with auth form') },
    { name: 'signed out by a script', from: SUPPLIER, outcome: 'cantTell', seen: noGround('no form or link') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { foreign: { sent: gatewayPage(), own: gatewayPage() }, byGet: [], control: [] },
    },
  ],
})

function pair(own: number) {
  return { sent: answer(own === 200 ? 403 : 303), own: answer(own) }
}
function sent(
  name: string,
  { foreign = 200, byGet = 200, control = 303 },
  outcome: 'passed' | 'failed' | 'cantTell',
  keys?: readonly string[],
) {
  const seen = { foreign: pair(foreign), byGet: [pair(byGet)], control: [pair(control)] }
  return { name, from: SUPPLIER, outcome, seen, ...(keys && { keys }) }
}
