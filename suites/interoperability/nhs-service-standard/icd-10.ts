import { check, failed, passed } from '../../../runner/check.ts'
import { fhirSubject, noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { icd10Systems, isIcd10Code, meansIcd10 } from '../../shared/icd-10.ts'
import { codingsOf, conceptsIn, resourcesIn } from '../../shared/instances.ts'
import { endpointsWith, nothingSaid, nothingSaidMessage, readRecords } from '../../shared/records.ts'

const types = ['Condition', 'Encounter', 'Observation']

/**
 * Codes of ICD-10 have its system address and the form of its categories (service standard, 17). Which statistics a product makes, and from
 * what, is not seen through its API.
 */
export default check({
  id: 'terminology/icd-10',
  version: 2,
  title: 'ICD-10 codes have its system address and form',
  verifies: { 'TERM-ICD-001': 'part' },
  subjects: endpointsWith(...types),
  effect: 'authenticated-read',
  fix: `Send ICD-10 categories with the system ${String(icd10Systems[0])}.`,

  probe: ({ http, subject }) => readRecords(http, subject, ...types),

  judge: ({ reads }) => {
    const told = resourcesIn(reads).flatMap(({ at, resource }) =>
      conceptsIn(resource)
        .flatMap(({ concept }) => codingsOf(concept))
        .filter(({ system }) => meansIcd10(system))
        .map(({ system, code }) => {
          const actual = `${String(system)}|${String(code)}`
          if (!icd10Systems.includes(system))
            return failed('other-system', { at, expected: icd10Systems.join(' or '), actual })
          return isIcd10Code(String(code))
            ? passed({ at })
            : failed('no-category', { at, expected: 'A00 to Z99', actual })
        }),
    )
    return told.length > 0 ? told : nothingSaid('a condition coded in ICD-10')
  },

  messages: {
    ...nothingSaidMessage,
    'other-system': 'At {at} ICD-10 is named {actual}, not {expected}.',
    'no-category': 'At {at} {actual} has not the form of an ICD-10 category.',
  },

  examples: [
    ...(
      [
        ['a category', 'passed', { system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10' }],
        ['a padded one of the UK', 'passed', { system: 'http://hl7.org/fhir/sid/icd-10-uk', code: 'I10X' }],
        ['a home-made system', 'failed', { system: 'https://product.example/icd10', code: 'I10' }],
        ['another code', 'failed', { system: 'http://hl7.org/fhir/sid/icd-10', code: '38341003' }],
        ['none', 'untested', { system: 'http://snomed.info/sct', code: '38341003' }],
      ] as const
    ).map(([name, outcome, coding]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'untested',
      seen: { reads: [sent({ resourceType: 'Condition', code: { coding: [coding] } }, {}, 'Condition/a')] },
      subject: fhirSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})
