import { check, type Exchange, type NotReached, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { issuerMetadataOf } from '../../shared/issuer-metadata.ts'
import { isHttps, jsonObjectIn } from '../../shared/json-answer.ts'
import { SUPPLIER, tokenAnswer, tokenRefusal } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'
import { clientOf, spoiltTokens } from '../../shared/token-asking.ts'

const no = () => tokenRefusal(401, 'invalid_client')

/**
 * A wrong secret or an unknown client gets nothing from the token endpoint, and neither a wrong secret nor no client at all from
 * introspection and revocation, where they are offered (OWASP ASVS 5.0, 10.4.10; RFC 7662, 2.1; RFC 7009, 2.1).
 */
export default check({
  id: 'oauth/client-authentication',
  version: 2,
  title: 'Clients are authenticated at the token, introspection and revocation endpoints',
  verifies: { 'SEC-OAU-008': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['oauth-client'],
  effect: 'intrusive',
  fix: 'Authenticate the client before anything else at the token, introspection and revocation endpoints; answer 401 invalid_client.',
  probe: async ({ http, oauth, subject }) => {
    const as = clientOf(subject)
    if (typeof as !== 'string') return as
    const metadata = await issuerMetadataOf(http, subject)
    const document = isNotReached(metadata) ? undefined : jsonObjectIn(metadata)
    const tokens = await spoiltTokens(oauth, as, ['secret', 'client'])
    if (isNotReached(tokens)) return tokens
    const others: (Exchange | NotReached)[] = []
    for (const url of [document?.['introspection_endpoint'], document?.['revocation_endpoint']]) {
      if (!isHttps(url)) continue
      const good = async () => {
        const answer = await oauth.about({ as, url, token: 'unknown' })
        return !isNotReached(answer) && answer.response?.status === 200
      }
      if (!(await good())) continue
      const bad = [
        await oauth.about({ as, url, token: 'unknown', client: 'wrong-secret' }),
        await oauth.about({ as, url, token: 'unknown', client: 'none' }),
      ]
      others.push(...((await good()) ? bad : [noGround(`${url} did not answer the client ${as} twice alike`)]))
    }
    return { answers: [...tokens, ...others] }
  },
  judge: ({ answers }) => answers.map(answer => refusedVerdict(answer)),
  messages: { 'let-in': '{at} answered a client that did not prove itself ({actual}).', broke },
  examples: [
    { name: 'all refused', from: SUPPLIER, outcome: 'passed', seen: { answers: [no(), no(), no(), no(), no(), no()] } },
    {
      name: 'any secret will do',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['let-in', 'passed'],
      seen: { answers: [tokenAnswer(), no()] },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['passed', 'broke'],
      seen: { answers: [no(), tokenRefusal(500, 'server_error')] },
    },
    { name: 'good ones fail too', from: SUPPLIER, outcome: 'cantTell', seen: noGround('answered 401') },
    { name: 'no client', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { answers: [gatewayPage()] } },
  ],
})
