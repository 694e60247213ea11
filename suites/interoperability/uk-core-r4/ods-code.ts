import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { noAccess, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { instancesOf, readAll, resourcesIn } from '../../shared/instances.ts'
import { objectsIn } from '../../shared/resource.ts'

const systems: readonly unknown[] = [
  'https://fhir.nhs.uk/Id/ods-organization-code',
  'https://fhir.nhs.uk/Id/ods-site-code',
]
/** Addresses that mean ODS and are not the national ones. */
const alias = /\b(ods|nacs)\b/i

/** Organisations carry their ODS code under the national system, sites under that of sites (UKCore-Organization). */
export default check({
  id: 'uk-core/ods-code',
  version: 2,
  title: 'Organisations have ODS codes in the ODS system',
  verifies: { 'UKC-ORG-001': 'all' },
  subjects: instancesOf('Organization'),
  effect: 'authenticated-read',
  fix: `Use ${systems.join(' or ')} as system of ODS codes.`,

  probe: ({ http, subject }) => readAll(http, subject),

  judge: ({ reads }) =>
    resourcesIn(reads).map(({ at, resource }) => {
      const identifiers = objectsIn(resource['identifier'])
      const used = identifiers.map(({ system }) => String(system ?? 'no system'))
      const actual = used.join(', ') || 'no identifier'
      const expected = String(systems[0])
      if (identifiers.some(({ system, value }) => systems.includes(system) && value)) return passed({ at })
      return used.some(system => alias.test(system))
        ? failed('other-system', { at, expected, actual })
        : cantTell('no-code', { at, expected, actual })
    }),

  messages: {
    'other-system': 'The organisation at {at} has its ODS code under {actual}, not under {expected}.',
    'no-code':
      'The organisation at {at} has no identifier in the ODS system ({actual}); whether it has an ODS code is not to be seen.',
  },

  examples: [
    ...(
      [
        ['ODS', 'passed', [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'X26' }]],
        ['a site', 'passed', [{ system: 'https://fhir.nhs.uk/Id/ods-site-code', value: 'X2601' }]],
        ['a home-made system', 'failed', [{ system: 'https://product.example/ods', value: 'X26' }]],
        ['none', 'cantTell', []],
      ] as const
    ).map(([name, outcome, identifier]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell',
      seen: { reads: [sent({ resourceType: 'Organization', id: 'o', identifier }, {}, 'Organization/o')] },
      subject: typeSubject({ type: 'Organization' }),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
