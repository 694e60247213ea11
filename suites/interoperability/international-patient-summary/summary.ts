import { check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { HAPI, noAccess, refusal, SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { askSummary, ipsSubjects, isDocument } from '../../shared/ips.ts'
import { ipsAnswer } from '../../shared/ips-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'

/** The operation summary on a patient, where it is declared, gives a document (IPS, operation summary). */
export default check({
  id: 'ips/summary',
  version: 2,
  title: 'The operation summary returns a document',
  verifies: { 'IPS-OP-001': 'all' },
  subjects: ipsSubjects,
  effect: 'authenticated-read',
  fix: 'Answer GET Patient/[id]/$summary with 200 and a Bundle of type document.',

  probe: askSummary,

  judge: ({ answer }) => {
    const at = answer.request.url
    const expected = '200 with a Bundle of type document'
    if (!isDocument(answer)) return failed('no-document', { at, expected, actual: summaryOf(answer) })
    const type = String(resourceIn(answer)?.['type'])
    return type === 'document' ? passed({ at }) : failed('other-type', { at, expected, actual: type })
  },

  messages: {
    'no-document': 'The declared operation at {at} was answered {actual}; expected {expected}.',
    'other-type': 'The Bundle at {at} is of type {actual}, not a document.',
  },

  examples: [
    { name: 'a document', from: SUPPLIER, outcome: 'passed', seen: { answer: ipsAnswer() }, subject: typeSubject() },
    {
      name: 'a collection',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { answer: ipsAnswer({ bundle: { type: 'collection' } }) },
      subject: typeSubject(),
    },
    { name: 'missing', from: SUPPLIER, outcome: 'failed', seen: { answer: refusal(404) }, subject: typeSubject() },
    { name: 'not declared', from: HAPI, outcome: 'inapplicable', seen: notApplicable('none'), subject: typeSubject() },
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
