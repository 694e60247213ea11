import { check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { isGood, refusedBetween } from '../../shared/openapi/control.ts'
import { operation, SUPPLIER, thingAnswer, total } from '../../shared/openapi/examples.ts'
import { askPlainly } from '../../shared/openapi/known-values.ts'
import { readable } from '../../shared/openapi/making.ts'
import { isSafe, isSecured, operationSubjects } from '../../shared/openapi/operations.ts'
import { refusedAsDeclared, refusedMessages } from '../../shared/openapi/refused.ts'

/**
 * An operation for which the document asks credentials refuses a caller without any (OpenAPI Specification 3.0.4, 4.8.30 Security
 * Requirement Object), with an answer that the document declares. Operations that only read; see `openapi/write-security` for the others.
 */
export default check({
  id: 'openapi/security',
  version: 6,
  title: 'Operations that read are refused without the credentials that the OpenAPI document asks for',
  verifies: { 'NHS-API-009': 'part' },
  subjects: landscape =>
    operationSubjects(landscape).filter(({ operation }) => isSafe(operation) && isSecured(operation)),
  effect: 'authenticated-read',
  fix: 'Refuse requests without credentials with 401, or take the security requirement out of the document.',
  probe: async ({ http, subject, given }) => {
    const { api, operation } = subject
    const known = await readable({ http, given }, subject, operation)
    if (api.identity) return { refused: await refusedBetween(http, subject, known, { as: null }) }
    // Without credentials of any kind an open operation still shows; only a refusal then proves nothing.
    const open = await askPlainly(http, { ...subject, api: { ...api, identity: null } }, operation, known)
    return isGood(open) ? { refused: open } : noData(`an identity that may call ${operation.name}`)
  },
  judge: ({ refused }, subject) => refusedAsDeclared(refused, subject),
  messages: refusedMessages,
  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      subject: operation(),
      seen: { refused: thingAnswer(401, {}) },
    },
    {
      name: 'open to all',
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
      name: 'a refusal that the document does not know',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['refusal-undeclared', 'passed'],
      subject: operation(),
      seen: { refused: thingAnswer(403, {}) },
    },
    {
      name: 'a refusal in another media type',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['refusal-differs'],
      subject: operation(),
      seen: { refused: thingAnswer(401, 'No', { ...total, 'content-type': 'text/plain' }) },
    },
    {
      name: 'nobody gets in',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { refused: noGround('the control was refused') },
    },
    { name: 'no identity', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { refused: gatewayPage() } },
  ],
})
