/** The operations that an OpenAPI document declares. */
import type { OpenAPIV3_1 } from 'openapi-types'
import type { ApiSubject, Landscape } from '../check.ts'
import type { Explorer } from './discover.ts'
import { jsonOrYamlOf, listIn, textIn } from './json.ts'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

export async function discoverApi({ http, endpoint }: Explorer): Promise<Partial<Landscape>> {
  const answer = await http.get(endpoint.url, {
    headers: { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5' },
  })
  const document =
    answer.response?.status === 200 ? (jsonOrYamlOf(answer) as Partial<OpenAPIV3_1.Document> | undefined) : undefined
  const operations = Object.entries(document?.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap(method => {
      const operation = item?.[method]
      if (!operation) return []
      const security = operation.security ?? document?.security ?? []
      return [{ method: method.toUpperCase(), path, secured: security.length > 0 }]
    }),
  )
  const server = textIn(listIn(document?.servers)[0]?.['url'])
  const subject: ApiSubject = {
    kind: 'api',
    id: `api:${endpoint.name}`,
    // A document may name anything as its server, even what is no address.
    url: new URL(server !== undefined && URL.canParse(server, endpoint.url) ? server : '/', endpoint.url).href,
    endpoint: endpoint.name,
    identity: endpoint.identity ?? null,
    openapi: endpoint.url,
    operations,
  }
  return { apis: [subject] }
}
