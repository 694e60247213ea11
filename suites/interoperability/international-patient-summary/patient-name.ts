import { check, failed, noGround, passed } from '../../../runner/check.ts'
import { noAccess, SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { ipsSubjects, readSummary, summaryIn } from '../../shared/ips.ts'
import { ipsAnswer } from '../../shared/ips-examples.ts'
import { objectsIn } from '../../shared/resource.ts'

/** Each name of the patient has a family name, a given name or a text (IPS, ips-pat-1), and there is a name. */
export default check({
  id: 'ips/patient-name',
  version: 2,
  title: 'The patient of the summary has a name with words in it',
  verifies: { 'IPS-PAT-001': 'all' },
  subjects: ipsSubjects,
  effect: 'authenticated-read',
  fix: 'Fill family, given or text of every name of the patient.',

  probe: readSummary,

  judge: ({ answer }) => {
    const { at, patients } = summaryIn(answer)
    const names = patients.flatMap(({ name }) => objectsIn(name))
    if (names.length === 0) return failed('no-name', { at, expected: 'a name', actual: `${patients.length} patients` })
    const bare = names.filter(({ family, given, text }) => !family && !text && !(Array.isArray(given) && given[0]))
    return bare.length === 0
      ? passed({ at })
      : failed('bare', { at, expected: 'family, given or text', actual: 'none' })
  },

  messages: {
    'no-name': 'The summary at {at} has no name of its patient.',
    bare: 'A name of the patient in the summary at {at} has none of {expected}.',
  },

  examples: [
    { name: 'a family name', from: SUPPLIER, outcome: 'passed', seen: { answer: ipsAnswer() }, subject: typeSubject() },
    ...(
      [
        ['a use without words', [{ use: 'official' }]],
        ['no name', []],
      ] as const
    ).map(([name, names]) => ({
      name,
      from: SUPPLIER,
      outcome: 'failed' as const,
      seen: { answer: ipsAnswer({ patient: { name: names } }) },
      subject: typeSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
    { name: 'no document', from: SUPPLIER, outcome: 'cantTell', seen: noGround('no document'), subject: typeSubject() },
  ],
})
