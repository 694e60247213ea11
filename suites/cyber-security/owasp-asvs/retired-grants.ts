import { check, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { issuerMetadataOf } from '../../shared/issuer-metadata.ts'
import { jsonObjectIn, stringsIn } from '../../shared/json-answer.ts'
import { ISSUER, json, KEYCLOAK, SUPPLIER, tokenAnswer, tokenRefusal } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { clientOf, spoiltTokens } from '../../shared/token-asking.ts'

const metadata = (members: object = {}) =>
  answer(
    200,
    json,
    { issuer: ISSUER, grant_types_supported: ['client_credentials'], response_types_supported: [], ...members },
    { url: `${ISSUER}/.well-known/oauth-authorization-server` },
  )
const unsupported = () => [tokenRefusal(400, 'unsupported_grant_type')]

/**
 * The implicit and the password grant are gone: not offered in the metadata, and a password sent to the token endpoint is not
 * even looked at (OWASP ASVS 5.0, 10.4.4; RFC 9700, 2.1.2 and 2.4). invalid_grant means that it was.
 */
export default check({
  id: 'oauth/retired-grants',
  version: 1,
  title: 'Implicit and password grants are off',
  verifies: { 'SEC-OAU-003': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['oauth-client'],
  effect: 'intrusive',
  fix: 'Switch the password and implicit grants off and take them out of the metadata; use the code grant with PKCE.',
  probe: async ({ http, oauth, subject }) => {
    const as = clientOf(subject)
    if (typeof as !== 'string') return as
    const published = await issuerMetadataOf(http, subject)
    const answers = await spoiltTokens(oauth, as, ['password-grant'])
    return isNotReached(published) ? { answers } : { answers, published }
  },
  judge: seen => {
    const [password] = seen.answers
    const document = 'published' in seen ? jsonObjectIn(seen.published) : undefined
    const grants = stringsIn(document?.['grant_types_supported']).filter(
      grant => grant === 'password' || grant === 'implicit',
    )
    const responses = stringsIn(document?.['response_types_supported']).filter(type =>
      type.split(' ').includes('token'),
    )
    const offered = [...grants, ...responses.map(type => `response_type=${type}`)]
    const error = password && jsonObjectIn(password)?.['error']
    const looked = password !== undefined && (password.response.status < 300 || error === 'invalid_grant')
    const faults = [
      ...(looked
        ? [
            failed('password-looked-at', {
              at: password.request.url,
              expected: 'unsupported_grant_type or unauthorized_client',
              actual: `${password.response.status} ${String(error ?? 'with a token')}`,
            }),
          ]
        : []),
      ...(offered.length > 0 && 'published' in seen
        ? [
            failed('offered', {
              at: seen.published.request.url,
              expected: 'neither password nor implicit',
              actual: offered.join(', '),
            }),
          ]
        : []),
    ]
    return faults.length > 0 ? faults : passed()
  },
  messages: {
    'password-looked-at': 'The token endpoint {at} looked at a password: {actual}.',
    offered: 'The metadata at {at} offer {actual}.',
  },
  examples: [
    { name: 'unsupported', from: SUPPLIER, outcome: 'passed', seen: { answers: unsupported(), published: metadata() } },
    { name: 'unsupported, no metadata', from: SUPPLIER, outcome: 'passed', seen: { answers: unsupported() } },
    {
      name: 'a token for a password',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['password-looked-at'],
      seen: { answers: [tokenAnswer()], published: metadata() },
    },
    {
      name: 'offered to others',
      from: KEYCLOAK,
      outcome: 'failed',
      keys: ['offered'],
      seen: {
        answers: [tokenRefusal(400, 'unauthorized_client')],
        published: metadata({
          grant_types_supported: ['password', 'implicit'],
          response_types_supported: ['code', 'id_token token'],
        }),
      },
    },
    {
      name: 'wrong password',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['password-looked-at'],
      seen: { answers: [tokenRefusal(400, 'invalid_grant')], published: metadata() },
    },
    { name: 'good ones fail too', from: SUPPLIER, outcome: 'cantTell', seen: { answers: noGround('answered 401') } },
    { name: 'no client', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { answers: [gatewayPage()] } },
  ],
})
