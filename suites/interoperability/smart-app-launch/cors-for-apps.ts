import { check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { jsonObjectIn, stringsIn } from '../../shared/json-answer.ts'
import { ISSUER, SUPPLIER } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { smartAddress, smartConfigurationOf, smartEndpoints } from '../../shared/smart-configuration.ts'

const ORIGIN = 'https://app.mustdo.example'
const seenFrom = (allowed?: string) =>
  answer(
    200,
    allowed ? { 'access-control-allow-origin': allowed } : {},
    {},
    { url: `${ISSUER}/fhir/metadata`, headers: { origin: ORIGIN } },
  )

/**
 * A server for browser apps lets any origin read the SMART configuration and the CapabilityStatement (SMART App Launch 2.2, App
 * Launch, considerations for cross-origin resource sharing). It says that it serves such apps by `client-public` or by `cors`.
 */
export default check({
  id: 'smart/cors-for-apps',
  version: 2,
  title: 'Browser apps of any origin can read the SMART configuration and metadata',
  verifies: { 'SMART-CORS-001': 'all' },
  subjects: smartEndpoints,
  effect: 'read',
  fix: 'Send Access-Control-Allow-Origin: * with the SMART configuration and metadata.',
  probe: async ({ http, subject }) => {
    const configuration = await smartConfigurationOf(http, subject)
    if (isNotReached(configuration)) return configuration
    const claims = stringsIn(jsonObjectIn(configuration)?.['capabilities'])
    if (configuration.response && !subject.security.cors && !claims.includes('client-public'))
      return notApplicable('The server declares neither CORS nor public clients, so it serves no browser apps.')
    return {
      answers: [
        await http.get(smartAddress(subject), { headers: { accept: 'application/json', origin: ORIGIN } }),
        await http.get(`${subject.url}/metadata`, { headers: { accept: 'application/fhir+json', origin: ORIGIN } }),
      ],
    }
  },
  judge: ({ answers }) =>
    answers.map(({ request, response }) => {
      const allowed = response.headers['access-control-allow-origin']?.trim()
      return allowed === '*' || allowed === request.headers['origin']
        ? passed()
        : failed('closed', { at: request.url, expected: '*', actual: allowed ?? 'no Access-Control-Allow-Origin' })
    }),
  messages: { closed: 'A browser app of another origin cannot read {at}: {actual}.' },
  examples: [
    { name: 'open to all', from: SUPPLIER, outcome: 'passed', seen: { answers: [seenFrom('*'), seenFrom(ORIGIN)] } },
    {
      name: 'metadata closed',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'closed'],
      seen: { answers: [seenFrom('*'), seenFrom()] },
    },
    { name: 'backend services only', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('no browser apps') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { answers: [seenFrom('*'), gatewayPage()] },
    },
  ],
})
