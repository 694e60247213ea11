import {
  cantTell,
  check,
  type Exchange,
  failed,
  type Landscape,
  noData,
  noGround,
  passed,
} from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { exportedIn } from '../../shared/exported.ts'

const SUPPLIER = 'reference supplier, 2026-11-22'
const lines = (...resources: object[]) =>
  answer(200, { 'content-type': 'application/fhir+ndjson' }, resources.map(one => JSON.stringify(one)).join('\n'), {
    url: 'https://product.example/export',
    as: 'system',
  })
const one = (resourceType: string) => ({ resourceType, id: 'a' })
const audit = one('AuditEvent')

/** `Type/id` of every resource that the API gave out before; what is the same for all customers is left out. */
const known = ({ fhir }: Landscape): readonly string[] =>
  fhir.flatMap(({ types }) =>
    types
      .filter(({ type }) => !shared.test(type))
      .flatMap(({ type, instances }) => instances.map(id => `${type}/${id}`)),
  )
const shared =
  /^(CodeSystem|ValueSet|ConceptMap|NamingSystem|StructureDefinition|CapabilityStatement|OperationDefinition|SearchParameter)$/

/** `Type/id` of every resource in an export; undefined for formats other than FHIR. */
const exported = (seen: Exchange): ReadonlySet<string> | undefined => {
  const found = exportedIn(seen)
  return found && new Set(found.map(({ resourceType, id }) => `${resourceType}/${id}`))
}

/**
 * Every record that the FHIR API gives out is in the export, documents among them, and so is an audit trail (DSIC S26, DMI07). Data
 * that the API does not show, such as images, are left to a person.
 */
export default check({
  id: 'port/complete-export',
  version: 2,
  title: 'The export holds what the API holds, documents and audit trail included',
  verifies: { 'PORT-EXP-003': 'part' },
  subjects: ({ exports }) => exports.filter(({ endpointKind }) => endpointKind === 'export'),
  effect: 'authenticated-read',
  fix: 'Export every record with its documents, administrative data and audit trail, whoever may see them on screen.',
  probe: async ({ http, subject, landscape }) => {
    const expected = known(landscape)
    if (expected.length === 0) return noData('a FHIR endpoint of the same product with records that may be read')
    const seen = await http.get(subject.url, { as: subject.identity })
    if (seen.response && seen.response.status !== 200)
      return noGround(`${subject.url} answered ${seen.response.status}`)
    return { expected, seen }
  },
  judge: ({ expected, seen }) => {
    const at = seen.request.url
    const found = exported(seen)
    if (!found) return cantTell('not-fhir', { at })
    const missing = expected.filter(reference => !found.has(reference))
    const trail = [...found].some(reference => /^(AuditEvent|Provenance)\//.test(reference))
    const faults = [
      ...(missing.length > 0
        ? [
            failed('records-missing', {
              at,
              places: missing,
              expected: `${expected.length} known records`,
              actual: `${missing.length} missing`,
            }),
          ]
        : []),
      ...(trail ? [] : [failed('no-audit', { at, expected: 'AuditEvent or Provenance', actual: 'none' })]),
    ]
    return faults.length > 0 ? faults : passed()
  },
  messages: {
    'records-missing': 'Of {expected} the export at {at} has {actual}.',
    'no-audit': 'The export at {at} has no audit trail.',
    'not-fhir': 'The export at {at} is not FHIR, so that a person has to compare it with the API.',
  },
  examples: [
    {
      name: 'all there',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { expected: ['Patient/a'], seen: lines(one('Patient'), audit) },
    },
    {
      name: 'documents left out',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['records-missing', 'no-audit'],
      seen: { expected: ['Patient/a', 'DocumentReference/a'], seen: lines(one('Patient')) },
    },
    {
      name: 'CSV',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['not-fhir'],
      seen: { expected: ['Patient/a'], seen: answer(200, { 'content-type': 'text/csv' }, 'id,name\n') },
    },
    { name: 'refused', from: SUPPLIER, outcome: 'cantTell', seen: noGround('answered 403') },
    { name: 'no API', from: SUPPLIER, outcome: 'untested', seen: noData('a FHIR endpoint') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { expected: [], seen: gatewayPage() },
    },
  ],
})
