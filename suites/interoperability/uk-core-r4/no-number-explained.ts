import { check, failed, passed } from '../../../runner/check.ts'
import { noAccess, patient, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { instancesOf, nhsNumbersOf, readThose, resourcesIn } from '../../shared/instances.ts'
import { objectsIn } from '../../shared/resource.ts'

const URL = 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberUnavailableReason'

/** A patient without an NHS number carries the reason (Extension-UKCore-NHSNumberUnavailableReason). */
export default check({
  id: 'uk-core/no-number-explained',
  version: 2,
  title: 'Patients without an NHS number state why',
  verifies: { 'UKC-PAT-005': 'all' },
  subjects: instancesOf('Patient'),
  effect: 'authenticated-read',
  fix: `Record why there is no NHS number and send it as ${URL}.`,

  probe: ({ http, subject }) =>
    readThose(http, subject, one => nhsNumbersOf(one).length === 0, 'a test patient without an NHS number'),

  judge: ({ reads }) =>
    resourcesIn(reads).map(({ at, resource }) => {
      const places = [resource, ...objectsIn(resource['identifier'])].flatMap(({ extension }) => objectsIn(extension))
      const reason = places.find(({ url }) => url === URL)
      return reason && Object.keys(reason).some(key => key.startsWith('value') || key === 'extension')
        ? passed({ at })
        : failed('unexplained', { at, expected: URL, actual: reason ? 'the extension without a value' : 'no reason' })
    }),

  messages: { unexplained: 'The patient at {at} has no NHS number and does not say why: there is {actual}.' },

  examples: [
    ...(
      [
        ['explained', 'passed', [{ url: URL, valueCodeableConcept: { coding: [{ code: 'overseas-patient' }] } }]],
        ['unexplained', 'failed', []],
        ['empty', 'failed', [{ url: URL }]],
      ] as const
    ).map(([name, outcome, extension]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: { reads: [sent({ ...patient, extension })] },
      subject: typeSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
