import { check, failed, passed } from '../../../runner/check.ts'
import { fhirSubject, noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { resourcesIn } from '../../shared/instances.ts'
import { isOdsCode, odsSystems } from '../../shared/ods.ts'
import { endpointsWith, nothingSaid, nothingSaidMessage, readRecords } from '../../shared/records.ts'
import { isObject, type Json } from '../../shared/resource.ts'

const types = ['Organization', 'Location', 'HealthcareService', 'PractitionerRole', 'Encounter', 'Patient']

/** Every identifier with an ODS system, wherever it stands: an organisation's own, or that of a logical reference. */
function identifiersIn(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(identifiersIn)
  if (!isObject(value)) return []
  return [...(odsSystems.includes(value['system']) ? [value] : []), ...Object.values(value).flatMap(identifiersIn)]
}

/** Codes under the systems of ODS have the form of its codes (DCB0090). Whether a code is in the reference data needs a copy of them. */
export default check({
  id: 'terminology/ods-format',
  version: 2,
  title: 'ODS codes have the form of ODS codes',
  verifies: { 'TERM-ODS-001': 'part' },
  subjects: endpointsWith(...types),
  effect: 'authenticated-read',
  fix: 'Send the code as ODS gives it: capital letters and digits only, no name, no prefix, no spaces.',

  probe: ({ http, subject }) => readRecords(http, subject, ...types),

  judge: ({ reads }) => {
    const told = resourcesIn(reads).flatMap(({ at, resource }) =>
      identifiersIn(resource).map(({ value }) =>
        typeof value === 'string' && isOdsCode(value)
          ? passed({ at })
          : failed('no-code', {
              at,
              expected: '3 to 12 capital letters and digits',
              actual: String(value ?? 'no value'),
            }),
      ),
    )
    return told.length > 0 ? told : nothingSaid('an organisation with an ODS code')
  },

  messages: { ...nothingSaidMessage, 'no-code': 'At {at} the ODS code is {actual}, not {expected}.' },

  examples: [
    ...(
      [
        ['a practice', 'passed', { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'A81001' }],
        ['a site', 'passed', { system: 'https://fhir.nhs.uk/Id/ods-site-code', value: 'R1A01' }],
        ['a name', 'failed', { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'Riverbank' }],
        ['no value', 'failed', { system: 'https://fhir.nhs.uk/Id/ods-organization-code' }],
        ['another system', 'untested', { system: 'https://product.example/org', value: '17' }],
      ] as const
    ).map(([name, outcome, identifier]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'untested',
      seen: { reads: [sent({ resourceType: 'Organization', identifier: [identifier] }, {}, 'Organization/o')] },
      subject: fhirSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})
