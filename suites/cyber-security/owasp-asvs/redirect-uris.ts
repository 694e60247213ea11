import { cantTell, check, failed, noData, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { asked, authorizationAnswer, endOf } from '../../shared/authorization-answer.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { askedFor, errorPage, REDIRECT, SUPPLIER, sentBack } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { spoiltSignIns, userOf } from '../../shared/sign-in.ts'

const other = `${REDIRECT}/mustdo`
const bare = (address: string) => address.replace(/[?#].*$/, '')

/**
 * An address that is not exactly a registered one is never redirected to, neither with a code nor with an error (OWASP ASVS 5.0,
 * 10.4.1; RFC 6749, 4.1.2.1; RFC 9700, 2.1): a path more, a query more, the registered host at the front of another one.
 */
export default check({
  id: 'oauth/redirect-uris',
  version: 2,
  title: 'Nothing is sent to an address that is not registered',
  verifies: { 'SEC-OAU-004': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['sign-in'],
  effect: 'intrusive',
  fix: 'Compare redirect_uri with the registered addresses as exact text; show an error page when it is none of them, and do not redirect.',
  probe: async ({ oauth, subject }) => {
    const as = userOf(subject)
    if (typeof as !== 'string') return as
    const tried = await spoiltSignIns(oauth, as, ['redirect-path', 'redirect-query', 'redirect-host'])
    return isNotReached(tried) ? tried : { tried }
  },
  judge: ({ tried }) =>
    tried.map(({ asked: first, end }) => {
      const address = asked(first, 'redirect_uri') ?? ''
      const answer = authorizationAnswer(end)
      const about = { at: bare(first.request.url), address, expected: 'an error page', actual: endOf(end) }
      const query = new URLSearchParams(address.split('?')[1] ?? '')
      // The registered address with nothing of ours in it is not the one that was asked for.
      if (answer && answer.to === bare(address) && [...query.keys()].every(name => answer.members.has(name)))
        return failed('redirected', about)
      return end.response.status >= 500 ? cantTell('broke', about) : passed()
    }),
  messages: {
    redirected: '{at} redirected to {address}, which is not registered ({actual}).',
    broke:
      '{at} answered {actual} to the address {address}: it was not redirected to, but not refused in order either.',
  },
  examples: [
    {
      name: 'error pages, and the registered address instead',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        tried: [
          { asked: askedFor({ redirect_uri: other }), end: errorPage() },
          { asked: askedFor({ redirect_uri: `${REDIRECT}?mustdo=1` }), end: sentBack({ error: 'invalid_request' }) },
        ],
      },
    },
    {
      name: 'a code, and an error, to where they were asked to go',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['redirected', 'redirected'],
      seen: {
        tried: [
          { asked: askedFor({ redirect_uri: other }), end: sentBack({ code: '«code 1»' }, other) },
          {
            asked: askedFor({ redirect_uri: `${REDIRECT}?mustdo=1` }),
            end: sentBack({ mustdo: '1', error: 'invalid_request' }),
          },
        ],
      },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['broke'],
      seen: { tried: [{ asked: askedFor({ redirect_uri: other }), end: errorPage(500) }] },
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
