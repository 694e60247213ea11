import { cantTell, check, failed, noData, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { asked, authorizationAnswer, endOf } from '../../shared/authorization-answer.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { askedFor, errorPage, KEYCLOAK, SUPPLIER, sentBack } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { spoiltSignIns, userOf } from '../../shared/sign-in.ts'

const plain = () => askedFor({ code_challenge: 'x', code_challenge_method: 'plain' })
const refused = () => sentBack({ error: 'invalid_request', state: 'x' })

/**
 * Without a challenge, or with `plain`, nobody gets a code (OWASP ASVS 5.0, 10.4.6; RFC 9700, 2.1.1). An error that goes back to the client
 * and an error page are both refusals; so is a sign-in that leads nowhere where a good one gets its code before and after.
 */
export default check({
  id: 'oauth/pkce-required',
  version: 2,
  title: 'No code without an S256 challenge',
  verifies: { 'SEC-OAU-002': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['sign-in'],
  effect: 'intrusive',
  fix: 'Refuse authorization requests of every client that have no code_challenge, or a code_challenge_method other than S256, with invalid_request.',
  probe: async ({ oauth, subject }) => {
    const as = userOf(subject)
    if (typeof as !== 'string') return as
    const tried = await spoiltSignIns(oauth, as, ['no-challenge', 'plain-challenge'])
    return isNotReached(tried) ? tried : { tried }
  },
  judge: ({ tried }) =>
    tried.map(({ asked: first, end }) => {
      const key = asked(first, 'code_challenge_method') === 'plain' ? 'plain' : 'no-challenge'
      const about = { at: first.request.url.replace(/\?.*$/, ''), expected: 'invalid_request', actual: endOf(end) }
      if (authorizationAnswer(end)?.members.has('code')) return failed(key, about)
      return end.response.status >= 500 ? cantTell('broke', about) : passed()
    }),
  messages: {
    'no-challenge': '{at} gave a code to a request without a code_challenge ({actual}).',
    plain: '{at} gave a code to a request with code_challenge_method plain ({actual}).',
    broke: '{at} answered {actual}: no code was given, but the request was not refused in order.',
  },
  examples: [
    {
      name: 'both refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        tried: [
          { asked: askedFor(), end: refused() },
          { asked: plain(), end: errorPage() },
        ],
      },
    },
    {
      name: 'PKCE is optional, and plain will do',
      from: KEYCLOAK,
      outcome: 'failed',
      keys: ['no-challenge', 'plain'],
      seen: {
        tried: [
          { asked: askedFor(), end: sentBack({ code: '«code 1»' }) },
          { asked: plain(), end: sentBack({ code: '«code 2»' }) },
        ],
      },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['broke', 'passed'],
      seen: {
        tried: [
          { asked: askedFor(), end: errorPage(500) },
          { asked: plain(), end: refused() },
        ],
      },
    },
    {
      name: 'nobody signs in',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('no authorization endpoint'),
    },
    { name: 'no user', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'the sign-in fails', from: SUPPLIER, outcome: 'cantTell', seen: noGround('ended without a code') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { tried: [{ asked: askedFor(), end: gatewayPage() }] },
    },
  ],
})
