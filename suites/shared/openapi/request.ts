/** A request of an operation: values for its parameters and its body, and how they travel (OpenAPI 3.0.4, 4.8.12, styles). */
import { inside, type Json, listOf, objectOf, type Place } from './document.ts'
import { formBody, isFormType, type RawBody } from './form.ts'
import { bare, isJsonType, isXmlType } from './media.ts'
import type { Operation, Parameter } from './operations.ts'
import { examplesAt, plainValue } from './plain-value.ts'
import { fits } from './schemas.ts'
import { xmlOf } from './xml.ts'

/** Values by `in name` (`path id`, `query page`); what is not there is not sent. */
export interface Values {
  readonly parameters: { readonly [key: string]: unknown }
  readonly body?: unknown
}

export interface Sendable {
  readonly method: string
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body?: string
}

export const keyOf = ({ in: where, name }: Pick<Parameter, 'in' | 'name'>): string => `${where} ${name}`

/** The first value that the document offers for a parameter and that fits, else the plainest one. */
export function valueFor(document: Json, parameter: Parameter): unknown {
  const { schema, place } = parameter
  const own = examplesAt(document, place).find(value => !schema || fits(document, schema, value, 'request'))
  return own ?? (schema ? plainValue(document, schema) : 'test')
}

/** Whether the document itself offers a value for a parameter. */
export const hasExample = (document: Json, { place, schema }: Parameter): boolean =>
  examplesAt(document, place).length > 0 || objectOf(schema?.value)?.['default'] !== undefined

/** The media type that a request's body is sent in: JSON where there is a choice, else a form, else XML. */
export function bodyType({ body }: Operation): string | undefined {
  const types = body?.content.map(([type]) => type) ?? []
  return types.find(isJsonType) ?? types.find(isFormType) ?? types.find(isXmlType) ?? types[0]
}

/** Whether any value can be written in a media type; in others only words can. JSON is YAML, and what a range of types allows. */
export const isWritable = (type: string): boolean =>
  isJsonType(type) || isFormType(type) || isXmlType(type) || /yaml$/.test(bare(type)) || isRange(type)

const isRange = (type: string): boolean => /^(\*|application)\/\*$/.test(bare(type))
const isWord = (value: unknown): boolean => value !== undefined && (value === null || typeof value !== 'object')

/** Required parameters with a value each, and a body when there is one; `known` values go before those of the document. */
export function plainValues(
  document: Json,
  operation: Operation,
  known: { readonly [key: string]: unknown } = {},
): Values {
  const sent = operation.parameters.filter(one => one.required || keyOf(one) in known)
  const parameters = Object.fromEntries(
    sent.map(one => [keyOf(one), keyOf(one) in known ? known[keyOf(one)] : valueFor(document, one)]),
  )
  const body = plainBody(document, operation)
  return { parameters, ...(body !== undefined && { body }) }
}

/** The author's example of the body, else the plainest one; undefined for operations without a body that we can write. */
export function plainBody(document: Json, operation: Operation): unknown {
  const type = bodyType(operation)
  const place = operation.body?.content.find(([name]) => name === type)?.[1]
  if (type === undefined || !place) return undefined
  const made = plainBodyOf(document, type, place)
  return isWritable(type) || isWord(made) ? made : undefined
}

/** The media type of a body that the operation requires and that no value can be written in; undefined for all others. */
export const unwritable = (document: Json, operation: Operation): string | undefined =>
  operation.body?.required && plainBody(document, operation) === undefined ? bodyType(operation) : undefined

/** The same of one media type. XML that the author wrote is sent as it is. */
export function plainBodyOf(document: Json, type: string, place: Place): unknown {
  const schema = inside(document, place, 'schema')
  const examples = examplesAt(document, place)
  const written = isXmlType(type) ? examples.find(isXml) : undefined
  if (written !== undefined || schema.value === undefined) return written ?? examples[0]
  return examples.find(value => fits(document, schema, value, 'request')) ?? plainValue(document, schema)
}

const isXml = (value: unknown): boolean => typeof value === 'string' && value.trimStart().startsWith('<')

/** The request as it travels. Values are written as they are, fitting or not: what to send is decided elsewhere. */
export function sendable(
  operation: Operation,
  server: string,
  { parameters, body }: Values,
  accept?: string,
): Sendable {
  const query: string[] = []
  const headers: { [name: string]: string } = { accept: accept ?? acceptOf(operation) }
  const cookies: string[] = []
  let path = operation.path
  for (const parameter of operation.parameters) {
    const given = parameters[keyOf(parameter)]
    if (given === undefined) continue
    const value = parameter.json ? JSON.stringify(given) : given
    const { name } = parameter
    if (parameter.in === 'path') path = path.replaceAll(`{${name}}`, segment(parameter, value))
    else if (parameter.in === 'query') query.push(...pairs(parameter, value))
    else if (parameter.in === 'header') headers[name.toLowerCase()] = headerText(flat(value))
    else cookies.push(`${name}=${encodeURIComponent(flat(value))}`)
  }
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ')
  const type = body === undefined ? undefined : bodyType(operation)
  const raw = type === undefined ? undefined : rawBody(operation, type, body)
  if (raw) headers['content-type'] = raw.type
  const address = `${server.replace(/\/$/, '')}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`
  return {
    method: operation.method,
    url: address,
    headers,
    ...(raw && { body: raw.text }),
  }
}

/** What a client of this document would accept: every media type of the good answers, errors as they come. */
function acceptOf({ responses }: Operation): string {
  const good = responses
    .filter(({ status }) => /^2/.test(status))
    .flatMap(({ content }) => content.map(([type]) => bare(type)))
  return [...new Set([...good, '*/*;q=0.5'])].join(', ')
}

const flat = (value: unknown): string =>
  value !== null && typeof value === 'object'
    ? listOf(value).map(String).join(',') || JSON.stringify(value)
    : String(value)

/** A header carries visible characters only (RFC 9110, 5.5). */
const headerText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').trim()

function segment({ name, style, explode }: Parameter, value: unknown): string {
  const part = (one: unknown) => dotsKept(encodeURIComponent(String(one)))
  const object = objectOf(value)
  const words = Array.isArray(value)
    ? (value as unknown[]).map(part)
    : object
      ? Object.entries(object).map(([key, held]) => `${part(key)}${explode ? '=' : ','}${part(held)}`)
      : [part(value)]
  if (style === 'label') return `.${words.join(explode ? '.' : ',')}`
  if (style === 'matrix') return explode ? words.map(one => `;${name}=${one}`).join('') : `;${name}=${words.join(',')}`
  return words.join(',')
}

/** A segment of dots alone would change the path instead of being part of it. */
const dotsKept = (text: string): string => (/^\.{1,2}$/.test(text) ? text.replaceAll('.', '%2E') : text)

function pairs({ name, style, explode }: Parameter, value: unknown): string[] {
  const pair = (key: string, held: unknown) => `${encodeURIComponent(key)}=${encodeURIComponent(String(held))}`
  if (Array.isArray(value)) {
    if (explode) return (value as unknown[]).map(one => pair(name, one))
    const between = style === 'spaceDelimited' ? '%20' : style === 'pipeDelimited' ? '%7C' : ','
    return [
      `${encodeURIComponent(name)}=${(value as unknown[]).map(one => encodeURIComponent(String(one))).join(between)}`,
    ]
  }
  const object = objectOf(value)
  if (!object) return [pair(name, value)]
  if (style === 'deepObject') return Object.entries(object).map(([key, held]) => pair(`${name}[${key}]`, held))
  if (explode) return Object.entries(object).map(([key, held]) => pair(key, held))
  return [pair(name, Object.entries(object).flat().join(','))]
}

/** A body in a media type of the operation, as it travels. */
export function rawBody({ body: declared }: Operation, type: string, body: unknown): RawBody {
  if (isFormType(type)) return formBody(type, body, declared?.fields[type] ?? {})
  const place = isXmlType(type) ? declared?.content.find(([name]) => name === type)?.[1] : undefined
  if (declared && place && !isXml(body))
    return { type, text: xmlOf(declared.document, inside(declared.document, place, 'schema'), body) }
  if (typeof body === 'string' && !isJsonType(type) && !isRange(type)) return { type, text: body }
  return { type: isRange(type) ? 'application/json' : type, text: JSON.stringify(body) }
}
