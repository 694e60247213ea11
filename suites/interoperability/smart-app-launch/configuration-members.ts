import { check, failed, inapplicable, noGround, passed } from '../../../runner/check.ts'
import { jsonObjectIn, stringsIn } from '../../shared/json-answer.ts'
import { KEYCLOAK, SUPPLIER, smartAnswer } from '../../shared/oauth-examples.ts'
import { smartConfigurationOf, smartEndpoints } from '../../shared/smart-configuration.ts'

const needed = ['grant_types_supported', 'token_endpoint', 'capabilities', 'code_challenge_methods_supported']

/** The members that every SMART configuration has, and PKCE with S256 and without plain (SMART App Launch 2.2, Conformance, metadata). */
export default check({
  id: 'smart/configuration-members',
  version: 1,
  title: 'The SMART configuration has its required members, and PKCE by S256 alone',
  verifies: { 'SMART-CFG-002': 'all', 'SMART-CFG-003': 'all' },
  subjects: smartEndpoints,
  effect: 'read',
  fix: 'Publish grant_types_supported, token_endpoint, capabilities and code_challenge_methods_supported; list S256 and never plain.',
  probe: async ({ http, subject }) => ({ configuration: await smartConfigurationOf(http, subject) }),
  judge: ({ configuration }) => {
    const document = jsonObjectIn(configuration) ?? {}
    const at = configuration.request.url
    const missing = needed.filter(name =>
      name === 'token_endpoint' ? typeof document[name] !== 'string' : !Array.isArray(document[name]),
    )
    const methods = stringsIn(document['code_challenge_methods_supported'])
    const actual = methods.join(', ') || 'none'
    return [
      missing.length > 0
        ? failed('members-missing', {
            requirement: 'SMART-CFG-002',
            at,
            expected: needed.join(', '),
            actual: `no ${missing.join(', no ')}`,
          })
        : passed({ requirement: 'SMART-CFG-002' }),
      !Array.isArray(document['code_challenge_methods_supported'])
        ? inapplicable('no-methods', { requirement: 'SMART-CFG-003', at })
        : methods.includes('S256') && !methods.includes('plain')
          ? passed({ requirement: 'SMART-CFG-003' })
          : failed('pkce', { requirement: 'SMART-CFG-003', at, expected: 'S256 without plain', actual }),
    ]
  },
  messages: {
    'members-missing': 'The document at {at} has {actual}.',
    'no-methods': 'The document at {at} lists no code challenge methods at all, which SMART-CFG-002 reports.',
    pkce: 'The code challenge methods at {at} are {actual}; expected {expected}.',
  },
  examples: [
    { name: 'complete', from: SUPPLIER, outcome: 'passed', seen: { configuration: smartAnswer() } },
    {
      name: 'no capabilities',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['members-missing', 'passed'],
      seen: { configuration: smartAnswer({ capabilities: undefined }) },
    },
    {
      name: 'no PKCE at all',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['members-missing', 'no-methods'],
      seen: { configuration: smartAnswer({ code_challenge_methods_supported: undefined }) },
    },
    {
      name: 'plain is offered',
      from: KEYCLOAK,
      outcome: 'failed',
      keys: ['passed', 'pkce'],
      seen: { configuration: smartAnswer({ code_challenge_methods_supported: ['plain', 'S256'] }) },
    },
    {
      name: 'no document',
      from: 'HAPI FHIR JPA 8.8.0, 2026-11-22',
      outcome: 'cantTell',
      seen: { configuration: noGround('answered 404') },
    },
  ],
})
