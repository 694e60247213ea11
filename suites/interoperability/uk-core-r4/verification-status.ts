import { check, failed, passed } from '../../../runner/check.ts'
import { noAccess, patient, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { codingsOf, instancesOf, NHS_NUMBER, nhsNumbersOf, readThose, resourcesIn } from '../../shared/instances.ts'
import { type Json, objectsIn } from '../../shared/resource.ts'

const URL = 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus'
const SYSTEM = 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland'
/** The code system's name before it was split by country (STU1). */
const systems: readonly unknown[] = [SYSTEM, 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus']

const statusesOf = (patient: Json): readonly Json[] =>
  nhsNumbersOf(patient).flatMap(({ extension }) => objectsIn(extension).filter(({ url }) => url === URL))

/** The verification status of an NHS number is one of the codes for England, 01 to 08. */
export default check({
  id: 'uk-core/verification-status',
  version: 2,
  title: 'The verification status of NHS numbers uses the codes for England',
  verifies: { 'UKC-PAT-004': 'all' },
  subjects: instancesOf('Patient'),
  effect: 'authenticated-read',
  fix: `Send the state of tracing as a code 01 to 08 of ${SYSTEM}.`,

  probe: ({ http, subject }) =>
    readThose(
      http,
      subject,
      one => statusesOf(one).length > 0,
      'a test patient whose NHS number has a verification status',
    ),

  judge: ({ reads }) =>
    resourcesIn(reads).flatMap(({ at, resource }) =>
      statusesOf(resource).map(({ valueCodeableConcept }) => {
        const codings = codingsOf(valueCodeableConcept)
        const good = codings.some(({ system, code }) => systems.includes(system) && /^0[1-8]$/.test(String(code)))
        const actual = codings.map(({ system, code }) => `${system}|${code}`).join(', ') || 'no code'
        return good ? passed({ at }) : failed('other-code', { at, expected: `01 to 08 of ${SYSTEM}`, actual })
      }),
    ),

  messages: { 'other-code': 'The verification status at {at} is {actual}, not {expected}.' },

  examples: [
    ...(
      [
        ['verified', 'passed', [{ system: SYSTEM, code: '01' }]],
        ['unknown code', 'failed', [{ system: SYSTEM, code: '99' }]],
        ['no code', 'failed', []],
      ] as const
    ).map(([name, outcome, coding]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed',
      seen: {
        reads: [
          sent({
            ...patient,
            identifier: [
              { system: NHS_NUMBER, value: '9990000018', extension: [{ url: URL, valueCodeableConcept: { coding } }] },
            ],
          }),
        ],
      },
      subject: typeSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
