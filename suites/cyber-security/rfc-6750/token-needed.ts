import { check, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { FHIR_ACCEPT, protectedAddress, refusalOf } from '../../shared/refusal.ts'

/** A protected record asked for without a token: 401 with a WWW-Authenticate challenge, and nothing of the record (RFC 6750, 3). */
export default check({
  id: 'api/token-needed',
  version: 2,
  title: 'A record is refused to a caller without a token, with a challenge',
  verifies: { 'SEC-API-001': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'authenticated-read',
  fix: 'Answer requests without a token with 401 and a WWW-Authenticate: Bearer header.',
  probe: async ({ http, subject }) => {
    const address = protectedAddress(subject)
    if (typeof address !== 'string') return address
    // Without credentials of any kind an open record still shows; only a refusal then proves nothing.
    const open = subject.identity ? undefined : await http.get(address, { headers: FHIR_ACCEPT })
    return { refused: open?.response?.status === 200 ? open : await refusalOf(http, address, subject.identity, {}) }
  },
  judge: ({ refused: { request, response } }) => {
    const at = request.url
    const actual = String(response.status)
    if (response.status >= 200 && response.status < 300) return failed('open', { at, expected: '401', actual })
    if (response.status !== 401) return failed('other-status', { at, expected: '401', actual })
    return response.headers['www-authenticate']
      ? passed()
      : failed('no-challenge', { at, expected: 'WWW-Authenticate', actual: 'no such header' })
  },
  messages: {
    open: '{at} gave its record to a caller without any token ({actual}).',
    'other-status': '{at} answered {actual} to a caller without a token; expected {expected}.',
    'no-challenge': 'The 401 of {at} has no WWW-Authenticate, so that a client cannot know how to sign in.',
  },
  examples: [
    {
      name: '401 with challenge',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { refused: refusedWith(401, { 'www-authenticate': 'Bearer realm="x"' }) },
    },
    {
      name: 'given to anybody',
      from: 'HAPI FHIR JPA 8.8.0, 2026-11-22',
      outcome: 'failed',
      keys: ['open'],
      seen: { refused: givenOut() },
    },
    { name: '403', from: SUPPLIER, outcome: 'failed', keys: ['other-status'], seen: { refused: refusedWith(403) } },
    {
      name: '401 without a challenge',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['no-challenge'],
      seen: { refused: refusedWith(401) },
    },
    {
      name: 'nobody gets in',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { refused: noGround('the control was refused') },
    },
    { name: 'no identity', from: SUPPLIER, outcome: 'untested', seen: { refused: noData('an identity') } },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { refused: gatewayPage() } },
  ],
})
