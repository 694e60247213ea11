import { check, failed, noGround, passed } from '../../../runner/check.ts'
import { metadataOf, r4Endpoints, unusable } from '../../shared/fhir-asking.ts'
import { noAccess, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { isObject, type Json, objectsIn, resourceIn } from '../../shared/resource.ts'

const has = (value: unknown): boolean => typeof value === 'string' && value !== ''
/** http://hl7.org/fhir/ValueSet/publication-status and capability-statement-kind, 4.0.1 (required bindings). */
const statuses = ['draft', 'active', 'retired', 'unknown']
const kinds = ['instance', 'capability', 'requirements']

/** What R4 demands of a CapabilityStatement and this one lacks: cardinalities, and the invariants that the catalogue's clause names. */
function faults(statement: Json): readonly string[] {
  const { status, date, kind, fhirVersion, format, software, implementation, description } = statement
  const rest = objectsIn(statement['rest'])
  const types = rest.map(one => objectsIn(one['resource']).map(({ type }) => type))
  return [
    ...(statuses.includes(String(status)) ? [] : ['status']),
    ...(has(date) ? [] : ['date']),
    ...(kinds.includes(String(kind)) ? [] : ['kind']),
    ...(typeof fhirVersion === 'string' && /^4\.(0\.[01]|[13]\.0)$/.test(fhirVersion) ? [] : ['fhirVersion']),
    ...(Array.isArray(format) && format.some(has) ? [] : ['format']),
    ...(rest.some(({ mode }) => mode === 'server') ? [] : ['rest with mode server (a REST server has one)']),
    ...(rest.every(({ mode }) => mode === 'server' || mode === 'client') ? [] : ['rest.mode (server or client)']),
    ...(has(description) || isObject(software) || isObject(implementation)
      ? []
      : ['description, software or implementation (cpb-2)']),
    ...(kind === 'instance' && !isObject(implementation) ? ['implementation, which kind instance needs (cpb-15)'] : []),
    ...(kind === 'capability' && (!isObject(software) || implementation !== undefined)
      ? ['software without implementation, which kind capability needs (cpb-16)']
      : []),
    ...(types.every(list => new Set(list).size === list.length)
      ? []
      : ['one entry only for each resource type (cpb-9)']),
  ]
}

/** The statement has what R4 makes mandatory (CapabilityStatement, 4.0.1, cardinalities and invariants). */
export default check({
  id: 'fhir/statement-complete',
  version: 2,
  title: 'The CapabilityStatement carries what R4 makes mandatory',
  verifies: { 'FHIR-CAP-002': 'all' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: "Generate the statement from the server's own tables and validate it against the 4.0.1 definition in the build.",

  probe: async ({ http, subject }) => {
    const metadata = await metadataOf(http, subject)
    const odd = unusable(metadata)
    if (odd) return odd
    const type = resourceIn(metadata)?.resourceType
    if (metadata.response && type !== 'CapabilityStatement') return noGround(`${metadata.request.url} is a ${type}`)
    return { metadata }
  },

  judge: ({ metadata }) => {
    const missing = faults(resourceIn(metadata) ?? {})
    const at = metadata.request.url
    return missing.length === 0
      ? passed({ at })
      : failed('incomplete', {
          at,
          expected: missing.join('; '),
          actual: 'absent or not of its value set',
          places: missing,
        })
  },

  messages: { incomplete: 'The CapabilityStatement at {at} lacks, or has wrongly: {expected}.' },

  examples: [
    { name: 'complete', from: SUPPLIER, outcome: 'passed', seen: { metadata: sent(complete(), {}, 'metadata') } },
    {
      name: 'an instance that is not described',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { metadata: sent({ ...complete(), implementation: undefined }, {}, 'metadata') },
    },
    {
      name: 'a requirement posing as a capability, without rest',
      from: SUPPLIER,
      outcome: 'failed',
      seen: {
        metadata: sent({ resourceType: 'CapabilityStatement', kind: 'capability', status: 'ok' }, {}, 'metadata'),
      },
    },
    {
      name: 'not there',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: noAccess,
    },
  ],
})

function complete() {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-01',
    kind: 'instance',
    implementation: { description: 'Test system' },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [{ mode: 'server', resource: [{ type: 'Patient' }, { type: 'Observation' }] }],
  }
}
