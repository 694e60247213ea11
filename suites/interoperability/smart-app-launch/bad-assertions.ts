import { check, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { KEYCLOAK, SUPPLIER, tokenAnswer, tokenRefusal } from '../../shared/oauth-examples.ts'
import { clientOf, spoiltTokens } from '../../shared/token-asking.ts'

const ways = [
  'assertion-replay',
  'assertion-lifetime',
  'assertion-audience',
  'assertion-key',
  'secret',
  'assertion-unsigned',
  'assertion-hmac',
  'assertion-expired',
  'assertion-subject',
] as const
const words = [
  'was used before',
  'is good for an hour',
  'is for another server',
  'names an unknown key',
  'is signed by another key',
  'is not signed (alg none)',
  'is signed by HMAC with the public key as the secret',
  'has run out',
  'speaks for another client',
]
const no = () => tokenRefusal(401, 'invalid_client')

/**
 * An assertion that is used twice, lives over five minutes or has run out, is for another audience or client, of an unknown key, or not
 * signed as the client registered gets no token but invalid_client (SMART App Launch 2.2, asymmetric client authentication; RFC 7523, 3;
 * RFC 8725, 3.1). A good one is taken before and after.
 */
export default check({
  id: 'smart/bad-assertions',
  version: 3,
  title: 'Bad client assertions fail with invalid_client',
  verifies: { 'SMART-BE-002': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['oauth-client'],
  effect: 'intrusive',
  fix: 'Keep jti values until they expire, take RS384 and ES384 alone, and check signature, exp (five minutes at most), aud (your token endpoint), iss, sub and kid of each assertion.',
  probe: async ({ oauth, subject }) => {
    const client = clientOf(subject, 'private-key-jwt')
    return typeof client === 'string' ? { answers: await spoiltTokens(oauth, client, ways) } : client
  },
  judge: ({ answers }) =>
    answers.map((seen, place) => {
      const error = jsonObjectIn(seen)?.['error']
      const { status } = seen.response
      const about = { at: seen.request.url, what: words[place], expected: 'invalid_client' }
      if (status < 300) return failed('taken', { ...about, actual: String(status) })
      return error === 'invalid_client' && (status === 400 || status === 401)
        ? passed()
        : failed('other-error', { ...about, actual: `${status} ${String(error ?? 'without an error code')}` })
    }),
  messages: {
    taken: 'An assertion that {what} got a token at {at}.',
    'other-error': 'An assertion that {what} was answered at {at} by {actual}; expected {expected}.',
  },
  examples: [
    {
      name: 'all refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: [no(), no(), tokenRefusal(400, 'invalid_client'), no()] },
    },
    {
      name: 'replayed',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['taken', 'passed', 'passed', 'passed'],
      seen: { answers: [tokenAnswer(), no(), no(), no()] },
    },
    {
      name: 'an error of its own',
      from: KEYCLOAK,
      outcome: 'failed',
      keys: ['passed', 'passed', 'passed', 'other-error'],
      seen: { answers: [no(), no(), no(), tokenRefusal(400, 'unauthorized_client')] },
    },
    { name: 'good ones fail too', from: SUPPLIER, outcome: 'cantTell', seen: { answers: noGround('answered 401') } },
    { name: 'no such client', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { answers: [gatewayPage()] } },
  ],
})
