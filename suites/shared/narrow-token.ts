/** A token for one type of resource, tried on another. Asks; judges nothing. */
import {
  type Exchange,
  type FhirSubject,
  type Http,
  type Landscape,
  type NotReached,
  noData,
  noGround,
  type OAuth,
} from '../../runner/check.ts'
import { allows, grants } from './fhir-scopes.ts'
import { FHIR_ACCEPT, refusalOf } from './refusal.ts'

export const needsNarrow =
  'an identity whose client is granted one type of resource only, such as scope system/Patient.rs, and instances of another type'

/** The answer to reading a type that the token does not cover; the same token reads a type that it does cover. */
export async function beyondType(
  { http, oauth, landscape }: { http: Http; oauth: OAuth; landscape: Landscape },
  { types, identity }: FhirSubject,
): Promise<Exchange | NotReached> {
  const readable = types.filter(({ interactions, instances }) => interactions.includes('read') && instances.length > 0)
  for (const { name, scope } of await grants(oauth, landscape)) {
    const inside = readable.find(({ type }) => allows(scope, type, 'r'))
    const outside = readable.find(({ type }) => !allows(scope, type, 'r'))
    if (!inside || !outside || name === identity) continue
    const own = await http.get(`${inside.url}/${inside.instances[0]}`, { headers: FHIR_ACCEPT, as: name })
    if (own.response?.status !== 200)
      return noGround(
        `${own.request.url} answered ${own.response?.status} to the identity ${name}, whose scope covers it`,
      )
    return refusalOf(http, `${outside.url}/${outside.instances[0]}`, identity, { as: name })
  }
  return noData(needsNarrow)
}
