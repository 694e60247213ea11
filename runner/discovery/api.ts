/** An API and the OpenAPI document that describes it. */
import { documentTypes } from '../../suites/shared/openapi/document.ts'
import type { ApiSubject, Http, Landscape } from '../check.ts'
import type { Explorer } from './discover.ts'
import { type Json, jsonOrYamlOf, listIn, objectIn, textIn } from './json.ts'
import { bundled } from './references.ts'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

export async function discoverApi({ http, endpoint, inputs }: Explorer): Promise<Partial<Landscape>> {
  const { document: apart } = endpoint
  const openapi = apart === undefined ? endpoint.url : 'url' in apart ? apart.url : undefined
  const read = apart && 'value' in apart ? apart.value : await readAt(http, openapi ?? endpoint.url)
  // References of a file start from the file; what lies beside it is not read, and said to be missing.
  const { document, unresolved } = read
    ? await bundled(http, openapi ?? `file:///${apart && 'file' in apart ? apart.file : ''}`, read)
    : { unresolved: [] }
  const subject: ApiSubject = {
    kind: 'api',
    id: `api:${endpoint.name}`,
    url: apart ? endpoint.url : serverOf(document, endpoint.url, inputs.facts.origins),
    endpoint: endpoint.name,
    identity: endpoint.identity ?? null,
    ...(openapi !== undefined && { openapi }),
    ...(document && { document }),
    ...(unresolved.length > 0 && { unresolved }),
    operations: operationsIn(document),
  }
  return { apis: [subject] }
}

async function readAt(http: Http, url: string): Promise<Json | undefined> {
  const answer = await http.get(url, { headers: documentTypes })
  return answer.response?.status === 200 ? jsonOrYamlOf(answer) : undefined
}

const operationsIn = (document: Json | undefined): ApiSubject['operations'] =>
  Object.entries(objectIn(document?.['paths']) ?? {}).flatMap(([path, item]) =>
    methods.flatMap(method => {
      const operation = objectIn(objectIn(item)?.[method])
      if (!operation) return []
      const security = operation['security'] ?? document?.['security']
      return [{ method: method.toUpperCase(), path, secured: Array.isArray(security) && security.length > 0 }]
    }),
  )

/** Where the API answers: the first server that the target file lets us ask, else the first that is an address. */
function serverOf(document: Json | undefined, url: string, origins: readonly string[]): string {
  const addresses = listIn(document?.['servers']).flatMap(server => {
    const address = withDefaults(textIn(server['url']) ?? '', objectIn(server['variables']) ?? {})
    // A document may name anything as its server, even what is no address.
    return URL.canParse(address, url) ? [new URL(address, url)] : []
  })
  return (addresses.find(({ origin }) => origins.includes(origin)) ?? addresses[0] ?? new URL('/', url)).href
}

/** Server variables with the values that the document gives them (OpenAPI 3.0.4, 4.8.6). */
const withDefaults = (template: string, variables: Json): string =>
  template.replace(/\{([^{}]+)\}/g, (whole, name: string) => textIn(objectIn(variables[name])?.['default']) ?? whole)
