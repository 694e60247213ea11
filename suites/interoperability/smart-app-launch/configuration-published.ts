import { check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { jsonObjectIn, saysJson } from '../../shared/json-answer.ts'
import { KEYCLOAK, SUPPLIER, smartAnswer } from '../../shared/oauth-examples.ts'
import { smartAddress } from '../../shared/smart-configuration.ts'

/**
 * The SMART configuration is there for everybody, as JSON, whatever the Accept header asks for (SMART App Launch 2.2,
 * Conformance, using well-known).
 */
export default check({
  id: 'smart/configuration-published',
  version: 1,
  title: 'The SMART configuration is published as JSON whatever is accepted',
  verifies: { 'SMART-CFG-001': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'read',
  fix: 'Answer [base]/.well-known/smart-configuration with 200 and application/json, without authentication, and do not look at Accept.',
  probe: async ({ http, subject }) => {
    if (!subject.security.smart)
      return notApplicable('Neither the CapabilityStatement nor a well-known document speaks of SMART.')
    return {
      answers: [
        await http.get(smartAddress(subject), { headers: { accept: 'application/json' } }),
        await http.get(smartAddress(subject), { headers: { accept: 'text/html' } }),
      ],
    }
  },
  judge: ({ answers }) =>
    answers.map(seen => {
      const { request, response } = seen
      const about = { at: request.url, accept: request.headers['accept'] ?? 'nothing' }
      if (response.status !== 200)
        return failed('not-there', { ...about, expected: '200', actual: String(response.status) })
      if (!saysJson(seen))
        return failed('wrong-type', {
          ...about,
          expected: 'application/json',
          actual: response.headers['content-type'] ?? 'no Content-Type',
        })
      return jsonObjectIn(seen) ? passed() : failed('not-json', { ...about, expected: 'a JSON object' })
    }),
  messages: {
    'not-there': '{at} answered {actual} to Accept: {accept}.',
    'wrong-type': '{at} answered Accept: {accept} as {actual}.',
    'not-json': 'The body at {at} is no JSON object.',
  },
  examples: [
    {
      name: 'twice the same document',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: [smartAnswer(), smartAnswer()] },
    },
    {
      name: 'missing',
      from: 'HAPI FHIR JPA 8.8.0, 2026-11-22',
      outcome: 'failed',
      keys: ['not-there', 'not-there'],
      seen: { answers: [smartAnswer({}, 404), smartAnswer({}, 404)] },
    },
    {
      name: 'only for JSON clients',
      from: KEYCLOAK,
      outcome: 'failed',
      keys: ['passed', 'not-there'],
      seen: { answers: [smartAnswer(), answer(406)] },
    },
    {
      name: 'as text',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['wrong-type', 'passed'],
      seen: { answers: [smartAnswer({}, 200, { 'content-type': 'text/plain' }), smartAnswer()] },
    },
    {
      name: 'JSON by name only',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['not-json', 'passed'],
      seen: { answers: [answer(200, { 'content-type': 'application/json' }, ''), smartAnswer()] },
    },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { answers: [smartAnswer(), gatewayPage()] },
    },
  ],
})
