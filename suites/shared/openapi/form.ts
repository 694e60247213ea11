/** Bodies that are forms, as schema and `encoding` ask (OpenAPI 3.0.4, 4.8.14 Media Type Object and 4.8.15 Encoding Object; RFC 7578). */
import { inside, type Json, members, objectOf, type Place, textOf } from './document.ts'
import { bare } from './media.ts'
import { branches } from './undeclared.ts'

/** What a document says of a field beyond its value. */
export interface Field {
  /** It is a file, which travels with a name of its own. */
  readonly file?: boolean
  readonly type?: string
  /** A list is one field with commas, not one field for each item. */
  readonly joined?: boolean
}
export type Fields = { readonly [name: string]: Field }

/** A body as it travels, with the Content-Type that says how to read it. */
export interface RawBody {
  readonly type: string
  readonly text: string
}

const URLENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'

export const isFormType = (type: string | undefined): boolean => {
  const name = bare(type ?? '')
  return name === URLENCODED || name === MULTIPART
}

/** The fields of a form of which the document says more than a value. */
export function fieldsOf(document: Json, place: Place): Fields {
  const encoding = objectOf(inside(document, place, 'encoding').value) ?? {}
  const properties = branches(document, inside(document, place, 'schema')).flatMap(part =>
    members(document, inside(document, part, 'properties')),
  )
  return Object.fromEntries(
    properties.map(([name, property]) => {
      const said = objectOf(encoding[name]) ?? {}
      const file = isFile(property.value) || isFile(inside(document, property, 'items').value)
      const [type] = (textOf(said['contentType']) ?? '').split(',').filter(one => one !== '' && !one.includes('*'))
      const joined = said['explode'] === false
      return [name, { ...(file && { file }), ...(type && { type: type.trim() }), ...(joined && { joined }) }]
    }),
  )
}

/** Bytes: `format: binary` in 3.0, a media type without an encoding in 3.1. */
function isFile(schema: unknown): boolean {
  const said = objectOf(schema) ?? {}
  return said['format'] === 'binary' || ('contentMediaType' in said && !('contentEncoding' in said))
}

/** An object as a form of the media type. A form has no null: such a field is left out. */
export function formBody(type: string, value: unknown, fields: Fields): RawBody {
  const parts = Object.entries(objectOf(value) ?? {}).flatMap(([name, held]) => {
    const field = fields[name] ?? {}
    const items = Array.isArray(held) ? (held as unknown[]) : [held]
    const each = field.joined ? [items.map(String).join(',')] : items
    return each.flatMap(item => (item === null || item === undefined ? [] : [{ name, item, field }]))
  })
  if (bare(type) === MULTIPART) return multipart(parts)
  const pairs = parts.map(({ name, item }) => [name, textFor(item)])
  return { type, text: new URLSearchParams(pairs as [string, string][]).toString() }
}

const textFor = (item: unknown): string => (typeof item === 'object' ? JSON.stringify(item) : String(item))

interface Part {
  readonly name: string
  readonly item: unknown
  readonly field: Field
}

function multipart(parts: readonly Part[]): RawBody {
  const said = parts.map(part => `${headOf(part)}\r\n\r\n${textFor(part.item)}\r\n`)
  let boundary = 'mustdo-form-data'
  while (said.some(text => text.includes(boundary))) boundary += '-'
  const text = said.map(part => `--${boundary}\r\n${part}`).join('')
  return { type: `${MULTIPART}; boundary=${boundary}`, text: `${text}--${boundary}--\r\n` }
}

function headOf({ name, item, field }: Part): string {
  const quoted = (text: string) => `"${text.replace(/["\r\n]/g, sign => encodeURIComponent(sign))}"`
  const disposition = `Content-Disposition: form-data; name=${quoted(name)}${field.file ? `; filename=${quoted(`${name}.txt`)}` : ''}`
  const type =
    field.type ?? (field.file ? 'application/octet-stream' : typeof item === 'object' ? 'application/json' : '')
  return type === '' ? disposition : `${disposition}\r\nContent-Type: ${type}`
}

/** Whether a form can say this value: fields that are words, or lists of words, none of them empty. */
export function fitsIntoForm(value: unknown): value is Json {
  const isWord = (one: unknown) =>
    (typeof one === 'string' && one !== '') || typeof one === 'number' || typeof one === 'boolean'
  const isField = (one: unknown) =>
    isWord(one) || (Array.isArray(one) && one.length > 0 && (one as unknown[]).every(isWord))
  return objectOf(value) !== undefined && Object.values(objectOf(value) ?? {}).every(isField)
}
