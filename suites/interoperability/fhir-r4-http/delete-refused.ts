import { check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { inJson, r4Endpoints, turnedAway, UNKNOWN_ID } from '../../shared/fhir-asking.ts'
import { fhirSubject } from '../../shared/fhir-examples.ts'
import { summaryOf } from '../../shared/resource.ts'
import { HAPI, refusal, SUPPLIER, wrote } from '../../shared/write-examples.ts'

/**
 * Where no resource of a type may be deleted, a delete is answered 405 (R4 http.html#delete). Asked with an id that no server
 * has, for up to three types that do not declare delete: nothing can be lost.
 */
export default check({
  id: 'fhir/delete-refused',
  version: 2,
  title: 'Where nothing may be deleted, a delete is answered 405',
  verifies: { 'FHIR-WRITE-013': 'all' },
  subjects: landscape => r4Endpoints(landscape).filter(({ declared }) => declared),
  effect: 'write',
  fix: 'Answer DELETE of a type that cannot be deleted with 405 and an Allow header.',

  probe: async ({ http, subject }) => {
    const types = subject.types.filter(({ interactions }) => !interactions.includes('delete')).slice(0, 3)
    if (types.length === 0) return notApplicable('every type declares delete')
    const deletes = []
    for (const { url } of types) deletes.push(await http.send('DELETE', `${url}/${UNKNOWN_ID}`, inJson(subject)))
    return turnedAway(...deletes) ?? { deletes }
  },

  judge: ({ deletes }) =>
    deletes.map(answer => {
      const details = { at: answer.request.url, expected: '405', actual: summaryOf(answer) }
      return answer.response.status === 405 ? passed(details) : failed('not-405', details)
    }),

  messages: { 'not-405': 'A delete at {at}, where delete is not declared, was answered {actual}, not 405.' },

  examples: [
    { name: 'refused', from: SUPPLIER, outcome: 'passed', seen: { deletes: [refusal(405)] }, subject: fhirSubject() },
    { name: 'with 400', from: SUPPLIER, outcome: 'failed', seen: { deletes: [refusal(400)] }, subject: fhirSubject() },
    { name: 'done', from: SUPPLIER, outcome: 'failed', seen: { deletes: [wrote(204)] }, subject: fhirSubject() },
    {
      name: 'everything may be deleted',
      from: HAPI,
      outcome: 'inapplicable',
      seen: notApplicable('every type declares delete'),
      subject: fhirSubject(),
    },
  ],
})
