/** What a FHIR endpoint declares (CapabilityStatement, SMART configuration), and a few instances that may be read. */
import type { Exchange, FhirSubject, Landscape, ResourceTypeSubject } from '../check.ts'
import type { Explorer } from './discover.ts'
import { type Json, jsonOf, listIn, objectIn, textIn, textsIn } from './json.ts'

const NHS_NUMBER = 'https://fhir.nhs.uk/Id/nhs-number'
/** Types looked into first when instances are sought; the rest follow in the order declared. */
const firstTypes = [
  'Patient',
  'Observation',
  'AllergyIntolerance',
  'MedicationRequest',
  'Condition',
  'Encounter',
  'Organization',
  'Practitioner',
]
const MOST_TYPES = 12
const INSTANCES_PER_TYPE = 3

export async function discoverFhir({ http, endpoint, inputs }: Explorer): Promise<Partial<Landscape>> {
  const base = endpoint.url.replace(/\/$/, '')
  const identity = endpoint.identity ?? null
  const accept = { accept: 'application/fhir+json' }
  let metadata = await http.get(`${base}/metadata`, { headers: accept })
  if (identity && (metadata.response?.status === 401 || metadata.response?.status === 403))
    metadata = await http.get(`${base}/metadata`, { headers: accept, as: identity })
  const smart = await http.get(`${base}/.well-known/smart-configuration`, { headers: { accept: 'application/json' } })
  const statement = jsonOf(metadata)
  const declared = statement?.['resourceType'] === 'CapabilityStatement'
  const rest = listIn(statement?.['rest']).find(({ mode }) => mode === 'server') ?? {}
  const fhirVersion = textIn(statement?.['fhirVersion']) ?? endpoint.version ?? '4.0.1'
  const writable = inputs.facts.consents.includes('write')
  const types: ResourceTypeSubject[] = []
  for (const resource of orderTypes(listIn(rest['resource']))) {
    const type = textIn(resource['type']) ?? ''
    const interactions = codesOf(resource['interaction'])
    const ids = types.length < MOST_TYPES ? await instancesOf({ http, endpoint, inputs }, base, type, interactions) : []
    types.push(
      typeSubject(resource, { base, endpoint: endpoint.name, identity, fhirVersion, writable, instances: ids }),
    )
  }
  const software = objectIn(statement?.['software'])
  const name = textIn(software?.['name'])
  const version = textIn(software?.['version'])
  const subject: FhirSubject = {
    kind: 'fhir',
    id: `fhir:${endpoint.name}`,
    url: base,
    endpoint: endpoint.name,
    identity,
    fhirVersion,
    formats: textsIn(statement?.['format']),
    security: {
      cors: objectIn(rest['security'])?.['cors'] === true,
      smart: (smart.response?.status === 200 && jsonOf(smart) !== undefined) || declaresSmart(rest['security']),
    },
    interactions: codesOf(rest['interaction']),
    types,
    ...(name && { software: { name, ...(version && { version }) } }),
    testPatients: inputs.testData.patients,
    declared,
    writable,
  }
  return { fhir: [subject], resourceTypes: types, ...(await issuerBehind({ http, endpoint, inputs }, smart, base)) }
}

function typeSubject(
  resource: Json,
  known: {
    base: string
    endpoint: string
    identity: string | null
    fhirVersion: string
    writable: boolean
    instances: readonly string[]
  },
): ResourceTypeSubject {
  const type = textIn(resource['type']) ?? ''
  const versioning = textIn(resource['versioning'])
  const conditionalRead = textIn(resource['conditionalRead'])
  const conditionalDelete = textIn(resource['conditionalDelete'])
  return {
    kind: 'resource-type',
    id: `fhir:${known.endpoint}/${type}`,
    url: `${known.base}/${type}`,
    ...known,
    type,
    interactions: codesOf(resource['interaction']),
    ...(versioning && { versioning }),
    updateCreate: resource['updateCreate'] === true,
    conditionalCreate: resource['conditionalCreate'] === true,
    ...(conditionalRead && { conditionalRead }),
    conditionalUpdate: resource['conditionalUpdate'] === true,
    ...(conditionalDelete && { conditionalDelete }),
    searchParams: listIn(resource['searchParam']).map(({ name, type: kind }) => ({
      name: textIn(name) ?? '',
      type: textIn(kind) ?? '',
    })),
    searchIncludes: textsIn(resource['searchInclude']),
    searchRevIncludes: textsIn(resource['searchRevInclude']),
    profiles: [
      ...textsIn(resource['supportedProfile']),
      ...(textIn(resource['profile']) ? [textIn(resource['profile']) ?? ''] : []),
    ],
  }
}

/** A server that says it speaks SMART owes its configuration, whether or not it is found. */
const declaresSmart = (security: unknown): boolean =>
  listIn(objectIn(security)?.['service']).some(service =>
    listIn(service['coding']).some(({ code }) => code === 'SMART-on-FHIR'),
  )

const codesOf = (interactions: unknown): string[] => listIn(interactions).flatMap(({ code }) => textIn(code) ?? [])

function orderTypes(resources: readonly Json[]): readonly Json[] {
  const rank = ({ type }: Json) => {
    const place = firstTypes.indexOf(String(type))
    return place < 0 ? firstTypes.length : place
  }
  return [...resources].sort((a, b) => rank(a) - rank(b))
}

/** Ids that may be read: those the target file lists; in a sandbox also what a first, small search gives. */
async function instancesOf(
  { http, endpoint, inputs }: Explorer,
  base: string,
  type: string,
  interactions: readonly string[],
): Promise<string[]> {
  const { patients, resources } = inputs.testData
  const listed = [
    ...resources.filter(resource => resource.type === type).map(({ id }) => id),
    ...(type === 'Patient' ? patients.flatMap(({ id }) => id ?? []) : []),
  ]
  if (listed.length >= INSTANCES_PER_TYPE || !interactions.includes('search-type')) return listed
  const options = { headers: { accept: 'application/fhir+json' }, as: endpoint.identity ?? null }
  const queries =
    type === 'Patient'
      ? patients.filter(({ id }) => !id).map(({ nhsNumber }) => `identifier=${NHS_NUMBER}|${nhsNumber}`)
      : []
  if (queries.length === 0 && listed.length === 0 && inputs.facts.environment === 'sandbox')
    queries.push(`_count=${INSTANCES_PER_TYPE}`)
  const found: string[] = []
  for (const query of queries.slice(0, INSTANCES_PER_TYPE)) {
    const answer = await http.get(`${base}/${type}?${query.replaceAll('|', '%7C')}`, options)
    found.push(...idsIn(answer, type))
  }
  return [...new Set([...listed, ...found])].slice(0, INSTANCES_PER_TYPE)
}

function idsIn(answer: Exchange, type: string): string[] {
  return listIn(jsonOf(answer)?.['entry']).flatMap(entry => {
    const resource = objectIn(entry['resource'])
    return resource?.['resourceType'] === type ? (textIn(resource['id']) ?? []) : []
  })
}

/** The authorisation server that a SMART configuration names, when no oauth endpoint of the target is that server. */
async function issuerBehind(
  { endpoint, inputs }: Explorer,
  smart: Exchange,
  base: string,
): Promise<Partial<Landscape>> {
  const configuration = smart.response?.status === 200 ? jsonOf(smart) : undefined
  const tokenEndpoint = textIn(configuration?.['token_endpoint'])
  if (!tokenEndpoint || inputs.endpoints.some(({ kind }) => kind === 'oauth')) return {}
  const jwksUri = textIn(configuration?.['jwks_uri'])
  const authorizationEndpoint = textIn(configuration?.['authorization_endpoint'])
  const identities = inputs.facts.identities.filter(
    ({ method, tokenUrl }) => method === 'client-secret' || method === 'private-key-jwt' || tokenUrl === tokenEndpoint,
  )
  return {
    issuers: [
      {
        kind: 'issuer',
        id: `issuer:${endpoint.name}`,
        url: textIn(configuration?.['issuer']) ?? base,
        endpoint: endpoint.name,
        tokenEndpoint,
        ...(authorizationEndpoint && { authorizationEndpoint }),
        ...(jwksUri && { jwksUri }),
        users: inputs.facts.identities.filter(({ method }) => method === 'authorization-code').map(({ name }) => name),
        declared: true,
        identities,
        smartConfiguration: `${base}/.well-known/smart-configuration`,
      },
    ],
  }
}
