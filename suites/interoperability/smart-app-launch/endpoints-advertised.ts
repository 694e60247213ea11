import { check, failed, noGround, passed } from '../../../runner/check.ts'
import { isHttps, jsonObjectIn, stringsIn } from '../../shared/json-answer.ts'
import { SUPPLIER, smartAnswer } from '../../shared/oauth-examples.ts'
import { smartConfigurationOf, smartEndpoints } from '../../shared/smart-configuration.ts'

/**
 * The recommended members: scopes, introspection, revocation, and management (SMART App Launch 2.2, Conformance, metadata). A
 * management endpoint is a page for people who gave leave to apps, so it is looked for only where such a launch is claimed.
 */
export default check({
  id: 'smart/endpoints-advertised',
  version: 1,
  title: 'Scopes, introspection, revocation and management are advertised',
  verifies: { 'SMART-CFG-005': 'all' },
  subjects: smartEndpoints,
  effect: 'read',
  fix: 'List scopes_supported, introspection_endpoint and revocation_endpoint, and management_endpoint where people launch apps.',
  probe: async ({ http, subject }) => ({ configuration: await smartConfigurationOf(http, subject) }),
  judge: ({ configuration }) => {
    const document = jsonObjectIn(configuration) ?? {}
    const forPeople = stringsIn(document['capabilities']).some(name => /^launch-/.test(name))
    const endpoints = ['introspection_endpoint', 'revocation_endpoint', ...(forPeople ? ['management_endpoint'] : [])]
    const missing = [
      ...(stringsIn(document['scopes_supported']).length > 0 ? [] : ['scopes_supported']),
      ...endpoints.filter(name => !isHttps(document[name])),
    ]
    if (missing.length === 0) return passed()
    const expected = ['scopes_supported', ...endpoints].join(', ')
    return failed('not-advertised', { at: configuration.request.url, expected, actual: `no ${missing.join(', no ')}` })
  },
  messages: { 'not-advertised': 'The document at {at} has {actual}.' },
  examples: [
    {
      name: 'backend services with all of it',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { configuration: smartAnswer() },
    },
    {
      name: 'no scopes',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { configuration: smartAnswer({ scopes_supported: undefined }) },
    },
    {
      name: 'people launch apps and cannot withdraw',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { configuration: smartAnswer({ capabilities: ['launch-standalone'] }) },
    },
    {
      name: 'no document',
      from: 'HAPI FHIR JPA 8.8.0, 2026-11-22',
      outcome: 'cantTell',
      seen: { configuration: noGround('answered 404') },
    },
  ],
})
