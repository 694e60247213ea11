import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { fhirSubject, noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { codingsOf, resourcesIn, SNOMED } from '../../shared/instances.ts'
import { medicineOf, medicineTypes, readMedicines } from '../../shared/medicines.ts'
import { endpointsWith } from '../../shared/records.ts'
import { isConceptId } from '../../shared/snomed.ts'

const DMD = 'https://dmd.nhs.uk'
const systems: readonly unknown[] = [DMD, SNOMED]

/**
 * Medicines are coded in dm+d, whose ids are SNOMED CT's (SCCI0052): the code has one of the two systems and a valid check digit. A single
 * medicine in words may be one that dm+d does not list; that a code is in the current release takes a terminology server, which nobody named.
 */
export default check({
  id: 'terminology/dmd-codes',
  version: 2,
  title: 'Medicines have dm+d codes, well formed',
  verifies: { 'TERM-DMD-001': 'part' },
  subjects: endpointsWith(...medicineTypes),
  effect: 'authenticated-read',
  fix: `Map every product to its dm+d id and send it with the system ${DMD} or ${SNOMED}.`,

  probe: ({ http, subject }) => readMedicines(http, subject),

  judge: ({ reads, medications }) => {
    const medicines = resourcesIn(reads).map(({ at, resource }) => ({ at, concept: medicineOf(resource, medications) }))
    const inWords = medicines.filter(({ concept }) => concept && codingsOf(concept).length === 0).length
    return medicines.map(({ at, concept }) => {
      if (!concept) return cantTell('not-found', { at })
      const codings = codingsOf(concept)
      const own = codings.filter(({ system }) => systems.includes(system))
      const wrong = own.filter(({ code }) => !isConceptId(String(code)))
      const expected = `a code of ${systems.join(' or ')}`
      if (wrong.length > 0)
        return failed('no-dmd-id', { at, expected, actual: wrong.map(({ code }) => String(code)).join(', ') })
      if (own.length > 0) return passed({ at })
      if (codings.length > 0)
        return failed('other-codes', { at, expected, actual: codings.map(({ system }) => String(system)).join(', ') })
      const told = { at, expected, actual: 'words only' }
      return inWords > 1 && inWords === medicines.length ? failed('in-words', told) : cantTell('in-words', told)
    })
  },

  messages: {
    'no-dmd-id': 'The code of the medicine at {at} is {actual}, which is no dm+d id.',
    'other-codes': 'The medicine at {at} has codes of {actual} only; expected {expected}.',
    'in-words': 'The medicine at {at} has {actual}; expected {expected}.',
    'not-found': 'The medicine that {at} refers to could not be found at this endpoint.',
  },

  examples: [
    ...(
      [
        ['dm+d', 'passed', [{ medicationCodeableConcept: { coding: [{ system: DMD, code: '322236009' }] } }]],
        [
          'SNOMED CT in a contained medication',
          'passed',
          [
            {
              contained: [
                { resourceType: 'Medication', id: 'm', code: { coding: [{ system: SNOMED, code: '322236009' }] } },
              ],
              medicationReference: { reference: '#m' },
            },
          ],
        ],
        ['a wrong digit', 'failed', [{ medicationCodeableConcept: { coding: [{ system: DMD, code: '322236008' }] } }]],
        ['a home-made code', 'failed', [{ medicationCodeableConcept: { coding: [{ system: 'urn:x', code: 'P5' }] } }]],
        [
          'all in words',
          'failed',
          [{ medicationCodeableConcept: { text: 'A' } }, { medicationCodeableConcept: { text: 'B' } }],
        ],
        ['one in words', 'cantTell', [{ medicationCodeableConcept: { text: 'Magic cream' } }]],
        ['elsewhere', 'cantTell', [{ medicationReference: { reference: 'Medication/x' } }]],
      ] as const
    ).map(([name, outcome, medicines]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell',
      seen: {
        reads: medicines.map(one => sent({ resourceType: 'MedicationRequest', ...one }, {}, 'MedicationRequest/a')),
        medications: [],
      },
      subject: fhirSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})
