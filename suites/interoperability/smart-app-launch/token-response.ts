import { check, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { directivesOf, jsonObjectIn, saysJson } from '../../shared/json-answer.ts'
import { json, noStore, SUPPLIER, tokenAnswer } from '../../shared/oauth-examples.ts'
import { clientOf, tokenOf } from '../../shared/token-asking.ts'

/** A token is sent as JSON, with Cache-Control: no-store and Pragma: no-cache (SMART App Launch 2.2, access token response; RFC 6749, 5.1). */
export default check({
  id: 'smart/token-response',
  version: 2,
  title: 'Token answers are JSON and forbid storing',
  verifies: { 'SMART-TOK-001': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['oauth-client'],
  effect: 'authenticated-read',
  fix: 'Send token answers as application/json with Cache-Control: no-store and Pragma: no-cache.',
  probe: async ({ oauth, subject }) => {
    const client = clientOf(subject)
    return typeof client === 'string' ? { answer: await tokenOf(oauth, client) } : client
  },
  judge: ({ answer }) => {
    const { headers } = answer.response
    const at = answer.request.url
    const faults = [
      ...(saysJson(answer) && jsonObjectIn(answer)
        ? []
        : [
            failed('not-json', {
              at,
              expected: 'application/json',
              actual: headers['content-type'] ?? 'no Content-Type',
            }),
          ]),
      ...(directivesOf(headers['cache-control']).includes('no-store')
        ? []
        : [
            failed('may-be-stored', {
              at,
              expected: 'Cache-Control: no-store',
              actual: headers['cache-control'] ?? 'no Cache-Control',
            }),
          ]),
      ...(directivesOf(headers['pragma']).includes('no-cache')
        ? []
        : [failed('no-pragma', { at, expected: 'Pragma: no-cache', actual: headers['pragma'] ?? 'no Pragma' })]),
    ]
    return faults.length > 0 ? faults : passed()
  },
  messages: {
    'not-json': 'The token of {at} is sent as {actual}, or is no JSON object.',
    'may-be-stored': 'The token of {at} may be stored: {actual}.',
    'no-pragma': 'The token of {at} has {actual}; expected {expected}.',
  },
  examples: [
    { name: 'as it should be', from: SUPPLIER, outcome: 'passed', seen: { answer: tokenAnswer() } },
    {
      name: 'nothing said',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['may-be-stored', 'no-pragma'],
      seen: { answer: tokenAnswer({}, json) },
    },
    {
      name: 'as text',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['not-json'],
      seen: { answer: tokenAnswer({}, { ...noStore, 'content-type': 'text/plain' }) },
    },
    { name: 'no token', from: SUPPLIER, outcome: 'cantTell', seen: { answer: noGround('answered 401') } },
    { name: 'no client', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
  ],
})
