import { check, noGround } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { operation, SUPPLIER, thingAnswer } from '../../shared/openapi/examples.ts'
import { isBelowFhir, operationSubjects } from '../../shared/openapi/operations.ts'
import {
  isFirstOfPath,
  otherMethod,
  otherMethodDecision,
  otherMethodMessages,
} from '../../shared/openapi/other-method.ts'

/**
 * A method that the OpenAPI document does not have for a path is not answered as if it were there: what a reader cannot know of is
 * neither reviewed nor tested. One method is tried on each path, on something that is not there, or one that changes nothing.
 */
export default check({
  id: 'openapi/methods',
  version: 4,
  title: 'Methods that the OpenAPI document does not have for a path are refused',
  verifies: { 'NHS-API-009': 'part' },
  subjects: landscape => operationSubjects(landscape).filter(one => isFirstOfPath(one) && !isBelowFhir(one)),
  effect: 'intrusive',
  fix: 'Answer 405 with an Allow header where a path is known and the method is not, or describe the method in the document.',
  probe: async ({ http, subject, nonce }) => {
    const { method, url, headers } = otherMethod(subject, nonce())
    return { asked: await http.send(method, url, { headers, as: subject.api.identity }) }
  },
  judge: ({ asked }, subject) => otherMethodDecision(subject, asked),
  messages: otherMethodMessages,
  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      subject: operation(),
      seen: { asked: answer(405, { allow: 'GET, DELETE' }, {}, posted()) },
    },
    {
      name: 'a method that nobody told of',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['method-taken'],
      subject: operation(),
      seen: { asked: answer(200, {}, {}, posted()) },
    },
    {
      name: 'it is not found',
      from: 'LoopBack 4 to-do list, 2026-11-22',
      outcome: 'passed',
      keys: ['method-not-refused', 'passed'],
      subject: operation(),
      seen: { asked: answer(404, {}, {}, posted()) },
    },
    {
      name: 'refused, and not told what is allowed',
      from: 'Prism 5.14, 2026-11-22',
      outcome: 'passed',
      keys: ['allow-missing', 'passed'],
      subject: operation(),
      seen: { asked: answer(405, {}, {}, { ...posted(), method: 'TRACE' }) },
    },
    {
      name: 'TRACE is taken for GET',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['method-not-refused', 'passed'],
      subject: operation(),
      seen: { asked: answer(200, {}, {}, { ...posted(), method: 'TRACE' }) },
    },
    { name: 'no answer', from: SUPPLIER, outcome: 'cantTell', seen: noGround('nobody answered') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { asked: gatewayPage() } },
  ],
})

function posted() {
  return { url: thingAnswer().request.url, method: 'POST' }
}
