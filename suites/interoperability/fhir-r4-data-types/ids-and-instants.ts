import { check, type Exchange, failed, passed } from '../../../runner/check.ts'
import { entriesOf } from '../../shared/bundle.ts'
import { readOf, searchOf, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { isId, isInstant } from '../../shared/fhir-date.ts'
import { found, HAPI, noAccess, patient, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { isObject, type Resource, resourceIn } from '../../shared/resource.ts'

/** Elements of type instant at the top of the types that have one (R4 4.0.1); meta.lastUpdated is in every type. */
const instants: { readonly [type: string]: readonly string[] } = {
  Appointment: ['start', 'end'],
  AuditEvent: ['recorded'],
  Bundle: ['timestamp'],
  DiagnosticReport: ['issued'],
  DocumentReference: ['date'],
  Media: ['issued'],
  Observation: ['issued'],
  Provenance: ['recorded'],
  Slot: ['start', 'end'],
}

/** Paths of malformed ids and instants in one resource, with what stands there. */
function malformed(resource: Resource): readonly string[] {
  const { resourceType: type, id, meta } = resource
  const lastUpdated = isObject(meta) ? meta.lastUpdated : undefined
  const values = [
    ['meta.lastUpdated', lastUpdated] as const,
    ...(instants[type] ?? []).map(name => [name, resource[name]] as const),
  ]
  return [
    ...(id === undefined || isId(id) ? [] : [`${type}.id: ${String(id)}`]),
    ...values.flatMap(([path, value]) =>
      value === undefined || isInstant(value) ? [] : [`${type}.${path}: ${String(value)}`],
    ),
  ]
}

const resourcesIn = (exchange: Exchange): readonly Resource[] => {
  const body = resourceIn(exchange)
  return body ? [body, ...entriesOf(body).flatMap(({ resource }) => resource ?? [])] : []
}

/** Ids have 1 to 64 letters, digits, hyphens and dots; instants have seconds and a zone (R4 datatypes.html, primitive types). */
export default check({
  id: 'fhir/ids-and-instants',
  version: 2,
  title: 'Ids and instants are well formed',
  verifies: { 'FHIR-READ-019': 'all' },
  subjects: landscape => typesWith(landscape, 'read', 12),
  effect: 'authenticated-read',
  fix: 'Write instants with seconds and a zone, such as 2026-03-29T01:30:00Z, and ids of 1 to 64 letters, digits, hyphens and dots.',

  probe: async ({ http, subject }) => {
    const read = await readOf(http, subject)
    const odd = unusable(read)
    if (odd) return odd
    const query = { _id: subject.instances.slice(0, 5).join(',') }
    return {
      read,
      searched: subject.interactions.includes('search-type') ? [await searchOf(http, subject, query)] : [],
    }
  },

  judge: ({ read, searched }) =>
    [read, ...searched].map(exchange => {
      const at = exchange.request.url
      const faults = resourcesIn(exchange).flatMap(malformed)
      return faults.length === 0
        ? passed({ at })
        : failed('malformed', { at, expected: 'well-formed ids and instants', actual: faults[0] ?? '', places: faults })
    }),

  messages: { malformed: 'An id or instant at {at} is malformed: {actual}.' },

  examples: [
    { name: 'well formed', from: HAPI, outcome: 'passed', seen: { read: sent(), searched: [found([patient])] } },
    {
      name: 'no zone',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { read: sent({ ...patient, meta: { lastUpdated: '2026-11-01T08:30:00.000' } }), searched: [] },
    },
    {
      name: 'an underscore in an id, a day as instant',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { read: sent(), searched: [found([{ resourceType: 'Slot', id: 'a_1', start: '2026-02-31' } as never])] },
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})
