import {
  type Answered,
  cantTell,
  check,
  type Decision,
  failed,
  noData,
  noGround,
  passed,
} from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { signedIn } from '../../shared/signed-in.ts'
import { websites, webUserOf } from '../../shared/web-user.ts'

const opens = ({ response }: Answered) => response.status === 200
const about = (requirement: string, { request }: Answered) => ({ requirement, at: request.url })

/** What browsers forget at an answer (Clear Site Data, 3.1): quoted words, `*` for all of them. */
const cleared = ({ response }: Answered): readonly string[] =>
  [...(response.headers['clear-site-data'] ?? '').matchAll(/"([^"]*)"/g)].map(([, word = '']) => word)

function dataLeft(own: Answered, out: readonly Answered[]): Decision {
  const words = out.flatMap(cleared)
  const said = { ...about('SEC-CACHE-004', own), expected: 'Clear-Site-Data: "cache", "storage"' }
  if (words.includes('*') || (words.includes('cache') && words.includes('storage'))) return passed(said)
  const kept = !/(^|[\s,])no-store($|[\s,;])/i.test(own.response.headers['cache-control'] ?? '')
  if (kept && !words.includes('cache'))
    return failed('left-in-cache', { ...said, actual: own.response.headers['cache-control'] ?? 'no Cache-Control' })
  return cantTell('storage-unknown', said)
}

/**
 * A session at a website from sign-in to sign-out: the id from before the sign-in opens nothing after it (OWASP ASVS 5.0, 7.2.4), the
 * cookies of the session open nothing after the sign-out (7.4.1), and the browser is told to forget (14.3.1). That the session held
 * just before is seen each time.
 */
export default check({
  id: 'sessions/sign-in-and-out',
  version: 2,
  title: 'A session begins with a new id and ends on the server and in the browser',
  verifies: { 'SEC-COOK-005': 'all', 'SEC-COOK-006': 'all', 'SEC-CACHE-004': 'all' },
  subjects: websites,
  effect: 'authenticated-read',
  fix: 'Make a new session at sign-in, delete it on the server at sign-out, and answer the sign-out with Clear-Site-Data: "cache", "storage".',

  probe: async ({ http, web, landscape, subject }) => {
    const user = webUserOf(landscape, subject)
    if (isNotReached(user)) return user
    const begun = await signedIn({ http, web }, user)
    if (isNotReached(begun)) return begun
    const { session } = begun
    const before = await session.get(user.ownPage, 'before')
    const own = await session.get(user.ownPage)
    if (own.response?.status !== 200) return noGround(`the session of ${user.name} did not hold at ${user.ownPage}`)
    const out = [await session.signOut()]
    if (out[0]?.error?.code === 'no-form') return { own, before, out: [], after: [] }
    const to = out[0]?.response?.headers['location']
    const next = to && URL.canParse(to, user.ownPage) ? new URL(to, user.ownPage) : undefined
    if (next?.origin === new URL(user.ownPage).origin) out.push(await session.get(next.href))
    return { own, before, out, after: [await session.get(user.ownPage, 'signedIn')] }
  },

  judge: ({ own, before, out, after }) => {
    const first = opens(before)
      ? failed('id-kept', { ...about('SEC-COOK-005', before), expected: 'a refusal', actual: '200' })
      : passed(about('SEC-COOK-005', before))
    const [left, again] = [out[0], after[0]]
    const ends = (['SEC-COOK-006', 'SEC-CACHE-004'] as const).map(id => about(id, own))
    if (!left || !again) return [first, ...ends.map(said => cantTell('no-sign-out', said))]
    if (left.response.status >= 400)
      return [
        first,
        ...ends.map(said => cantTell('sign-out-failed', { ...said, actual: String(left.response.status) })),
      ]
    const said = { ...about('SEC-COOK-006', again), expected: 'a refusal', actual: String(again.response.status) }
    return [first, opens(again) ? failed('lives-on', said) : passed(said), dataLeft(own, out)]
  },

  messages: {
    'id-kept': 'The session id from before the sign-in opens {at} after it: whoever planted the id is signed in too.',
    'lives-on': 'The cookies of a session that was signed out still open {at}.',
    'no-sign-out': '{at} offers no form or link to sign out by that works without scripts.',
    'sign-out-failed': 'The sign-out at the user page {at} was answered with {actual}.',
    'left-in-cache': '{at} may be kept by the browser ({actual}), and the sign-out does not clear it.',
    'storage-unknown':
      '{at} is not kept in a cache; whether scripts clear the storage of the browser a person can tell.',
  },

  examples: [
    lived('a good session', {}, 'passed'),
    lived('the id is kept', { before: 200 }, 'failed', ['id-kept', 'passed', 'passed']),
    lived('the session lives on', { after: 200 }, 'failed', ['passed', 'lives-on', 'passed']),
    lived('the record stays in the cache', { clears: '', cache: 'private, max-age=600' }, 'failed', [
      'passed',
      'passed',
      'left-in-cache',
    ]),
    lived('a theme cookie is cleared, storage is not known', { clears: '"cookies"' }, 'cantTell', [
      'passed',
      'passed',
      'storage-unknown',
    ]),
    lived('everything is cleared', { clears: '"*"', cache: '' }, 'passed'),
    lived('the sign-out is refused', { out: 403 }, 'cantTell', ['passed', 'sign-out-failed', 'sign-out-failed']),
    {
      name: 'signed out by a script',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['passed', 'no-sign-out', 'no-sign-out'],
      seen: { own: answer(200), before: answer(303), out: [], after: [] },
    },
    { name: 'no user', from: SUPPLIER, outcome: 'untested', seen: noData('an identity with auth form') },
    { name: 'a public page', from: SUPPLIER, outcome: 'cantTell', seen: noGround('it opens for nobody too') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { own: gatewayPage(), before: answer(303), out: [], after: [] },
    },
  ],
})

function lived(
  name: string,
  { before = 303, after = 303, out = 303, clears = '"cache", "cookies", "storage"', cache = 'no-store' },
  outcome: 'passed' | 'failed' | 'cantTell',
  keys?: readonly string[],
) {
  const seen = {
    own: answer(200, { 'cache-control': cache }),
    before: answer(before),
    out: [answer(out, clears ? { 'clear-site-data': clears } : {})],
    after: [answer(after)],
  }
  return { name, from: SUPPLIER, outcome, seen, ...(keys && { keys }) }
}
