import type { StructureDefinition } from 'fhir/r4.js'
import type { Definitions } from './definitions.ts'
import { type Expander, expanderOf } from './expand.ts'
import { type Node, type TypeRef, treeOf } from './tree.ts'

/** An element as JSON names it: `valueQuantity` is `value[x]` as a Quantity. */
export interface Field {
  readonly node: Node
  /** The type that the name chose; undefined where there is no choice. */
  readonly type?: TypeRef
}

export interface Fields {
  readonly byName: ReadonlyMap<string, Field>
  /** Those that can be too few or too many, with the names that JSON has for them. */
  readonly counted: readonly {
    readonly node: Node
    readonly names: readonly { readonly name: string; readonly aside: string }[]
  }[]
  readonly sliced: readonly { readonly node: Node; readonly names: readonly string[] }[]
}

/** The definitions as trees, each built when first needed and kept. */
export interface Model extends Definitions, Expander {
  tree(structure: StructureDefinition): Node
  /** The tree of a type's own definition. */
  typeTree(type: string): Node | undefined
  kind(type: string): StructureDefinition['kind'] | undefined
  /** What may stand in an element: what its definition says, then what its type says. */
  fields(node: Node, type: Node | undefined): Fields
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export function modelOf(definitions: Definitions): Model {
  const trees = new Map<StructureDefinition, Node>()
  const types = new Map<string, Node | undefined>()
  const kinds = new Map<string, StructureDefinition['kind'] | undefined>()
  const fields = new WeakMap<Node, Map<Node | undefined, Fields>>()

  const tree = (structure: StructureDefinition) => remember(trees, structure, () => treeOf(structure))
  return {
    ...definitions,
    ...expanderOf(definitions),
    tree,
    typeTree: type =>
      remember(types, type, () => {
        const structure = definitions.base(type)
        return structure && tree(structure)
      }),
    kind: type => remember(kinds, type, () => definitions.base(type)?.kind),
    fields(node, type) {
      const known = fields.get(node) ?? new Map<Node | undefined, Fields>()
      fields.set(node, known)
      return remember(known, type, () => fieldsOf(node, type))
    },
  }
}

function fieldsOf(node: Node, type: Node | undefined): Fields {
  const children = new Map<string, Node>([...(type?.children ?? []), ...node.children])
  const byName = new Map<string, Field>()
  for (const [name, child] of children)
    if (name.endsWith('[x]'))
      for (const one of child.types) byName.set(`${name.slice(0, -3)}${capital(one.code)}`, { node: child, type: one })
    else byName.set(name, { node: child })
  const all = [...children].map(([name, child]) => ({ node: child, names: namesOf(name, child) }))
  return {
    byName,
    counted: all
      .filter(({ node: child, names }) => canMiscount(child) || names.length > 1)
      .map(({ node: child, names }) => ({ node: child, names: names.map(name => ({ name, aside: `_${name}` })) })),
    sliced: all.filter(({ node: child }) => child.slicing && child.slices.size > 0),
  }
}

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key)
  if (found !== undefined || known.has(key)) return found as V
  const made = make()
  known.set(key, made)
  return made
}

const namesOf = (name: string, { types }: Node): readonly string[] =>
  name.endsWith('[x]') ? types.map(({ code }) => `${name.slice(0, -3)}${capital(code)}`) : [name]

/** JSON's own form says that one is one, and any number is any. */
const canMiscount = ({ min, max, many }: Node) => min > 0 || max === 0 || (many && max < Number.POSITIVE_INFINITY)
