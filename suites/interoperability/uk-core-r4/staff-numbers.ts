import { check, failed, passed } from '../../../runner/check.ts'
import { fhirSubject, noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { codingsOf, conceptsIn, resourcesIn } from '../../shared/instances.ts'
import { endpointsWith, nothingSaid, nothingSaidMessage, readRecords } from '../../shared/records.ts'
import { objectsIn } from '../../shared/resource.ts'
import { jobRole, staffNumber } from '../../shared/staff-numbers.ts'

const types = ['Practitioner', 'PractitionerRole']
const sds = 'https://fhir.nhs.uk/Id/sds-user-id'
const role = 'https://fhir.hl7.org.uk/CodeSystem/UKCore-SDSJobRoleName'

/**
 * Numbers of staff and codes of their job roles have the form of the system that they name. Whether a number was given to that person,
 * and whether the directory still has a role, is not seen here.
 */
export default check({
  id: 'uk-core/staff-numbers',
  version: 2,
  title: 'Numbers and job roles of staff have the form of their systems',
  verifies: { 'UKC-PRA-001': 'all' },
  subjects: endpointsWith(...types),
  effect: 'authenticated-read',
  fix: `Send ids of the Spine Directory Service under ${sds}, its job roles as R and four digits, and local ids under a system of your own.`,

  probe: ({ http, subject }) => readRecords(http, subject, ...types),

  judge: ({ reads }) => {
    const told = resourcesIn(reads).flatMap(({ at, resource }) => [
      ...objectsIn(resource['identifier']).flatMap(({ system, value }) => {
        const seen = staffNumber(system, value)
        if (!seen) return []
        const actual = `${String(system)}|${String(value)}`
        return seen.right ? [passed({ at })] : [failed('no-number', { at, expected: seen.expected, actual })]
      }),
      ...conceptsIn(resource)
        .flatMap(({ concept }) => codingsOf(concept))
        .flatMap(({ system, code }) => {
          const seen = jobRole(system, code)
          if (!seen) return []
          const actual = `${String(system)}|${String(code)}`
          return seen.right ? [passed({ at })] : [failed('no-role', { at, expected: seen.expected, actual })]
        }),
    ])
    return told.length > 0 ? told : nothingSaid('one of staff with a national number or a job role')
  },

  messages: {
    ...nothingSaidMessage,
    'no-number': 'At {at} {actual} has not the form of its system: {expected}.',
    'no-role': 'At {at} {actual} is no job role of the Spine Directory Service: {expected}.',
  },

  examples: [
    ...(
      [
        ['an SDS user', 'passed', { identifier: [{ system: sds, value: '555000000000' }] }],
        ['a name for an SDS user', 'failed', { identifier: [{ system: sds, value: 'alex.invented' }] }],
        ['a doctor', 'passed', { identifier: [{ system: 'https://fhir.hl7.org.uk/Id/gmc-number', value: '7654321' }] }],
        [
          'a short number',
          'failed',
          { identifier: [{ system: 'https://fhir.hl7.org.uk/Id/gmc-number', value: '76' }] },
        ],
        ['a local number', 'untested', { identifier: [{ system: 'https://product.example/staff', value: '7' }] }],
        ['a role', 'passed', { code: [{ coding: [{ system: role, code: 'R0260' }] }] }],
        ['the words of a role', 'failed', { code: [{ coding: [{ system: role, code: 'GP' }] }] }],
        [
          'a role with its group',
          'passed',
          {
            code: [
              {
                coding: [
                  { system: 'https://fhir.nhs.uk/CodeSystem/NHSDigital-SDS-JobRoleCode', code: 'S0030:G0100:R0570' },
                ],
              },
            ],
          },
        ],
      ] as const
    ).map(([name, outcome, some]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'untested',
      seen: { reads: [sent({ resourceType: 'PractitionerRole', ...some }, {}, 'PractitionerRole/a')] },
      subject: fhirSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})
