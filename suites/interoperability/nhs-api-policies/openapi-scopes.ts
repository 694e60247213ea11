import { advice, check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { grantedIn } from '../../shared/fhir-scopes.ts'
import { refusedBetween } from '../../shared/openapi/control.ts'
import { declaring, operation, SUPPLIER, thingAnswer } from '../../shared/openapi/examples.ts'
import { readable } from '../../shared/openapi/making.ts'
import { isBelowFhir, isSafe, operationSubjects } from '../../shared/openapi/operations.ts'
import { refusedAsDeclared, refusedMessages } from '../../shared/openapi/refused.ts'
import { lacksScopes, scopesAsked } from '../../shared/openapi/scopes.ts'
import { isNotReached } from '../../shared/refusal.ts'

const isClient = /^(client-secret|private-key-jwt)$/
const MOST_CLIENTS = 6

/**
 * An operation for which the document asks scopes refuses a genuine token that was granted others (OpenAPI Specification 3.0.4, 4.8.30; RFC
 * 6750, 3.1 insufficient_scope). What a token was granted is what the authorisation server said with it; the API's own identity has to get
 * in before and after.
 */
export default check({
  id: 'openapi/scopes',
  version: 2,
  title: 'A token without the scopes that the OpenAPI document asks for does not open an operation',
  verifies: { 'NHS-API-009': 'part' },
  subjects: landscape =>
    operationSubjects(landscape).filter(
      one => isSafe(one.operation) && scopesAsked(one.operation).length > 0 && !isBelowFhir(one),
    ),
  needs: ['oauth-client'],
  effect: 'authenticated-read',
  fix: 'Compare the scopes of the token with those of the operation before it is carried out, and answer 403 where one is missing.',
  probe: async ({ http, oauth, landscape, subject, given }) => {
    const { api, operation } = subject
    if (!api.identity) return noData(`an identity that may call ${operation.name}`)
    const clients = landscape.facts.identities.filter(
      ({ name, method, patient }) => isClient.test(method) && !patient && name !== api.identity,
    )
    for (const { name } of clients.slice(0, MOST_CLIENTS)) {
      const answer = await oauth.token({ as: name })
      const scope = isNotReached(answer) ? undefined : grantedIn(answer)
      if (scope === undefined || !lacksScopes(operation, scope)) continue
      const known = await readable({ http, given }, subject, operation)
      return { refused: await refusedBetween(http, subject, known, { as: name }) }
    }
    return noData(`a client's identity with a scope other than those that ${operation.name} asks for`)
  },
  judge: ({ refused }, subject) => {
    const { operation } = subject
    const { status } = refused.response
    const scopes = scopesAsked(operation).flat().join(' ')
    const decisions = refusedAsDeclared(refused, subject).map(one => ({ ...one, scopes }))
    const isDeclared = operation.responses.some(one => one.status === '403')
    return status < 400 || status === 403 || !isDeclared
      ? decisions
      : [
          ...decisions,
          advice('error-not-met', {
            operation: operation.name,
            at: refused.request.url,
            expected: '403',
            actual: String(status),
            scopes,
          }),
        ]
  },
  messages: {
    ...refusedMessages,
    'let-in': '{operation} answered {actual} to a token without the scopes that the document asks for ({scopes}).',
    'error-not-met':
      '{operation} refused a token without the scopes that the document asks for ({scopes}) with {actual}; the document has {expected} for it.',
  },
  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      subject: operation('GET /things/{id}', declaring('403')),
      seen: { refused: thingAnswer(403, {}) },
    },
    {
      name: 'refused, and the document does not say so',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['refusal-undeclared', 'passed'],
      subject: operation(),
      seen: { refused: thingAnswer(403, {}) },
    },
    {
      name: 'refused in another media type than declared',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['refusal-differs'],
      subject: operation('GET /things/{id}', declaring('403')),
      seen: { refused: thingAnswer(403, 'No', { 'content-type': 'text/plain' }) },
    },
    {
      name: 'refused as if there were no token',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['passed', 'error-not-met'],
      subject: operation('GET /things/{id}', declaring('403')),
      seen: { refused: thingAnswer(401, {}) },
    },
    {
      name: 'let in with any scope',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['let-in'],
      subject: operation(),
      seen: { refused: thingAnswer() },
    },
    {
      name: 'it breaks',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['broke'],
      subject: operation(),
      seen: { refused: thingAnswer(500) },
    },
    {
      name: 'nobody gets in',
      from: SUPPLIER,
      outcome: 'cantTell',
      subject: operation(),
      seen: { refused: noGround('the control was refused') },
    },
    { name: 'no identity of less', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { refused: gatewayPage() } },
  ],
})
