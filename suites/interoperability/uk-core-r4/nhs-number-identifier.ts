import { check, failed, inapplicable, passed } from '../../../runner/check.ts'
import { noAccess, patient, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { instancesOf, NHS_NUMBER, nhsNumbersOf, readAll, resourcesIn } from '../../shared/instances.ts'
import { objectsIn } from '../../shared/resource.ts'

/** Addresses that mean the NHS number and are not the national one. */
const alias = /nhs[-_ ]?(no\b|num)/i

/** The NHS number stands under the one national system, at most once, with a value (UKCore-Patient, identifier:nhsNumber). */
export default check({
  id: 'uk-core/nhs-number-identifier',
  version: 2,
  title: 'NHS numbers have the national system, at most once, with a value',
  verifies: { 'UKC-PAT-002': 'all' },
  subjects: instancesOf('Patient'),
  effect: 'authenticated-read',
  fix: `Use ${NHS_NUMBER} and no other system for NHS numbers, once for each patient.`,

  probe: ({ http, subject }) => readAll(http, subject),

  judge: ({ reads }) =>
    resourcesIn(reads).map(({ at, resource }) => {
      const numbers = nhsNumbersOf(resource)
      const other = objectsIn(resource['identifier']).find(
        ({ system }) => typeof system === 'string' && system !== NHS_NUMBER && alias.test(system),
      )
      if (other) return failed('other-system', { at, expected: NHS_NUMBER, actual: String(other['system']) })
      if (numbers.length > 1) return failed('several', { at, expected: '1', actual: String(numbers.length) })
      if (numbers.length === 0) return inapplicable('none', { at })
      return numbers[0]?.['value'] ? passed({ at }) : failed('no-value', { at })
    }),

  messages: {
    'other-system': 'An NHS number at {at} has the system {actual}, not {expected}.',
    several: '{at} has {actual} NHS numbers; one is the most.',
    'no-value': 'The NHS number at {at} has no value.',
    none: 'The patient at {at} has no NHS number.',
  },

  examples: [
    ...(
      [
        ['one', 'passed', [{ system: NHS_NUMBER, value: '9990000018' }]],
        ['another system', 'failed', [{ system: 'https://fhir.nhs.uk/Id/nhs-no', value: '9990000018' }]],
        [
          'two',
          'failed',
          [
            { system: NHS_NUMBER, value: '9990000018' },
            { system: NHS_NUMBER, value: '9990000026' },
          ],
        ],
        ['no value', 'failed', [{ system: NHS_NUMBER }]],
        ['none', 'inapplicable', [{ system: 'https://product.example/id', value: '1' }]],
      ] as const
    ).map(([name, outcome, identifier]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'inapplicable',
      seen: { reads: [sent({ ...patient, identifier })] },
      subject: typeSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
