import { check, failed, passed } from '../../../runner/check.ts'
import { noAccess, SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { hasCoding, LOINC } from '../../shared/instances.ts'
import { ipsSubjects, readSummary, summaryIn } from '../../shared/ips.ts'
import { ipsAnswer } from '../../shared/ips-examples.ts'
import { isObject, objectsIn } from '../../shared/resource.ts'

/** The Composition names its subject, type, date, author and title (IPS, CompositionUvIps). */
export default check({
  id: 'ips/composition',
  version: 2,
  title: 'The Composition says whose summary it is, of what kind, when and by whom',
  verifies: { 'IPS-CMP-004': 'all' },
  subjects: ipsSubjects,
  effect: 'authenticated-read',
  fix: 'Fill subject with a reference to the patient, type with LOINC 60591-5, date, author and title.',

  probe: readSummary,

  judge: ({ answer }) => {
    const { at, composition } = summaryIn(answer)
    const { subject, type, date, author, title } = composition
    const missing = [
      ...(isObject(subject) && subject['reference'] ? [] : ['subject']),
      ...(hasCoding(type, LOINC, '60591-5') ? [] : ['type 60591-5']),
      ...(typeof date === 'string' ? [] : ['date']),
      ...(objectsIn(author).length > 0 ? [] : ['author']),
      ...(typeof title === 'string' && title ? [] : ['title']),
    ]
    return missing.length === 0
      ? passed({ at })
      : failed('incomplete', { at, expected: 'all five', actual: missing.join(', '), places: missing })
  },

  messages: { incomplete: 'The Composition at {at} lacks {actual}.' },

  examples: [
    { name: 'complete', from: SUPPLIER, outcome: 'passed', seen: { answer: ipsAnswer() }, subject: typeSubject() },
    ...(['subject', 'type', 'date', 'author', 'title'] as const).map(element => ({
      name: `no ${element}`,
      from: SUPPLIER,
      outcome: 'failed' as const,
      seen: { answer: ipsAnswer({ composition: { [element]: undefined } }) },
      subject: typeSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
