/** Every way by which a FHIR API may give out a patient's record, as far as it declares them. Asks; judges nothing. */
import { type FhirSubject, type Http, type NotReached, noGround } from '../../runner/check.ts'
import { FHIR_ACCEPT } from './refusal.ts'
import { isAbout, resourcesIn } from './resources-in.ts'

const MOST_TYPES = 3

/** Addresses that would give the patient's record. `as` is the patient's own identity: it tells the ids of one resource of each type. */
export async function routesTo(
  http: Http,
  { url, types }: FhirSubject,
  as: string,
  patient: string,
): Promise<readonly string[] | NotReached> {
  const id = encodeURIComponent(patient)
  const routes = [`${url}/Patient/${id}`, `${url}/Patient/${id}/$everything`]
  const patients = types.find(({ type }) => type === 'Patient')
  if (patients?.interactions.includes('history-instance')) routes.push(`${url}/Patient/${id}/_history`)
  if (patients?.interactions.includes('vread')) routes.push(`${url}/Patient/${id}/_history/1`)
  if (patients?.interactions.includes('search-type')) routes.push(`${url}/Patient?_id=${id}`)
  const linked = types.flatMap(({ type, interactions, searchParams }) => {
    const name = ['patient', 'subject'].find(known =>
      searchParams.some(param => param.name === known && param.type === 'reference'),
    )
    return name && type !== 'Patient' && interactions.includes('search-type') ? [{ type, name }] : []
  })
  for (const { type, name } of linked.slice(0, MOST_TYPES)) {
    const search = `${url}/${type}?${name}=Patient/${id}`
    const seen = await http.get(search, { headers: FHIR_ACCEPT, as })
    if (!seen.response) return noGround(`${search} gave no answer`)
    const own = resourcesIn(seen).find(resource => resource['resourceType'] === type && isAbout(resource, patient))
    routes.push(search, `${search}&_include=${type}:${name}`)
    if (own) routes.push(`${url}/${type}/${String(own['id'])}`)
    routes.push(`${url}/Patient?_id=${id}&_revinclude=${type}:${name}`)
  }
  return routes
}
