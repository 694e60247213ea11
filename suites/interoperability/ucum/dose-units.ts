import { check, failed, passed } from '../../../runner/check.ts'
import { fhirSubject, noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { resourcesIn, SNOMED, UCUM } from '../../shared/instances.ts'
import { dosagesOf, medicineTypes } from '../../shared/medicines.ts'
import { endpointsWith, nothingSaid, nothingSaidMessage, readRecords } from '../../shared/records.ts'
import type { Json } from '../../shared/resource.ts'
import { isConceptId } from '../../shared/snomed.ts'
import { isUcumCode } from '../../shared/ucum.ts'

/** SNOMED CT units of which UCUM has a twin: gram, kilogram, milligram, microgram, litre, millilitre, millimole. */
const twins: ReadonlyMap<string, string> = new Map([
  ['258682000', 'g'],
  ['258683005', 'kg'],
  ['258684004', 'mg'],
  ['258685003', 'ug'],
  ['258770004', 'L'],
  ['258773002', 'mL'],
  ['258718000', 'mmol'],
])

/** Units of doses are UCUM codes, and SNOMED CT's where UCUM has none, such as a tablet. */
export default check({
  id: 'terminology/dose-units',
  version: 2,
  title: 'Dose units are UCUM where possible, else SNOMED CT',
  verifies: { 'TERM-UCUM-001': 'all' },
  subjects: endpointsWith(...medicineTypes),
  effect: 'authenticated-read',
  fix: `Send the system ${UCUM} with a UCUM code (mg, ug, mL), and a SNOMED CT unit for what UCUM cannot say.`,

  probe: ({ http, subject }) => readRecords(http, subject, ...medicineTypes),

  judge: ({ reads }) => {
    const told = resourcesIn(reads).flatMap(({ at, resource }) =>
      dosagesOf(resource).flatMap(({ quantities }) => quantities.map(quantity => unitOf(quantity, at))),
    )
    return told.length > 0 ? told : nothingSaid('a medicine with a dose as quantity')
  },

  messages: {
    ...nothingSaidMessage,
    'no-ucum': 'The unit of a dose at {at} is {actual}, which is no UCUM code.',
    'ucum-has-it': 'The unit of a dose at {at} is {actual}, for which UCUM has {expected}.',
    'other-system': 'The unit of a dose at {at} is {actual}; expected {expected}.',
  },

  examples: [
    ...(
      [
        ['milligrams', 'passed', { value: 500, system: UCUM, code: 'mg' }],
        ['a tablet', 'passed', { value: 1, system: SNOMED, code: '428673006' }],
        ['mcg', 'failed', { value: 50, system: UCUM, code: 'mcg' }],
        ['milligrams of SNOMED CT', 'failed', { value: 500, system: SNOMED, code: '258684004' }],
        ['a word', 'failed', { value: 500, unit: 'mg' }],
      ] as const
    ).map(([name, outcome, doseQuantity]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: { reads: [medicine({ doseAndRate: [{ doseQuantity }] })] },
      subject: fhirSubject(),
    })),
    {
      name: 'no dose',
      from: SUPPLIER,
      outcome: 'untested',
      seen: { reads: [medicine({ text: 'As directed' })] },
      subject: fhirSubject(),
    },
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})

function unitOf({ system, code, unit }: Json, at: string) {
  const id = String(code ?? '')
  const actual = system ? `${String(system)}|${id}` : String(unit ?? 'not given')
  if (system === UCUM)
    return isUcumCode(id) ? passed({ at }) : failed('no-ucum', { at, expected: 'a UCUM code', actual })
  if (system !== SNOMED || !isConceptId(id))
    return failed('other-system', { at, expected: `${UCUM} or ${SNOMED}`, actual })
  const twin = twins.get(id)
  return twin === undefined ? passed({ at }) : failed('ucum-has-it', { at, expected: twin, actual })
}

function medicine(dosage: object) {
  return sent({ resourceType: 'MedicationRequest', dosageInstruction: [dosage] }, {}, 'MedicationRequest/a')
}
