import { check, failed, passed } from '../../../runner/check.ts'
import { noAccess, patient, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { instancesOf, NHS_NUMBER, nhsNumbersOf, readThose, resourcesIn } from '../../shared/instances.ts'
import { isNhsNumber } from '../../shared/nhs-number.ts'

/** Every NHS number sent is ten digits, nothing between them, and its check digit is right (modulus 11). */
export default check({
  id: 'nhs-number/check-digit',
  version: 2,
  title: 'NHS numbers are ten digits and pass modulus 11',
  verifies: { 'UKC-PAT-003': 'all' },
  subjects: instancesOf('Patient'),
  effect: 'authenticated-read',
  fix: 'Check the digits of NHS numbers on entry and on receipt, store them without spaces, and mend those that fail.',

  probe: ({ http, subject }) =>
    readThose(http, subject, one => nhsNumbersOf(one).length > 0, 'a test patient with an NHS number'),

  judge: ({ reads }) =>
    resourcesIn(reads).flatMap(({ at, resource }) =>
      nhsNumbersOf(resource).map(({ value }) => {
        const number = String(value ?? '')
        if (!/^\d{10}$/.test(number)) return failed('not-ten-digits', { at, expected: 'ten digits', actual: number })
        return isNhsNumber(number) ? passed({ at }) : failed('check-digit', { at, actual: number })
      }),
    ),

  messages: {
    'not-ten-digits': 'The NHS number at {at}, “{actual}”, is not ten digits.',
    'check-digit': 'The NHS number at {at}, {actual}, fails its check digit.',
  },

  examples: [
    ...(
      [
        ['right', 'passed', '9990000018'],
        ['wrong digit', 'failed', '9990000019'],
        ['spaces', 'failed', '999 000 0018'],
      ] as const
    ).map(([name, outcome, value]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: { reads: [sent({ ...patient, identifier: [{ system: NHS_NUMBER, value }] })] },
      subject: typeSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
