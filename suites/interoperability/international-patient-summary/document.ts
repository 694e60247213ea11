import { check, failed, passed } from '../../../runner/check.ts'
import { noAccess, SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { ipsSubjects, readSummary, summaryIn } from '../../shared/ips.ts'
import { ipsAnswer, ipsComposition, ipsPatient } from '../../shared/ips-examples.ts'
import { isObject } from '../../shared/resource.ts'

/** The document has identifier and time, an address on each entry, its one Composition first, and one Patient (IPS, BundleUvIps). */
export default check({
  id: 'ips/document',
  version: 2,
  title: 'The summary is a whole document',
  verifies: { 'IPS-BUN-001': 'all' },
  subjects: ipsSubjects,
  effect: 'authenticated-read',
  fix: 'Give the Bundle identifier and timestamp, each entry a fullUrl, put the Composition first and the patient in once.',

  probe: readSummary,

  judge: ({ answer }) => {
    const { at, bundle, entries, patients } = summaryIn(answer)
    const { identifier, timestamp } = bundle
    const typeAt = (place: number) => {
      const resource = entries[place]?.['resource']
      return isObject(resource) ? resource['resourceType'] : undefined
    }
    const compositions = entries.filter((_, place) => typeAt(place) === 'Composition').length
    const faults = [
      ...(isObject(identifier) && identifier['value'] ? [] : ['no identifier']),
      ...(typeof timestamp === 'string' ? [] : ['no timestamp']),
      ...(entries.every(({ fullUrl }) => typeof fullUrl === 'string' && fullUrl) ? [] : ['entries without fullUrl']),
      ...(typeAt(0) === 'Composition' ? [] : ['a first entry that is no Composition']),
      ...(compositions === 1 ? [] : [`${compositions} Compositions`]),
      ...(patients.length === 1 ? [] : [`${patients.length} Patients`]),
    ]
    return faults.length === 0
      ? passed({ at })
      : failed('not-whole', { at, expected: 'a document as IPS asks', actual: faults.join(', '), places: faults })
  },

  messages: { 'not-whole': 'The summary at {at} has {actual}.' },

  examples: [
    { name: 'whole', from: SUPPLIER, outcome: 'passed', seen: { answer: ipsAnswer() }, subject: typeSubject() },
    ...(
      [
        ['no time', { timestamp: undefined }],
        ['no identifier', { identifier: undefined }],
        ['no addresses', { entry: [{ resource: ipsComposition }, { resource: ipsPatient }] }],
        [
          'the patient first',
          {
            entry: [
              { fullUrl: 'urn:uuid:1', resource: ipsPatient },
              { fullUrl: 'urn:uuid:2', resource: ipsComposition },
            ],
          },
        ],
        ['no patient', { entry: [{ fullUrl: 'urn:uuid:1', resource: ipsComposition }] }],
        ['nothing', { entry: [] }],
      ] as const
    ).map(([name, bundle]) => ({
      name,
      from: SUPPLIER,
      outcome: 'failed' as const,
      seen: { answer: ipsAnswer({ bundle }) },
      subject: typeSubject(),
    })),
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
