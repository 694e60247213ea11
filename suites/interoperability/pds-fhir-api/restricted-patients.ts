import { check, failed, noData, passed } from '../../../runner/check.ts'
import { bundleIn, entriesOf } from '../../shared/bundle.ts'
import { r4Endpoints, readOf, searchOf, turnedAway } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { isObject, objectsIn, type Resource, resourceIn } from '../../shared/resource.ts'

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
/** Restricted, and very restricted. */
const RESTRICTED = ['R', 'V']
/** What tells where a patient lives, can be reached or is cared for. */
const telling = ['address', 'telecom', 'contact', 'generalPractitioner', 'managingOrganization']
const needed = 'a test patient whose record is restricted (meta.security with code R of v3-Confidentiality)'

/**
 * A restricted patient's record does not tell where the patient is: no address, no contacts, no practice (PDS FHIR API, restricted patients).
 * Looks among the test patients, and in a sandbox for others that carry the security label.
 */
export default check({
  id: 'nhs-api/restricted-patients',
  version: 2,
  title: 'A restricted patient is shown without address, contacts and practice',
  verifies: { 'NHS-API-017': 'all' },
  subjects: landscape =>
    r4Endpoints(landscape).flatMap(({ types }) => types.filter(({ type }) => type === 'Patient').slice(0, 1)),
  effect: 'authenticated-read',
  fix: 'Leave address, telecom, contact, general practitioner and managing organisation out of every record with a security label of R or V.',

  probe: async ({ http, subject, landscape }) => {
    const reads = await Promise.all(subject.instances.slice(0, 5).map(id => readOf(http, subject, id)))
    const searched =
      landscape.facts.environment === 'sandbox' && subject.interactions.includes('search-type')
        ? [await searchOf(http, subject, { _security: `${CONFIDENTIALITY}|R`, _count: '5' })]
        : []
    const seen = [...reads, ...searched].filter(one => restrictedIn(one).length > 0)
    return seen.length > 0 ? { seen } : (turnedAway(...reads) ?? noData(needed))
  },

  judge: ({ seen }) =>
    seen.flatMap(one =>
      restrictedIn(one).map(resource => {
        const at = `${one.request.url} (Patient/${resource.id})`
        const told = telling.filter(name => {
          const value = resource[name]
          return isObject(value) || (Array.isArray(value) && value.length > 0)
        })
        return told.length > 0
          ? failed('told', { at, expected: 'none of them', actual: told.join(', '), places: told })
          : passed({ at })
      }),
    ),

  messages: { told: 'The record is restricted, and {at} tells where the patient can be found: {actual}.' },

  examples: [
    { name: 'nothing told', from: SUPPLIER, outcome: 'passed', seen: { seen: [sent(restricted())] } },
    {
      name: 'everything told',
      from: HAPI,
      outcome: 'failed',
      seen: { seen: [found([restricted({ address: [{ city: 'Sampleton' }], telecom: [{ value: '1' }] })])] },
    },
    { name: 'nobody restricted', from: HAPI, outcome: 'untested', seen: noData(needed) },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

/** Patients of an answer whose security label says that they are restricted. */
function restrictedIn(exchange: Parameters<typeof resourceIn>[0]): readonly Resource[] {
  const own = resourceIn(exchange)
  const all =
    own?.resourceType === 'Patient' ? [own] : entriesOf(bundleIn(exchange)).flatMap(({ resource }) => resource ?? [])
  return all.filter(({ resourceType, meta }) => {
    const labels = objectsIn((meta as { readonly security?: unknown } | undefined)?.security)
    const isLabel = (label: (typeof labels)[number]) =>
      /v3-?\/?Confidentiality$/i.test(String(label['system'])) && RESTRICTED.includes(String(label['code']))
    return resourceType === 'Patient' && labels.some(isLabel)
  })
}

function restricted(more: object = {}) {
  return { ...patient, meta: { ...patient.meta, security: [{ system: CONFIDENTIALITY, code: 'R' }] }, ...more }
}
