/** The operations of an OpenAPI document, each with everything that its path item and the document say about it. */
import type { ApiSubject, Landscape } from '../../../runner/check.ts'
import { documentOf, inside, type Json, listOf, members, objectOf, type Place, textOf } from './document.ts'
import { type Fields, fieldsOf, isFormType } from './form.ts'
import { isJsonType } from './media.ts'

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required: boolean
  readonly style: string
  readonly explode: boolean
  readonly schema?: Place
  /** Its value is a JSON document of its own (`content`). */
  readonly json: boolean
  readonly place: Place
}

export interface Response {
  /** `200`, `4XX`, `default`, as the document has it. */
  readonly status: string
  readonly place: Place
  /** Media types as written. */
  readonly content: readonly (readonly [type: string, place: Place])[]
  readonly headers: readonly (readonly [name: string, place: Place])[]
}

export interface Operation {
  /** `GET /api/v1/appointments/{id}`. */
  readonly key: string
  /** The same for messages, in which braces stand for parameters of their own: `GET /api/v1/appointments/:id`. */
  readonly name: string
  readonly method: string
  readonly path: string
  readonly at: string
  readonly operationId?: string
  readonly parameters: readonly Parameter[]
  readonly body?: {
    readonly required: boolean
    readonly content: readonly (readonly [type: string, place: Place])[]
    /** By media type, where it is a form. */
    readonly fields: { readonly [type: string]: Fields }
    /** In which the schemas of the body refer to one another. */
    readonly document: Json
  }
  readonly responses: readonly Response[]
  /** Alternatives; an empty list, or one with an empty alternative in it, lets anybody in. */
  readonly security: readonly Json[]
  readonly links: readonly Link[]
}

export interface Link {
  readonly name: string
  readonly status: string
  readonly operationId?: string
  /** Pointer to the operation, from `operationRef`. */
  readonly operationAt?: string
  readonly parameters: readonly (readonly [name: string, expression: unknown])[]
  readonly requestBody?: unknown
}

/** One operation of an API, as the subject of a check. */
export interface OperationSubject {
  readonly kind: 'operation'
  readonly id: string
  readonly url: string
  readonly api: ApiSubject
  readonly operation: Operation
  readonly environment: Landscape['facts']['environment']
  readonly consents: readonly string[]
  /** Bases of FHIR endpoints of the target: what answers below them is judged by the FHIR checks. */
  readonly fhirBases: readonly string[]
}

const methods = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete', 'trace']
/** Methods that ask for nothing but an answer. */
export const isSafe = ({ method }: Operation): boolean => /^(GET|HEAD|OPTIONS)$/.test(method)

const withoutExtensions = (named: readonly (readonly [name: string, place: Place])[]) =>
  named.filter(([name]) => !name.startsWith('x-'))

const known = new WeakMap<Json, readonly Operation[]>()

/** Every operation, in the order of the document. */
export function operationsOf(document: Json): readonly Operation[] {
  const before = known.get(document)
  if (before) return before
  const paths: Place = { value: document['paths'], at: '/paths' }
  const found = withoutExtensions(members(document, paths)).flatMap(([path, item]) =>
    methods.flatMap(method => {
      const place = inside(document, item, method)
      return objectOf(place.value) ? [operationOf(document, path, method, item, place)] : []
    }),
  )
  known.set(document, found)
  return found
}

const subjects = new WeakMap<ApiSubject, readonly OperationSubject[]>()

/** The operations of every API of the target whose document could be read. */
export const operationSubjects = ({
  apis,
  facts,
  fhir,
}: Pick<Landscape, 'apis' | 'facts' | 'fhir'>): readonly OperationSubject[] =>
  apis.flatMap(api => {
    const before = subjects.get(api)
    if (before) return before
    const made = operationsOf(documentOf(api)).map(
      (operation): OperationSubject => ({
        kind: 'operation',
        id: `${api.id} ${operation.key}`,
        url: `${api.url.replace(/\/$/, '')}${operation.path}`,
        api,
        operation,
        environment: facts.environment,
        consents: facts.consents,
        fhirBases: fhir.map(({ url }) => url),
      }),
    )
    subjects.set(api, made)
    return made
  })

function operationOf(document: Json, path: string, method: string, item: Place, place: Place): Operation {
  const said: Json = objectOf(place.value) ?? {}
  const operationId = textOf(said['operationId'])
  const body = inside(document, place, 'requestBody')
  const content = members(document, inside(document, body, 'content'))
  const responses = withoutExtensions(members(document, { value: said['responses'], at: `${place.at}/responses` }))
  return {
    key: `${method.toUpperCase()} ${path}`,
    name: `${method.toUpperCase()} ${path.replace(/\{([^{}]*)\}/g, ':$1')}`,
    method: method.toUpperCase(),
    path,
    at: place.at,
    ...(operationId !== undefined && { operationId }),
    parameters: parametersOf(document, [inside(document, item, 'parameters'), inside(document, place, 'parameters')]),
    ...(objectOf(body.value) && {
      body: {
        required: objectOf(body.value)?.['required'] === true,
        content,
        fields: Object.fromEntries(
          content.flatMap(([type, form]) => (isFormType(type) ? [[type, fieldsOf(document, form)]] : [])),
        ),
        document,
      },
    }),
    responses: responses.map(([status, response]) => ({
      status,
      place: response,
      content: members(document, inside(document, response, 'content')),
      headers: members(document, inside(document, response, 'headers')),
    })),
    security: listOf(said['security'] ?? document['security'])
      .map(objectOf)
      .filter(one => one !== undefined),
    links: responses.flatMap(([status, response]) =>
      members(document, inside(document, response, 'links')).map(([name, link]) => linkOf(name, status, link)),
    ),
  }
}

/** The operation's parameters stand in for those of the path with the same name and place. */
function parametersOf(document: Json, lists: readonly Place[]): Parameter[] {
  const found = new Map<string, Parameter>()
  for (const list of lists)
    for (const index of listOf(list.value).keys()) {
      const place = inside(document, list, index)
      const said = objectOf(place.value) ?? {}
      const name = textOf(said['name'])
      const where = said['in']
      if (name === undefined || (where !== 'path' && where !== 'query' && where !== 'header' && where !== 'cookie'))
        continue
      // OpenAPI 3.0.4, 4.8.12.1: header parameters of these names are described elsewhere and ignored here.
      if (where === 'header' && /^(accept|content-type|authorization)$/i.test(name)) continue
      const style = textOf(said['style']) ?? (where === 'query' || where === 'cookie' ? 'form' : 'simple')
      const [content] = members(document, inside(document, place, 'content'))
      const schema = inside(document, content?.[1] ?? place, 'schema')
      found.set(`${where} ${name}`, {
        name,
        in: where,
        required: said['required'] === true || where === 'path',
        style,
        explode: typeof said['explode'] === 'boolean' ? said['explode'] : style === 'form',
        ...(schema.value !== undefined && { schema }),
        json: content !== undefined && isJsonType(content[0]),
        place,
      })
    }
  return [...found.values()]
}

function linkOf(name: string, status: string, { value }: Place): Link {
  const said = objectOf(value) ?? {}
  const operationId = textOf(said['operationId'])
  const ref = textOf(said['operationRef'])
  return {
    name,
    status,
    ...(operationId !== undefined && { operationId }),
    ...(ref?.startsWith('#') && { operationAt: decodeURIComponent(ref.slice(1)) }),
    parameters: Object.entries(objectOf(said['parameters']) ?? {}),
    ...(said['requestBody'] !== undefined && { requestBody: said['requestBody'] }),
  }
}

/** The response that the document declares for a status: itself, then its class, then `default` (OpenAPI 3.0.4, 4.8.16). */
export const responseFor = ({ responses }: Operation, status: number): Response | undefined =>
  responses.find(one => one.status === String(status)) ??
  responses.find(one => one.status.toUpperCase() === `${Math.floor(status / 100)}XX`) ??
  responses.find(one => one.status === 'default')

/** Whether the document asks for credentials; one empty alternative makes them optional. */
export const isSecured = ({ security }: Operation): boolean =>
  security.length > 0 && security.every(alternative => Object.keys(alternative).length > 0)

/** Whether an answer of this operation that may come is FHIR, which has judges of its own. */
export const isFhirType = (type: string | undefined): boolean =>
  /^application\/fhir\+(json|xml|ndjson)/i.test(type ?? '')

/** Below a FHIR endpoint of the target: the FHIR checks try such an operation out. */
export const isBelowFhir = ({ url, fhirBases }: OperationSubject): boolean =>
  fhirBases.some(base => url === base || url.startsWith(`${base.replace(/\/$/, '')}/`))
