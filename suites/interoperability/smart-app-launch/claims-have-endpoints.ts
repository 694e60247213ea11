import { check, failed, noGround, passed } from '../../../runner/check.ts'
import { isHttps, jsonObjectIn, stringsIn } from '../../shared/json-answer.ts'
import { SUPPLIER, smartAnswer } from '../../shared/oauth-examples.ts'
import { smartConfigurationOf, smartEndpoints } from '../../shared/smart-configuration.ts'

/**
 * What a capability makes necessary: launch needs an authorization endpoint, single sign-on an issuer and its keys (SMART App
 * Launch 2.2, Conformance, metadata). Endpoints are absolute https addresses; without such a claim the token endpoint is looked at.
 */
export default check({
  id: 'smart/claims-have-endpoints',
  version: 1,
  title: 'Capabilities that are claimed bring their endpoints',
  verifies: { 'SMART-CFG-004': 'all' },
  subjects: smartEndpoints,
  effect: 'read',
  fix: 'Publish authorization_endpoint beside launch capabilities, issuer and jwks_uri beside sso-openid-connect, or do not claim them.',
  probe: async ({ http, subject }) => ({ configuration: await smartConfigurationOf(http, subject) }),
  judge: ({ configuration }) => {
    const document = jsonObjectIn(configuration) ?? {}
    const at = configuration.request.url
    const claims = stringsIn(document['capabilities'])
    const launch = claims.filter(name => /^launch-/.test(name))
    const needed = [
      ...launch.slice(0, 1).map(claim => ({ claim, member: 'authorization_endpoint' })),
      ...(claims.includes('sso-openid-connect')
        ? ['issuer', 'jwks_uri'].map(member => ({ claim: 'sso-openid-connect', member }))
        : []),
    ]
    const missing = needed.filter(({ member }) => document[member] === undefined)
    const named = ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'issuer'].filter(
      name => document[name] !== undefined,
    )
    const odd = named.filter(name => !isHttps(document[name]))
    return [
      ...missing.map(({ claim, member }) =>
        failed('claim-unmet', { at, claim, expected: member, actual: `no ${member}` }),
      ),
      ...odd.map(name =>
        failed('not-https', { at, name, expected: 'an absolute https address', actual: String(document[name]) }),
      ),
      ...(missing.length + odd.length === 0 ? [passed()] : []),
    ]
  },
  messages: {
    'claim-unmet': 'The document at {at} claims {claim} and has {actual}.',
    'not-https': '{name} at {at} is {actual}; expected {expected}.',
  },
  examples: [
    { name: 'backend services only', from: SUPPLIER, outcome: 'passed', seen: { configuration: smartAnswer() } },
    {
      name: 'launch without an authorization endpoint',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['claim-unmet'],
      seen: { configuration: smartAnswer({ capabilities: ['launch-standalone', 'launch-ehr'] }) },
    },
    {
      name: 'sign-on without keys, and a relative address',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['claim-unmet', 'not-https'],
      seen: {
        configuration: smartAnswer({
          capabilities: ['sso-openid-connect'],
          jwks_uri: undefined,
          token_endpoint: '/oauth/token',
        }),
      },
    },
    {
      name: 'no document',
      from: 'HAPI FHIR JPA 8.8.0, 2026-11-22',
      outcome: 'cantTell',
      seen: { configuration: noGround('answered 404') },
    },
  ],
})
