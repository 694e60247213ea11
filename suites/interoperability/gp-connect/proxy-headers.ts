import { type Answered, cantTell, check, failed, passed } from '../../../runner/check.ts'
import { noAccess, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { askStatement, auditToken, gpConnectSubjects, type Odd, taken } from '../../shared/gp-connect.ts'
import { isNotReached } from '../../shared/scratch.ts'

const OTHER = 'urn:nhs:names:services:gpconnect:fhir:rest:search:organization-1'

/** Questions without a header of the proxy, or with one that names another interaction, and without a good token, are refused. */
export default check({
  id: 'gp-connect/proxy-headers',
  version: 2,
  title: 'Questions without consistent SSP headers or a well-formed token are refused',
  verifies: { 'GPC-SEC-003': 'all', 'GPC-SEC-004': 'all' },
  subjects: gpConnectSubjects,
  effect: 'intrusive',
  fix: 'Check all four Ssp headers, the interaction against the address, and the claims of the token, before anything is looked up.',

  probe: async context => {
    const before = taken(await askStatement(context))
    if (isNotReached(before)) return before
    const ways: readonly { how: string; requirement: string; odd: Odd }[] = [
      ...['ssp-traceid', 'ssp-from', 'ssp-to', 'ssp-interactionid'].map(name => ({
        how: `without ${name}`,
        requirement: 'GPC-SEC-003',
        odd: { [name]: undefined },
      })),
      { how: 'for another interaction', requirement: 'GPC-SEC-003', odd: { 'ssp-interactionid': OTHER } },
      { how: 'without a token', requirement: 'GPC-SEC-004', odd: { authorization: undefined } },
      { how: 'with a garbled token', requirement: 'GPC-SEC-004', odd: { authorization: 'Bearer e30.nonsense' } },
      {
        how: 'with a token that names no practitioner',
        requirement: 'GPC-SEC-004',
        odd: { authorization: auditToken(context, 'requesting_practitioner') },
      },
    ]
    const spoilt = []
    for (const { how, requirement, odd } of ways)
      spoilt.push({ how, requirement, answer: await askStatement(context, odd) })
    const after = taken(await askStatement(context))
    return isNotReached(after) ? after : { before, spoilt, after }
  },

  judge: ({ spoilt }) =>
    spoilt.map(({ how, requirement, answer }) => {
      const { status } = answer.response
      const told = { requirement, at: answer.request.url, how, expected: '400', actual: String(status) }
      if (status >= 400 && status < 500) return passed({ requirement })
      return status < 400 ? failed('taken', told) : cantTell('fell-over', told)
    }),

  messages: {
    taken: 'A question {how} at {at} was answered {actual}; expected {expected}.',
    'fell-over': 'A question {how} at {at} was answered {actual}, which is no refusal.',
  },

  examples: [
    { name: 'all refused', from: SUPPLIER, outcome: 'passed', seen: asked(refusal(400), refusal(400)) },
    {
      name: 'headers do not matter',
      from: SUPPLIER,
      outcome: 'failed',
      seen: asked(sent(), refusal(400)),
      keys: ['taken', 'passed'],
    },
    {
      name: 'the token does not matter',
      from: SUPPLIER,
      outcome: 'failed',
      seen: asked(refusal(400), sent()),
      keys: ['passed', 'taken'],
    },
    {
      name: 'an exception',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: asked(refusal(500), refusal(400)),
      keys: ['fell-over', 'passed'],
    },
    { name: 'not taken', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function asked(headers: Answered, token: Answered) {
  return {
    before: sent(),
    spoilt: [
      { how: 'without ssp-from', requirement: 'GPC-SEC-003', answer: headers },
      { how: 'without a token', requirement: 'GPC-SEC-004', answer: token },
    ],
    after: sent(),
  }
}
