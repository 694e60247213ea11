import { check, failed, passed } from '../../../runner/check.ts'
import { fhirSubject, noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { resourcesIn, UCUM } from '../../shared/instances.ts'
import { dosagesOf, medicineTypes } from '../../shared/medicines.ts'
import { endpointsWith, nothingSaid, nothingSaidMessage, readRecords } from '../../shared/records.ts'

/** Words in which a dose was counted, so that it could have been sent as a quantity. */
const counted =
  /(\d|\b(one|two|three|four|half))\s*(mg|mcg|micrograms?|g|grams?|ml|units?|tablets?|capsules?|puffs?|drops?|sprays?|sachets?|patch(es)?)\b/i

/**
 * A dose that can be counted is a quantity with a coded unit (DAPB4013; R4 Dosage.doseAndRate). "As directed" has no dose to code. Whether a
 * whole transfer follows the UK profiles is left to a person.
 */
export default check({
  id: 'terminology/coded-doses',
  version: 2,
  title: 'Doses are quantities with coded units',
  verifies: { 'TERM-DMD-002': 'part' },
  subjects: endpointsWith(...medicineTypes),
  effect: 'authenticated-read',
  fix: 'Fill doseAndRate.doseQuantity (or doseRange) with value, unit, system and code, and keep the words in text.',

  probe: ({ http, subject }) => readRecords(http, subject, ...medicineTypes),

  judge: ({ reads }) => {
    const told = resourcesIn(reads).flatMap(({ at, resource }) =>
      dosagesOf(resource).flatMap(({ text, quantities }) => {
        const bare = quantities.filter(({ value, system, code }) => typeof value !== 'number' || !system || !code)
        if (bare.length > 0)
          return failed('no-coded-unit', { at, expected: 'value, system and code', actual: JSON.stringify(bare[0]) })
        if (quantities.length > 0) return passed({ at })
        return counted.test(text) ? failed('in-words', { at, expected: 'doseAndRate', actual: `"${text}"` }) : []
      }),
    )
    return told.length > 0 ? told : nothingSaid('a medicine with a dose that can be counted')
  },

  messages: {
    ...nothingSaidMessage,
    'no-coded-unit': 'A dose at {at} is {actual}; expected {expected}.',
    'in-words': 'At {at} the dose is in words only ({actual}), without {expected}.',
  },

  examples: [
    ...(
      [
        ['a quantity', 'passed', { doseAndRate: [{ doseQuantity: { value: 500, system: UCUM, code: 'mg' } }] }],
        [
          'a range without codes',
          'failed',
          { doseAndRate: [{ doseRange: { low: { value: 1 }, high: { value: 2, unit: 'tablet' } } }] },
        ],
        ['in words', 'failed', { text: 'One tablet (500 mg) up to four times a day' }],
        ['nothing to count', 'untested', { text: 'Apply as directed' }],
      ] as const
    ).map(([name, outcome, dosage]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'untested',
      seen: {
        reads: [sent({ resourceType: 'MedicationRequest', dosageInstruction: [dosage] }, {}, 'MedicationRequest/a')],
      },
      subject: fhirSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})
