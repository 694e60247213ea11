/** Questions to a GP Connect provider, as the Spine Secure Proxy hands them on. Asks; judges nothing. */
import {
  type EndpointSubject,
  type Exchange,
  type Landscape,
  type NotReached,
  noData,
  noGround,
  type ProbeContext,
} from '../../runner/check.ts'

export const gpConnectSubjects = ({ exports }: Landscape): readonly EndpointSubject[] =>
  exports.filter(({ endpointKind }) => endpointKind === 'gp-connect')

/** Interactions, as the header Ssp-InteractionID names them. */
export const METADATA = 'urn:nhs:names:services:gpconnect:structured:fhir:rest:read:metadata-1'
export const RECORD = 'urn:nhs:names:services:gpconnect:fhir:operation:gpc.getstructuredrecord-1'
/** What differs from a good question: headers by name, in lower case; undefined leaves one out. */
export type Odd = Readonly<Record<string, string | undefined>>
export type GpConnectContext = Pick<ProbeContext<EndpointSubject>, 'http' | 'subject' | 'landscape'>

const coded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The unsigned token of a consumer with the claims of the audit trail; `without` leaves one out. Everybody in it is invented. */
export function auditToken(
  {
    subject,
    landscape,
  }: {
    readonly subject: { readonly url: string }
    readonly landscape: { readonly facts: Pick<Landscape['facts'], 'now'> }
  },
  without?: string,
): string {
  const iat = Math.floor(Date.parse(landscape.facts.now) / 1000)
  const resource = (resourceType: string, more: object) => ({ resourceType, ...more })
  const claims = {
    iss: 'https://consumer.example/',
    sub: '1',
    aud: subject.url,
    iat,
    exp: iat + 300,
    reason_for_request: 'directcare',
    requested_scope: 'patient/*.read',
    requesting_device: resource('Device', { model: 'mustdo', version: '1' }),
    requesting_organization: resource('Organization', {
      identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'X26' }],
      name: 'Conformance test',
    }),
    requesting_practitioner: resource('Practitioner', { id: '1', name: [{ family: 'Tester', given: ['Invented'] }] }),
  }
  const kept = Object.entries(claims).filter(([name]) => name !== without)
  return `Bearer ${coded({ alg: 'none', typ: 'JWT' })}.${coded(Object.fromEntries(kept))}.`
}

function headersFor(context: GpConnectContext, interaction: string, odd: Odd): Record<string, string> {
  const good: Odd = {
    accept: 'application/fhir+json',
    authorization: auditToken(context),
    'ssp-traceid': '0fc1a2be-6c2f-4c0e-9a2c-2b1e5a9d7f10',
    'ssp-from': '200000000359',
    'ssp-to': '918999198738',
    'ssp-interactionid': interaction,
  }
  const all = Object.entries({ ...good, ...odd })
  return Object.fromEntries(all.filter((one): one is [string, string] => one[1] !== undefined))
}
const baseOf = ({ url }: EndpointSubject) => url.replace(/\/$/, '')

/** The provider's statement; `query` begins with a question mark. */
export const askStatement = (context: GpConnectContext, odd: Odd = {}, query = ''): Promise<Exchange> =>
  context.http.get(`${baseOf(context.subject)}/metadata${query}`, {
    headers: headersFor(context, METADATA, odd),
    as: context.subject.identity,
    fresh: true,
  })

/** The structured record of a patient, without allergies, medicines and the like being asked for. */
export const askRecord = (context: GpConnectContext, nhsNumber: string, odd: Odd = {}): Promise<Exchange> =>
  context.http.send('POST', `${baseOf(context.subject)}/Patient/$gpc.getstructuredrecord`, {
    headers: { ...headersFor(context, RECORD, odd), 'content-type': 'application/fhir+json' },
    as: context.subject.identity,
    body: JSON.stringify({
      resourceType: 'Parameters',
      parameter: [
        {
          name: 'patientNHSNumber',
          valueIdentifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber },
        },
      ],
    }),
  })

/** The record of the first test patient; no ground where the provider does not take the question, which is good as far as can be known here. */
export async function recordOf(context: GpConnectContext, odd: Odd = {}): Promise<Exchange | NotReached> {
  const [patient] = context.landscape.fhir.flatMap(({ testPatients }) => testPatients)
  if (!patient) return noData('a FHIR endpoint and a test patient whose NHS number the GP Connect endpoint knows')
  return taken(await askRecord(context, patient.nhsNumber, odd))
}

/** The answer, unless it shows that the provider does not take our good questions: then it says nothing of bad ones. */
export function taken(answer: Exchange): Exchange | NotReached {
  const { response, request } = answer
  if (!response || response.status === 200) return answer
  return noGround(`${request.url} answered ${response.status} to a question with all headers and claims`, {
    who: 'supplier',
    act: 'give a GP Connect endpoint that takes a test consumer (ASID 200000000359) and knows the first test patient',
  })
}
