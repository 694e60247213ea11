import { check, type Exchange, failed, inapplicable, noData, noGround, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { ISSUER, KEYCLOAK, noStore, SUPPLIER, tokenAnswer } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { clientOf, spoiltTokens } from '../../shared/token-asking.ts'

const BASIC = { authorization: 'Basic «system basic credentials 1»' }
const basicRefusal = (status: number, error: string, headers: { readonly [name: string]: string } = {}) =>
  answer(
    status,
    { ...noStore, ...headers },
    { error },
    { method: 'POST', url: `${ISSUER}/oauth/token`, headers: BASIC },
  )
const challenged = { 'www-authenticate': 'Basic realm="x"' }

/** The schemes of a list of challenges (RFC 9110, 11.6.1): the words that begin one. */
const schemesIn = (field: string | undefined): readonly string[] =>
  [...(field ?? '').matchAll(/(?:^|,)\s*([A-Za-z][\w-]*)(?=\s+[^=,\s]|\s*$|\s*,)/g)].map(([, scheme = '']) =>
    scheme.toLowerCase(),
  )

/**
 * A client that fails to prove itself is told invalid_client: with 401 and a challenge of its scheme where it used the Authorization
 * header, with 400 or 401 elsewhere (RFC 6749, 5.2; RFC 7523, 3.2). A wrong secret and an assertion by another key are sent, each
 * between two good ones.
 */
export default check({
  id: 'oauth/invalid-client',
  version: 3,
  title: 'A client that fails to prove itself is told so',
  verifies: { 'SEC-OAU-013': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['oauth-client'],
  effect: 'intrusive',
  fix: 'Answer 401 with {"error":"invalid_client"} and WWW-Authenticate when client authentication fails.',
  probe: async ({ oauth, subject }) => {
    const clients = ['client-secret', 'private-key-jwt'].map(method => clientOf(subject, method))
    const known = clients.filter(client => typeof client === 'string')
    const answers: Exchange[] = []
    for (const as of known) {
      const given = await spoiltTokens(oauth, as, ['secret'])
      if (isNotReached(given)) return given
      answers.push(...given)
    }
    return known.length > 0 ? { answers } : noData('an identity with an OAuth2 client of this authorization server')
  },
  judge: ({ answers }) =>
    answers.flatMap(({ request, response, ...rest }) => {
      const at = request.url
      if (response.status < 300) return [inapplicable('not-refused', { at })]
      const error = jsonObjectIn({ request, response, ...rest })?.['error']
      const scheme = request.headers['authorization']?.split(' ')[0]
      const statuses = scheme ? [401] : [400, 401]
      const challenge = response.headers['www-authenticate']
      const faults = [
        ...(error === 'invalid_client'
          ? []
          : [failed('other-error', { at, expected: 'invalid_client', actual: String(error ?? 'no error code') })]),
        ...(statuses.includes(response.status)
          ? []
          : [failed('other-status', { at, expected: statuses.join(' or '), actual: String(response.status) })]),
        ...(!scheme || schemesIn(challenge).includes(scheme.toLowerCase())
          ? []
          : [
              failed('no-challenge', {
                at,
                expected: `WWW-Authenticate: ${scheme}`,
                actual: challenge ?? 'no WWW-Authenticate',
              }),
            ]),
      ]
      return faults.length > 0 ? faults : [passed()]
    }),
  messages: {
    'not-refused':
      'A wrong client secret was taken at {at}, which SEC-OAU-008 reports: there is no refusal to look at.',
    'other-error':
      'A client that did not prove itself was answered at {at} by the error {actual}; expected {expected}.',
    'other-status': 'A client that did not prove itself was answered at {at} by {actual}; expected {expected}.',
    'no-challenge':
      'A client that failed with the Authorization header was answered at {at} with {actual}; expected {expected}.',
  },
  examples: [
    {
      name: 'in order',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: [basicRefusal(401, 'invalid_client', challenged)] },
    },
    {
      name: 'a secret in the body',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        answers: [answer(400, noStore, { error: 'invalid_client' }, { method: 'POST', url: `${ISSUER}/oauth/token` })],
      },
    },
    {
      name: 'another error, and no challenge',
      from: KEYCLOAK,
      outcome: 'failed',
      keys: ['other-error', 'no-challenge'],
      seen: { answers: [basicRefusal(401, 'unauthorized_client')] },
    },
    {
      name: 'a challenge of another scheme, and 400',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['other-status', 'no-challenge'],
      seen: { answers: [basicRefusal(400, 'invalid_client', { 'www-authenticate': 'Bearer realm="Basic"' })] },
    },
    {
      name: 'any secret will do',
      from: SUPPLIER,
      outcome: 'inapplicable',
      keys: ['not-refused'],
      seen: { answers: [tokenAnswer()] },
    },
    { name: 'good ones fail too', from: SUPPLIER, outcome: 'cantTell', seen: noGround('answered 401') },
    { name: 'no client', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { answers: [gatewayPage()] } },
  ],
})
