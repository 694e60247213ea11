import { check, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { authorizationAnswer, endOf } from '../../shared/authorization-answer.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { issuerMetadataOf } from '../../shared/issuer-metadata.ts'
import { jsonObjectIn, stringsIn } from '../../shared/json-answer.ts'
import { ISSUER, json, KEYCLOAK, SUPPLIER, sentBack, tokenAnswer, tokenRefusal } from '../../shared/oauth-examples.ts'
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
 * even looked at (OWASP ASVS 5.0, 10.4.4; RFC 9700, 2.1.2 and 2.4). invalid_grant means that it was. Where a user can sign in, asking
 * for a token instead of a code gets none.
 */
export default check({
  id: 'oauth/retired-grants',
  version: 4,
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
    const [user] = subject.users
    const ended = user ? await oauth.signIn({ as: user, spoil: 'implicit' }) : undefined
    const implicit = ended && !isNotReached(ended) ? ended.steps.slice(-1) : []
    return isNotReached(published) ? { answers, implicit } : { answers, implicit, published }
  },
  judge: seen => {
    const [password] = seen.answers
    const document = 'published' in seen ? jsonObjectIn(seen.published) : undefined
    const types = stringsIn(document?.['response_types_supported'])
    const responses = types.filter(type => type.split(' ').includes('token'))
    // `implicit` is also what OpenID Connect calls a sign-in that returns an ID token alone; then no access token is in the address.
    const grants = stringsIn(document?.['grant_types_supported']).filter(
      grant => grant === 'password' || (grant === 'implicit' && (types.length === 0 || responses.length > 0)),
    )
    const offered = [...grants, ...responses.map(type => `response_type=${type}`)]
    const error = password && jsonObjectIn(password)?.['error']
    const looked = password !== undefined && (password.response.status < 300 || error === 'invalid_grant')
    const given = seen.implicit.filter(end => authorizationAnswer(end)?.members.has('access_token'))
    const faults = [
      ...given.map(end =>
        failed('implicit-works', {
          at: end.request.url.replace(/\?.*$/, ''),
          expected: 'unsupported_response_type',
          actual: endOf(end),
        }),
      ),
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
    'implicit-works': '{at} sent an access token back in the address ({actual}).',
    offered: 'The metadata at {at} offer {actual}.',
  },
  examples: [
    {
      name: 'unsupported',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: unsupported(), implicit: [], published: metadata() },
    },
    {
      name: 'unsupported, no metadata',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: unsupported(), implicit: [] },
    },
    {
      name: 'a token for a password',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['password-looked-at'],
      seen: { answers: [tokenAnswer()], implicit: [], published: metadata() },
    },
    {
      name: 'a token in the address',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['implicit-works'],
      seen: {
        answers: unsupported(),
        implicit: [sentBack({ access_token: '«access_token 1»' })],
        published: metadata(),
      },
    },
    {
      name: 'offered to others',
      from: KEYCLOAK,
      outcome: 'failed',
      keys: ['offered'],
      seen: {
        answers: [tokenRefusal(400, 'unauthorized_client')],
        implicit: [],
        published: metadata({
          grant_types_supported: ['password', 'implicit'],
          response_types_supported: ['code', 'id_token token'],
        }),
      },
    },
    {
      name: 'ID tokens alone by the implicit flow',
      from: 'oidc-provider 9.8.6, 2026-11-22',
      outcome: 'passed',
      seen: {
        answers: unsupported(),
        implicit: [],
        published: metadata({ grant_types_supported: ['implicit'], response_types_supported: ['code', 'id_token'] }),
      },
    },
    {
      name: 'wrong password',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['password-looked-at'],
      seen: { answers: [tokenRefusal(400, 'invalid_grant')], implicit: [], published: metadata() },
    },
    {
      name: 'good ones fail too',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { answers: noGround('answered 401'), implicit: [] },
    },
    { name: 'no client', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { answers: [gatewayPage()], implicit: [] },
    },
  ],
})
