import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { noAccess, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { codingsOf, instancesOf, readAll, resourcesIn, SNOMED } from '../../shared/instances.ts'
import { isSnomedAlias } from '../../shared/snomed.ts'

/** Whether the code of a record is SNOMED CT's; under which name and how well formed is another requirement. */
const isCoded = (concept: unknown): boolean =>
  codingsOf(concept).some(({ system, code }) => code && (system === SNOMED || isSnomedAlias(system)))

/** Problems, procedures and allergies are coded in SNOMED CT (service standard, 17). No rate is asked for, so a mixture is told as such. */
export default check({
  id: 'terminology/snomed-coded',
  version: 2,
  title: 'Problems, procedures and allergies are coded in SNOMED CT',
  verifies: { 'TERM-SCT-002': 'all' },
  subjects: instancesOf('Condition', 'Procedure', 'AllergyIntolerance'),
  effect: 'authenticated-read',
  fix: 'Code entries in SNOMED CT when they are recorded, and map the most frequent of older ones.',

  probe: ({ http, subject }) => readAll(http, subject),

  judge: ({ reads }, { type, url }) => {
    const all = resourcesIn(reads)
    const bare = all.filter(({ resource }) => !isCoded(resource['code'])).map(({ at }) => at)
    const coded = all.length - bare.length
    const told = { at: url, type, expected: 'a SNOMED CT code', actual: `${coded} of ${all.length}`, places: bare }
    if (bare.length === 0) return passed({ at: url })
    return coded === 0 ? failed('not-coded', told) : cantTell('some-coded', told)
  },

  messages: {
    'not-coded': 'None of the {type} resources that were read has {expected} ({actual}).',
    'some-coded':
      '{actual} of the {type} resources that were read have {expected}; a person has to say whether that is enough.',
  },

  examples: [
    ...(
      [
        ['all coded', 'passed', [SNOMED, `${SNOMED}/`]],
        ['some coded', 'cantTell', [SNOMED, 'http://hl7.org/fhir/sid/icd-10']],
        ['other codes', 'failed', ['http://hl7.org/fhir/sid/icd-10']],
      ] as const
    ).map(([name, outcome, systems]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell',
      seen: {
        reads: systems.map(system =>
          sent({ resourceType: 'Condition', code: { coding: [{ system, code: '38341003' }] } }, {}, 'Condition/a'),
        ),
      },
      subject: typeSubject({ type: 'Condition' }),
    })),
    {
      name: 'words only',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { reads: [sent({ resourceType: 'AllergyIntolerance', code: { text: 'Penicillin' } })] },
      subject: typeSubject({ type: 'AllergyIntolerance' }),
    },
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
