import { check, failed, noData, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type JsonObject, jsonObjectIn } from '../../shared/json-answer.ts'

const SUPPLIER = 'reference supplier, 2026-11-22'
const json = { 'content-type': 'application/json' }
const document = {
  openapi: '3.0.3',
  info: { title: 'API', version: '1' },
  paths: { '/a': { get: { responses: { 200: { description: 'OK' } } } } },
}
const found = (body: string | object) => answer(200, json, body, { url: 'https://product.example/openapi.json' })
const objects = (value: unknown): readonly JsonObject[] =>
  value !== null && typeof value === 'object'
    ? Object.values(value).filter(one => one !== null && typeof one === 'object')
    : []
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** A document of OpenAPI 3 in JSON; what it lacks, in words. Operations need responses (OpenAPI 3.0.3, 4.7.10). */
function lacks(body: JsonObject): readonly string[] {
  const info = body['info'] as JsonObject | undefined
  const operations = objects(body['paths']).flatMap(path =>
    methods.flatMap(method => (path[method] ? [path[method] as JsonObject] : [])),
  )
  return [
    ...(/^3\.\d/.test(String(body['openapi'])) ? [] : ['openapi 3']),
    ...(info?.['title'] && info['version'] ? [] : ['info with title and version']),
    ...(operations.length > 0 ? [] : ['operations']),
    ...(operations.every(operation => objects(operation['responses']).length > 0)
      ? []
      : ['responses of every operation']),
  ]
}

/** In YAML only the outline is read: the version line and the sections of the document. */
const lacksInYaml = (text: string): readonly string[] =>
  (
    [
      ['openapi 3', /^openapi:\s*["']?3\.\d/m],
      ['info', /^info:/m],
      ['paths', /^paths:\s*$/m],
    ] as const
  ).flatMap(([name, shape]) => (shape.test(text) ? [] : [name]))

/** The API is described by an OpenAPI 3 document that anybody may read (NHS England API policies, OAS documentation). */
export default check({
  id: 'nhs-api/openapi-document',
  version: 1,
  title: 'A public OpenAPI 3 document describes the API',
  verifies: { 'NHS-API-008': 'all' },
  subjects: ({ apis }) => apis,
  effect: 'read',
  fix: 'Publish an OpenAPI 3 document of every operation, with its responses, at an address that needs no sign-in.',
  probe: async ({ http, subject }) =>
    subject.openapi
      ? {
          seen: await http.get(subject.openapi, {
            headers: { accept: 'application/json, application/yaml;q=0.9, */*;q=0.5' },
          }),
        }
      : noData('the address of the OpenAPI document as an endpoint of kind openapi'),
  judge: ({ seen }) => {
    const at = seen.request.url
    const { status, body } = seen.response
    if (status !== 200) return failed('not-public', { at, expected: '200', actual: String(status) })
    const parsed = jsonObjectIn(seen)
    const missing = parsed ? lacks(parsed) : lacksInYaml(body.text ?? '')
    return missing.length === 0
      ? passed()
      : failed('incomplete', { at, expected: 'an OpenAPI 3 document', actual: `no ${missing.join(', no ')}` })
  },
  messages: {
    'not-public': '{at} answered {actual} to a caller without credentials.',
    incomplete: 'The document at {at} has {actual}.',
  },
  examples: [
    { name: 'in JSON', from: SUPPLIER, outcome: 'passed', seen: { seen: found(document) } },
    {
      name: 'in YAML',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { seen: found('openapi: 3.1.0\ninfo:\n  title: A\npaths:\n  /a:\n') },
    },
    { name: 'missing', from: SUPPLIER, outcome: 'failed', keys: ['not-public'], seen: { seen: answer(404) } },
    {
      name: 'Swagger 2',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['incomplete'],
      seen: { seen: found({ ...document, openapi: undefined, swagger: '2.0' }) },
    },
    {
      name: 'a page about it',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['incomplete'],
      seen: { seen: found('<html>') },
    },
    { name: 'no address', from: SUPPLIER, outcome: 'untested', seen: noData('the address') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { seen: gatewayPage() } },
  ],
})
