import { check, noData, noGround, notApplicable } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { isGood, refusedBetween } from '../../shared/openapi/control.ts'
import { operation, SUPPLIER, thingAnswer } from '../../shared/openapi/examples.ts'
import { askPlainly } from '../../shared/openapi/known-values.ts'
import { readable } from '../../shared/openapi/making.ts'
import { isBelowFhir, isSafe, isSecured, operationSubjects } from '../../shared/openapi/operations.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

/**
 * An operation for which the document asks credentials looks at them (OpenAPI Specification 3.0.4, 4.8.30): a token or key that nobody gave
 * out is refused like none at all. How the refusal looks is judged by `openapi/security`.
 */
export default check({
  id: 'openapi/wrong-credentials',
  version: 5,
  title: 'Credentials that nobody gave out do not open what the OpenAPI document protects',
  verifies: { 'NHS-API-009': 'part' },
  subjects: landscape =>
    operationSubjects(landscape).filter(one => isSafe(one.operation) && isSecured(one.operation) && !isBelowFhir(one)),
  effect: 'intrusive',
  fix: 'Check every token and key against whoever issued it before the request is looked at.',
  probe: async ({ http, subject, given }) => {
    const { api, operation } = subject
    if (!api.identity) return noData(`an identity that may call ${operation.name}`)
    const known = await readable({ http, given }, subject, operation)
    const refused = await refusedBetween(http, subject, known, { as: api.identity, credentials: 'garbage' })
    if (!isNotReached(refused) && isGood(refused)) {
      const anybody = await askPlainly(http, { ...subject, api: { ...api, identity: null } }, operation, known)
      if (isGood(anybody)) return notApplicable(`${operation.name} lets anybody in, with credentials or without`)
    }
    return { refused }
  },
  judge: ({ refused }, { operation }) => [{ ...refusedVerdict(refused), operation: operation.name }],
  messages: {
    'let-in': '{operation} answered {actual} to a token or key that nobody gave out.',
    broke,
  },
  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      subject: operation(),
      seen: { refused: thingAnswer(401, {}) },
    },
    {
      name: 'any token will do',
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
      seen: { refused: noGround('the control was refused') },
    },
    { name: 'open to all', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('anybody gets in') },
    { name: 'no identity', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { refused: gatewayPage() } },
  ],
})
