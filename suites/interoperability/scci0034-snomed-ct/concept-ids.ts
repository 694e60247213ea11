import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { fhirSubject, noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { codingsOf, conceptsIn, resourcesIn, SNOMED } from '../../shared/instances.ts'
import { endpointsWith, nothingSaid, nothingSaidMessage, readRecords } from '../../shared/records.ts'
import type { Json } from '../../shared/resource.ts'
import { isSnomedAlias, isSnomedCode } from '../../shared/snomed.ts'

/** What these say of a patient is a clinical code; in other types a code may come from LOINC or the like with good reason. */
const clinical = ['Condition', 'AllergyIntolerance', 'Procedure']
const types = [...clinical, 'Observation', 'MedicationRequest', 'Immunization', 'DiagnosticReport']
const codedIn = (resource: Json) =>
  conceptsIn(resource).flatMap(({ path, concept }) => codingsOf(concept).map(coding => ({ path, coding })))
const codeOf = ({ coding }: { readonly coding: Json }) => String(coding['code'] ?? '')

/**
 * Codes of SNOMED CT have its one system address (FHIR R4, Using SNOMED CT; SCCI0034), and are concept ids or expressions of them: digits,
 * partition and check digit. Whether a concept exists and is active takes a terminology server, which nobody named.
 */
export default check({
  id: 'terminology/snomed-concept-ids',
  version: 2,
  title: 'SNOMED CT codes have its system address and well-formed concept ids',
  verifies: { 'TERM-SCT-001': 'part' },
  subjects: endpointsWith(...types),
  effect: 'authenticated-read',
  fix: `Send concept ids, not description ids or local codes, with the system ${SNOMED}; name an edition in version.`,

  probe: ({ http, subject }) => readRecords(http, subject, ...types),

  judge: ({ reads }) => {
    const records = resourcesIn(reads).map(({ at, resource }) => ({ at, resource, coded: codedIn(resource) }))
    const told = records.flatMap(({ at, coded }) => {
      const own = coded.filter(({ coding }) => coding['system'] === SNOMED)
      const wrong = own.filter(one => !isSnomedCode(codeOf(one)))
      const alias = coded.filter(({ coding }) => isSnomedAlias(coding['system']))
      const places = (some: typeof coded) => ({ at, places: some.map(({ path }) => path) })
      return [
        ...(wrong.length > 0
          ? [
              failed('no-concept-id', {
                ...places(wrong),
                expected: 'a concept id',
                actual: wrong.map(codeOf).join(', '),
              }),
            ]
          : []),
        ...(alias.length > 0
          ? [failed('other-system', { ...places(alias), expected: SNOMED, actual: String(alias[0]?.coding['system']) })]
          : []),
        ...(own.length > 0 && wrong.length + alias.length === 0 ? [passed({ at })] : []),
      ]
    })
    if (told.length > 0) return told
    const other = records.filter(({ resource, coded }) => clinical.includes(resource.resourceType) && coded.length > 0)
    return other[0]
      ? cantTell('other-codes', {
          at: other[0].at,
          expected: SNOMED,
          actual: [...new Set(other[0].coded.map(({ coding }) => String(coding['system'])))].join(', '),
          places: other.map(({ at }) => at),
        })
      : nothingSaid('a problem, allergy or procedure with a SNOMED CT code')
  },

  messages: {
    ...nothingSaidMessage,
    'no-concept-id': 'At {at} the SNOMED CT system goes with {actual}, which is no concept id.',
    'other-system': 'At {at} SNOMED CT is named {actual}, not {expected}.',
    'other-codes': 'At {at} the codes are of {actual} only; a person has to say whether they are clinical codes.',
  },

  examples: [
    ...(
      [
        ['a concept', 'passed', 'Condition', { system: SNOMED, code: '38341003' }],
        ['an expression', 'passed', 'Condition', { system: SNOMED, code: '73211009:363698007=38341003' }],
        ['a wrong digit', 'failed', 'Condition', { system: SNOMED, code: '38341004' }],
        ['a description id', 'failed', 'Condition', { system: SNOMED, code: '100014' }],
        ['a trailing slash', 'failed', 'Condition', { system: `${SNOMED}/`, code: '38341003' }],
        ['a home-made code', 'cantTell', 'Condition', { system: 'https://product.example/codes', code: 'HT' }],
        ['LOINC in an observation', 'untested', 'Observation', { system: 'http://loinc.org', code: '8867-4' }],
      ] as const
    ).map(([name, outcome, resourceType, coding]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell' | 'untested',
      seen: { reads: [sent({ resourceType, code: { coding: [coding] } }, {}, `${resourceType}/a`)] },
      subject: fhirSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})
