/** What an authorisation server publishes of itself (RFC 8414, OpenID Connect Discovery). */
import type { IssuerSubject, Landscape } from '../check.ts'
import type { Explorer } from './discover.ts'
import { jsonOf, textIn } from './json.ts'

export async function discoverIssuer({ http, endpoint, inputs }: Explorer): Promise<Partial<Landscape>> {
  const { origin, pathname } = new URL(endpoint.url)
  const path = pathname.replace(/\/$/, '')
  // RFC 8414 3 puts the well-known part before the issuer's path, OpenID Connect after it.
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ]
  let metadata: ReturnType<typeof jsonOf>
  for (const place of places) {
    const answer = await http.get(place, { headers: { accept: 'application/json' } })
    if (answer.response?.status === 200) metadata = jsonOf(answer)
    if (metadata) break
  }
  const tokenEndpoint =
    textIn(metadata?.['token_endpoint']) ??
    inputs.facts.identities.find(({ tokenUrl }) => tokenUrl?.startsWith(origin))?.tokenUrl
  const jwksUri = textIn(metadata?.['jwks_uri'])
  const authorizationEndpoint = textIn(metadata?.['authorization_endpoint'])
  const fhir = inputs.endpoints.find(({ kind }) => kind === 'fhir')
  const subject: IssuerSubject = {
    kind: 'issuer',
    id: `issuer:${endpoint.name}`,
    url: endpoint.url,
    endpoint: endpoint.name,
    ...(tokenEndpoint && { tokenEndpoint }),
    ...(authorizationEndpoint && { authorizationEndpoint }),
    ...(jwksUri && { jwksUri }),
    identities: inputs.facts.identities.filter(
      ({ method }) => method === 'client-secret' || method === 'private-key-jwt',
    ),
    users: inputs.facts.identities.filter(({ method }) => method === 'authorization-code').map(({ name }) => name),
    declared: metadata !== undefined,
    ...(fhir && { smartConfiguration: `${fhir.url.replace(/\/$/, '')}/.well-known/smart-configuration` }),
  }
  return { issuers: [subject] }
}
