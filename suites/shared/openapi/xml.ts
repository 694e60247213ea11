/** A value as XML, by the names that its schema gives (OpenAPI 3.0.4, 4.8.26 XML Object). */
import { followed, inside, type Json, members, objectOf, type Place, textOf } from './document.ts'
import { branches } from './undeclared.ts'

/** The element that a body is, named after its schema where that has a name. */
export function xmlOf(document: Json, schema: Place, value: unknown): string {
  const named = /^\/components\/schemas\/([^/]+)$/.exec(followed(document, schema).at)?.[1]
  return element(document, schema, named ?? 'root', value)
}

function element(document: Json, place: Place, name: string, value: unknown): string {
  const here = followed(document, place)
  const xml = markedUp(here)
  const tag = tagOf(xml, textOf(xml['name']) ?? name)
  if (Array.isArray(value)) {
    const items = inside(document, here, 'items')
    const each = (value as unknown[]).map(item => element(document, items, textOf(xml['name']) ?? name, item)).join('')
    return xml['wrapped'] === true ? `<${tag}>${each}</${tag}>` : each
  }
  const object = objectOf(value)
  if (!object) return `<${tag}${space(xml)}>${escaped(value)}</${tag}>`
  const named = new Map(
    branches(document, here).flatMap(part => members(document, inside(document, part, 'properties'))),
  )
  const parts = Object.entries(object).map(([member, held]) => ({ member, held, place: named.get(member) ?? nowhere }))
  const isAttribute = (one: { readonly place: Place }) => markedUp(one.place)['attribute'] === true
  const attributes = parts
    .filter(isAttribute)
    .map(
      ({ member, held, place: at }) =>
        ` ${tagOf(markedUp(at), textOf(markedUp(at)['name']) ?? member)}="${escaped(held)}"`,
    )
  const inner = parts.filter(one => !isAttribute(one)).map(one => element(document, one.place, one.member, one.held))
  return `<${tag}${space(xml)}${attributes.join('')}>${inner.join('')}</${tag}>`
}

const nowhere: Place = { value: {}, at: '' }
const markedUp = ({ value }: Place): Json => objectOf(objectOf(value)?.['xml']) ?? {}
const tagOf = (xml: Json, name: string): string => {
  const prefix = textOf(xml['prefix'])
  return prefix ? `${prefix}:${name}` : name
}
const space = (xml: Json): string => {
  const [prefix, address] = [textOf(xml['prefix']), textOf(xml['namespace'])]
  return address ? ` xmlns${prefix ? `:${prefix}` : ''}="${escaped(address)}"` : ''
}
const escaped = (value: unknown): string => String(value ?? '').replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
