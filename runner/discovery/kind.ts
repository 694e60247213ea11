import type { Http } from '../check.ts'
import { jsonOf } from './json.ts'

/** What answers at an address nobody described: a FHIR server has a CapabilityStatement; everything else is looked at as a site. */
export async function kindOf(http: Http, url: string): Promise<'fhir' | 'web' | 'openapi'> {
  const metadata = await http.get(`${url.replace(/\/$/, '')}/metadata`, {
    headers: { accept: 'application/fhir+json' },
  })
  if (metadata.response?.status === 200 && jsonOf(metadata)?.['resourceType'] === 'CapabilityStatement') return 'fhir'
  const page = await http.get(url)
  return jsonOf(page)?.['openapi'] ? 'openapi' : 'web'
}
