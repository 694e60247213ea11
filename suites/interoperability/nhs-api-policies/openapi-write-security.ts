import { check, noData, noGround } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { documentOf } from '../../shared/openapi/document.ts'
import { aThing, at, operation, SUPPLIER, total } from '../../shared/openapi/examples.ts'
import { makeFor, send, takeAwayMade } from '../../shared/openapi/making.ts'
import { isBelowFhir, isSafe, isSecured, operationSubjects } from '../../shared/openapi/operations.ts'
import { refusedAsDeclared, refusedMessages } from '../../shared/openapi/refused.ts'
import { plainValues } from '../../shared/openapi/request.ts'
import { isNotReached } from '../../shared/refusal.ts'

/**
 * An operation that writes, for which the document asks credentials, refuses a caller without any (OpenAPI Specification 3.0.4, 4.8.30).
 * The same request with credentials follows and must succeed, or the refusal shows nothing.
 */
export default check({
  id: 'openapi/write-security',
  version: 6,
  title: 'Operations that write are refused without the credentials that the OpenAPI document asks for',
  verifies: { 'NHS-API-009': 'part' },
  subjects: landscape =>
    operationSubjects(landscape).filter(
      one => !isSafe(one.operation) && isSecured(one.operation) && !isBelowFhir(one) && one.consents.includes('write'),
    ),
  effect: 'intrusive',
  fix: 'Refuse requests without credentials with 401 before anything else is looked at, or correct the document.',
  probe: async ({ http, subject }) => {
    const { api, operation } = subject
    if (!api.identity) return noData(`an identity that may call ${operation.name}`)
    const made = await makeFor(http, subject, operation)
    if (isNotReached(made)) return made
    const values = plainValues(documentOf(api), operation, made.known)
    const refused = await send(http, subject, operation, values, null)
    const after = await send(http, subject, operation, values)
    const steps = [...made.steps, { operation, answer: refused }, { operation, answer: after }]
    await takeAwayMade(http, subject, { known: made.known, steps })
    const status = after.response?.status ?? 0
    const open = refused.response !== undefined && refused.response.status < 300
    return open || (status >= 200 && status < 300)
      ? { refused }
      : noGround(
          `${operation.name} answered ${status || after.error?.code} to ${api.identity}, so that refusing others shows nothing`,
        )
  },
  judge: ({ refused }, subject) => refusedAsDeclared(refused, subject),
  messages: refusedMessages,
  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      subject: operation('POST /things'),
      seen: { refused: answer(401, total, {}, at) },
    },
    {
      name: 'written for anybody',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['let-in'],
      subject: operation('POST /things'),
      seen: { refused: answer(201, total, aThing, at) },
    },
    {
      name: 'it breaks',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['broke'],
      subject: operation('POST /things'),
      seen: { refused: answer(500, total, {}, at) },
    },
    {
      name: 'a refusal that the document does not know',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['refusal-undeclared', 'passed'],
      subject: operation('POST /things'),
      seen: { refused: answer(403, total, {}, at) },
    },
    {
      name: 'a refusal in another media type',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['refusal-differs'],
      subject: operation('POST /things'),
      seen: { refused: answer(401, { 'content-type': 'text/plain' }, 'No', at) },
    },
    { name: 'nobody gets in', from: SUPPLIER, outcome: 'cantTell', seen: noGround('the control was refused') },
    { name: 'no identity', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { refused: gatewayPage() } },
  ],
})
