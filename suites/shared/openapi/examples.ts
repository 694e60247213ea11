/** Documents, operations and answers for the examples of checks that read OpenAPI documents. */
import type { Answered, ApiSubject, Example, NotReached } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../examples.ts'
import type { Json } from './document.ts'
import { type OperationSubject, operationSubjects } from './operations.ts'

export const SUPPLIER = 'reference supplier, 2026-11-22'
const json = { 'content-type': 'application/json' }

const thing = {
  type: 'object',
  required: ['id', 'size'],
  properties: {
    id: { type: 'string' },
    size: { type: 'integer', minimum: 1 },
    note: { type: 'string', nullable: true },
    pin: { type: 'string', writeOnly: true },
  },
}
const found = {
  description: 'OK',
  headers: { 'x-total': { required: true, schema: { type: 'integer' } } },
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
}
const problem = { description: 'No', content: { 'application/json': { schema: { type: 'object' } } } }

export const document = {
  openapi: '3.0.3',
  info: { title: 'Things', version: '1' },
  security: [{ token: [] }],
  paths: {
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 't1' }],
      get: { operationId: 'getThing', responses: { 200: found, 401: problem, 404: problem } },
      delete: { responses: { 204: { description: 'Gone' }, 401: problem, 404: problem } },
    },
    '/things': {
      post: {
        operationId: 'makeThing',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
        },
        responses: { 201: found, 400: problem, 401: problem },
      },
    },
  },
  components: { schemas: { Thing: thing }, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
}

/** The same with `GET /things`, whose answer and that of `POST /things` link to the thing by this expression. */
export const linkedDocument = (expression: string): object => {
  const { '/things': things, ...others } = document.paths
  const links = { read: { operationId: 'getThing', parameters: { id: expression } } }
  const get = { responses: { 200: { ...found, links } } }
  const post = { ...things.post, responses: { 201: { ...found, links } } }
  return { ...document, paths: { ...others, '/things': { get, post } } }
}

/** The same with one more error of `GET /things/{id}`, as JSON, or with one less. */
export const declaring = (status: string, isThere = true): object => {
  const { '/things/{id}': thing, ...others } = document.paths
  const { [status]: _, ...without } = thing.get.responses as Json
  const get = { ...thing.get, responses: isThere ? { ...without, [status]: problem } : without }
  return { ...document, paths: { ...others, '/things/{id}': { ...thing, get } } }
}

const SERVER = 'https://product.example'

/** The API of a document, `document` unless told. */
export const api = (of: object = document): ApiSubject => ({
  kind: 'api',
  id: 'api:a',
  url: SERVER,
  endpoint: 'a',
  identity: 'system',
  document: of as Json,
  operations: [],
})

/** An operation of a document, `document` unless told, as the subject of a check. */
export function operation(
  key = 'GET /things/{id}',
  of: object = document,
  more: Partial<OperationSubject> = {},
): OperationSubject {
  const environment = 'sandbox'
  const facts = {
    environment,
    surfaces: [],
    identities: [],
    consents: ['write', 'intrusive'],
    origins: [SERVER],
    now: '',
  } as const
  const subjects = operationSubjects({ apis: [api(of)], fhir: [], facts })
  const subject = subjects.find(one => one.operation.key === key)
  if (!subject) throw new Error(`The document has no ${key}.`)
  return { ...subject, ...more }
}

export const aThing = { id: 't1', size: 3, note: null }
export const total = { ...json, 'x-total': '1' }
export const at = { url: `${SERVER}/things/t1` }

/** An answer of `GET /things/{id}`: right, unless parts are changed. */
export const thingAnswer = (
  status = 200,
  body: unknown = aThing,
  headers: { [name: string]: string } = total,
): Answered => answer(status, headers, typeof body === 'string' ? body : JSON.stringify(body), at)

type Seen<S> = (one: Answered) => S

/** One example for each rule about answers, for a check whose probe returns `seen(answer)` for `GET /things/{id}`. */
export function answerExamples<S>(seen: Seen<S>): readonly Example<S | NotReached, OperationSubject>[] {
  const failing = (name: string, key: string, one: Answered): Example<S | NotReached, OperationSubject> => ({
    name,
    from: SUPPLIER,
    outcome: 'failed',
    keys: [key],
    subject: operation(),
    seen: seen(one),
  })
  return [
    failing('a failure of the server', 'server-error', thingAnswer(500)),
    failing('a status that is not declared', 'undeclared-status', thingAnswer(202)),
    failing(
      'another media type',
      'undeclared-media-type',
      thingAnswer(200, '<thing/>', { ...total, 'content-type': 'text/xml' }),
    ),
    failing('a header that is required', 'header-missing', thingAnswer(200, aThing, json)),
    failing('a header that is no number', 'header-differs', thingAnswer(200, aThing, { ...total, 'x-total': 'many' })),
    failing('no JSON', 'body-unreadable', thingAnswer(200, '{"id":')),
    failing('a member of another type', 'body-differs', thingAnswer(200, { ...aThing, size: 'big' })),
    failing('a member that is missing', 'body-differs', thingAnswer(200, { id: 't1' })),
    failing('a member that is only written', 'body-shows-write-only', thingAnswer(200, { ...aThing, pin: '1' })),
    {
      name: 'a member that nobody named is worth saying',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['undeclared-property', 'passed'],
      subject: operation(),
      seen: seen(thingAnswer(200, { ...aThing, colour: 'red' })),
    },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      subject: operation(),
      seen: seen(gatewayPage()),
    },
  ]
}
