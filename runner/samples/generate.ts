/**
 * Resources made up from definitions: the least that a type, or a profile on it, allows. Pure. What they say is plainly a test's;
 * what they point at is left to whoever lends the references.
 */
import type { Model } from '../instruments/fhir-validator/r4/model.ts'
import { capital } from '../instruments/fhir-validator/r4/model.ts'
import type { Node, TypeRef } from '../instruments/fhir-validator/r4/tree.ts'
import { extras, least } from './extras.ts'
import { samplePrimitive } from './primitives.ts'

export type Json = { readonly [name: string]: unknown }

/** Answers the reference to put where one of these types may stand; all types where the list is empty. */
export type Lend = (types: readonly string[]) => string

/** No element of R4 goes deeper without being optional; a profile that does has no least instance. */
const DEEPEST = 12
const UNKNOWN_CODE = { system: 'urn:mustdo:sample', code: 'sample' }

/**
 * A resource of the type, or of the profile on it, with every element that must be there and none that need not. Undefined when
 * the definition is not at hand, or is of no concrete resource.
 */
export function sampleOf(model: Model, definition: string, lend: Lend): Json | undefined {
  const structure = model.base(definition) ?? model.structure(definition)
  if (structure?.kind !== 'resource' || structure.abstract) return undefined
  const made = complex(model.tree(structure), structure.type, { model, lend, depth: 0 })
  return merge({ resourceType: structure.type, ...made }, extras[structure.type] ?? {}) as Json
}

interface Place {
  readonly model: Model
  readonly lend: Lend
  readonly depth: number
}

/** What must stand inside an element of a complex type. */
function complex(node: Node, type: string, place: Place): Json {
  const { model, depth } = place
  if (depth > DEEPEST) throw new Error(`${node.path} has no least instance: its mandatory elements never end.`)
  const { counted, sliced } = model.fields(node, model.typeTree(type))
  const children = new Set([...counted, ...sliced].map(({ node: child }) => child))
  const made: { [name: string]: unknown } = {}
  for (const child of children) {
    const values = valuesOf(child, { ...place, depth: depth + 1 })
    const [first] = values
    if (first) made[first.name] = child.many ? values.map(({ value }) => value) : first.value
  }
  return made
}

interface Named {
  readonly name: string
  readonly value: unknown
}

/** Mandatory slices first, each as its own definition has it; then as many more as the element itself demands. */
function valuesOf(node: Node, place: Place): readonly Named[] {
  const slices = [...node.slices.values()].filter(({ min }) => min > 0)
  const fromSlices = slices.flatMap(slice => Array.from({ length: slice.min }, () => oneOf(slice, place, node)))
  const missing = Math.max(0, node.min, least[node.path] ?? 0) - fromSlices.length
  return [...fromSlices, ...Array.from({ length: Math.max(0, missing) }, () => oneOf(node, place))]
}

/** Types of a choice in the order in which they say least. */
const plainest = ['boolean', 'string', 'dateTime', 'CodeableConcept', 'code', 'date', 'integer', 'Quantity']
const rank = ({ code }: TypeRef) => (plainest.includes(code) ? plainest.indexOf(code) : plainest.length)

function oneOf(node: Node, place: Place, sliced: Node = node): Named {
  const type = [...node.types].sort((a, b) => rank(a) - rank(b))[0]
  const name = node.name.endsWith('[x]') && type ? `${node.name.slice(0, -3)}${capital(type.code)}` : node.name
  const same = node.same?.() ?? sliced.same?.()
  if (same) return { name, value: complex(same, 'BackboneElement', place) }
  return { name, value: node.fixed ?? withPattern(node, typedValue(node, type, place)) }
}

function typedValue(node: Node, type: TypeRef | undefined, place: Place): unknown {
  const code = type?.code ?? 'BackboneElement'
  const { model, lend } = place
  if (code === 'Reference')
    return { reference: lend((type?.targets ?? []).map(url => model.structure(url)?.type ?? typeOfUrl(url))) }
  if (code === 'Resource') return { resourceType: 'Basic', code: { text: samplePrimitive('string') } }
  const coded = codedValue(node, code, model)
  if (isObject(coded)) {
    // Codings that a profile demands by themselves stand in place of the first code of the value set.
    const parts = (node.children.get('coding')?.min ?? 0) > 0 ? complex(node, code, place) : {}
    return fitted(node, 'coding' in parts ? parts : coded)
  }
  if (coded !== undefined) return coded
  const plain = samplePrimitive(code)
  if (plain !== undefined) return plain
  const profile = type?.profiles.map(url => model.structure(url)).find(found => found !== undefined)
  if (code === 'Extension' && profile) return { ...complex(model.tree(profile), code, place), url: profile.url }
  return merge(complex(node, code, place), extras[node.path] ?? extras[code] ?? {})
}

/** The value with what a profile fixes inside it: slices are told apart by parts that need not be there. */
function fitted(node: Node, value: Json): Json {
  const made: { [name: string]: unknown } = { ...value }
  for (const [name, child] of node.children) {
    if (child.fixed !== undefined) made[name] = child.fixed
    else if (isFixedInside(child)) {
      const [first = {}, ...rest] = [made[name] ?? []].flat()
      const fit = fitted(child, isObject(first) ? first : {})
      made[name] = child.many ? [fit, ...rest] : fit
    }
  }
  return made
}

const isFixedInside = ({ children }: Node): boolean =>
  [...children.values()].some(child => child.fixed !== undefined || isFixedInside(child))

/** The first code of the value set that is bound; one of ours where nothing says which. */
function codedValue(node: Node, code: string, model: Model): unknown {
  const bound = node.binding?.valueSet
  const pair = bound === undefined ? undefined : [...(model.expand(bound)?.pairs ?? [])].find(one => one.includes('|'))
  const cut = pair?.lastIndexOf('|') ?? -1
  const coding = pair === undefined ? UNKNOWN_CODE : { system: pair.slice(0, cut), code: pair.slice(cut + 1) }
  if (code === 'code') return pair === undefined ? undefined : coding.code
  if (code === 'Coding') return coding
  if (code !== 'CodeableConcept') return undefined
  return pair === undefined ? { text: samplePrimitive('string') } : { coding: [coding] }
}

const withPattern = ({ pattern }: Node, value: unknown): unknown =>
  pattern === undefined ? value : merge(isObject(value) && isObject(pattern) ? value : {}, pattern)

/** The second over the first, member by member; lists and plain values of the second win. */
function merge(value: unknown, over: unknown): unknown {
  if (!isObject(value) || !isObject(over)) return over
  const names = new Set([...Object.keys(value), ...Object.keys(over)])
  return Object.fromEntries([...names].map(name => [name, name in over ? merge(value[name], over[name]) : value[name]]))
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const typeOfUrl = (url: string): string => url.slice(url.lastIndexOf('/') + 1)
