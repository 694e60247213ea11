/** A resource as the list of its values, the same from JSON and from XML (R4 json.html, xml.html), so that the two can be compared. */
import { isObject } from './resource.ts'

/** Values by element path, in order; list places left out. Narrative is compared by nobody: its white space is free. */
export type Leaves = ReadonlyMap<string, readonly string[]>

/** JSON keeps numbers and XML keeps texts: 72.0 and 72 are the same here. Base64 may be broken into lines. */
const plain = (value: string) =>
  /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? String(Number(value)) : value.replace(/\s+/g, ' ').trim()

function collect(): { readonly leaves: Map<string, string[]>; add(path: string, value: string): void } {
  const leaves = new Map<string, string[]>()
  return {
    leaves,
    add: (path, value) => {
      leaves.set(path, [...(leaves.get(path) ?? []), plain(value)])
    },
  }
}

/** What JSON writes as `_birthDate` beside `birthDate` are the id and extensions of that element. */
export function leavesOfJson(resource: unknown): Leaves {
  const { leaves, add } = collect()
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, path)
    else if (isObject(value)) {
      const type = value['resourceType']
      const here = typeof type === 'string' ? `${path}/${type}` : path
      for (const [name, item] of Object.entries(value))
        if (name !== 'resourceType' && name !== 'div') walk(item, `${here}.${name.replace(/^_/, '')}`)
    } else if (value !== null && value !== undefined) add(path, String(value))
  }
  walk(resource, '')
  return leaves
}

const token = /<(?:(\/)?([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/)?|[?!][^>]*)>/g
const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const named: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const decoded = (text: string) =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (mark, hex, decimal, name) =>
    hex || decimal ? String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)) : (named[name] ?? mark),
  )

/** Undefined for what is no XML with one root. A FHIR element has its value in an attribute, so that text between tags does not matter. */
export function leavesOfXml(text: string): Leaves | undefined {
  const { leaves, add } = collect()
  const open: string[] = []
  let roots = 0
  for (const [, closing, name = '', attributes = '', empty] of text.matchAll(token)) {
    if (name === '') continue
    if (closing) {
      if (open.pop() !== name) return undefined
      continue
    }
    if (open.length === 0) roots++
    open.push(name)
    if (!open.includes('div'))
      for (const [, key = '', double, single] of attributes.matchAll(attribute))
        if (['value', 'url', 'id'].includes(key))
          add(key === 'value' ? pathOf(open) : `${pathOf(open)}.${key}`, decoded(double ?? single ?? ''))
    if (empty) open.pop()
  }
  return roots === 1 && open.length === 0 ? leaves : undefined
}

/** Resources have capital letters: `/Patient.contained/Organization.name`. */
const pathOf = (open: readonly string[]): string =>
  open.map(name => (/^[A-Z]/.test(name) ? `/${name}` : `.${name}`)).join('')

/** Paths whose values are not the same in both. */
export const differences = (one: Leaves, other: Leaves): readonly string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter(
    path => (one.get(path) ?? []).join('\n') !== (other.get(path) ?? []).join('\n'),
  )
