import type { ElementDefinitionSlicingDiscriminator } from 'fhir/r4.js'
import { hasPattern, isEqual, isObject, listOf } from './json.ts'
import { capital } from './model.ts'
import { referredType } from './references.ts'
import type { Scope } from './scope.ts'
import type { Node } from './tree.ts'

/**
 * Whether a value is of a slice by one discriminator; undefined where that cannot be told here: what a reference leads to, and
 * whether something follows a profile.
 */
export function matches(
  value: unknown,
  name: string,
  slice: Node,
  { type, path }: ElementDefinitionSlicingDiscriminator,
  scope: Scope,
): boolean | undefined {
  const steps = stepsOf(path)
  if (type === 'type') return hasType(value, name, slice, steps, scope)
  if (type === 'exists') return exists(value, slice, steps)
  if (type === 'value' || type === 'pattern') return hasValue(value, slice, steps, scope)
  return undefined
}

/** `code.coding`, `extension('http://…').value`, `$this`: the steps of a restricted FHIRPath. */
const stepsOf = (path: string): readonly string[] =>
  (path.match(/extension\('[^']*'\)|[^.]+/g) ?? []).filter(step => step !== '$this')

const extensionOf = (step: string) => /^extension\('([^']*)'\)$/.exec(step)?.[1]

/** The values at the end of a path; undefined if it leads out of the value. */
function valuesAt(value: unknown, steps: readonly string[]): readonly unknown[] | undefined {
  let values: readonly unknown[] = [value]
  for (const step of steps) {
    if (step === 'resolve()') return undefined
    const url = extensionOf(step)
    values = values.flatMap(one => {
      if (!isObject(one)) return []
      if (url !== undefined) return listOf(one['extension']).filter(found => isObject(found) && found['url'] === url)
      if (step.startsWith('ofType(')) return [one]
      const key =
        step in one
          ? step
          : Object.keys(one).find(name => name.startsWith(step) && /^[A-Z]/.test(name.slice(step.length)))
      return key === undefined ? [] : listOf(one[key])
    })
  }
  return values
}

/** The definition at the end of a path. */
function nodeAt(slice: Node, steps: readonly string[]): Node | undefined {
  return steps.reduce<Node | undefined>((node, step) => {
    const url = extensionOf(step)
    if (url === undefined) return node?.children.get(step) ?? node?.children.get(`${step}[x]`)
    return [...(node?.children.get('extension')?.slices.values() ?? [])].find(one => urlOf(one) === url)
  }, slice)
}

const urlOf = (extension: Node): unknown => extension.types[0]?.profiles[0] ?? extension.children.get('url')?.fixed

function exists(value: unknown, slice: Node, steps: readonly string[]): boolean | undefined {
  const node = nodeAt(slice, steps)
  const values = valuesAt(value, steps)
  if (!node || !values) return undefined
  if (node.max === 0) return values.length === 0
  return node.min === 0 || values.length > 0
}

function hasType(
  value: unknown,
  name: string,
  slice: Node,
  steps: readonly string[],
  scope: Scope,
): boolean | undefined {
  const isResolved = steps.at(-1) === 'resolve()'
  const way = isResolved ? steps.slice(0, -1) : steps
  const node = nodeAt(slice, way)
  const values = valuesAt(value, way)
  if (!node || !values) return undefined
  if (isResolved) {
    const types = node.types.flatMap(({ targets }) => targets).map(url => scope.model.structure(url)?.type)
    const found = values.map(one => (isObject(one) ? referredType(one['reference'], scope) : undefined))
    return found.includes(undefined) || types.includes(undefined) ? undefined : found.some(type => types.includes(type))
  }
  const codes = node.types.map(({ code }) => code)
  if (values.some(one => isObject(one) && 'resourceType' in one))
    return values.some(one => isObject(one) && codes.includes(String(one['resourceType'])))
  if (steps.length === 0) return codes.some(code => name.endsWith(capital(code)))
  return undefined
}

function hasValue(value: unknown, slice: Node, steps: readonly string[], scope: Scope): boolean | undefined {
  if (steps.length === 1 && steps[0] === 'url' && slice.types[0]?.code === 'Extension' && urlOf(slice) !== undefined)
    return isObject(value) && value['url'] === urlOf(slice)
  const values = valuesAt(value, steps)
  if (!values) return undefined
  const demand = demandOf(slice, steps)
  if (demand.length > 0)
    return values.some(one => demand.every(({ way, fits }) => (valuesAt(one, way) ?? []).some(fits)))
  const inSlices = slicesAt(slice, steps).filter(asks)
  if (inSlices.length > 0) return inSlices.every(node => values.some(fitOf(node)))
  return isBound(values, nodeAt(slice, steps), scope)
}

/** The definitions at the end of a path that leads through slices, as that of a coding which must be among others. */
function slicesAt(slice: Node, steps: readonly string[]): readonly Node[] {
  return steps.reduce<readonly Node[]>(
    (nodes, step) =>
      nodes.flatMap(node => {
        const child = node.children.get(step)
        return child ? [child, ...child.slices.values()] : []
      }),
    [slice],
  )
}

interface Demand {
  readonly way: readonly string[]
  readonly fits: (value: unknown) => boolean
}

/** What a slice asks of the value at a path: by the element there, by one above it, or by those inside it. */
function demandOf(slice: Node, steps: readonly string[]): readonly Demand[] {
  const node = nodeAt(slice, steps)
  if (node && asks(node)) return [{ way: [], fits: fitOf(node) }]
  for (let above = steps.length - 1; above >= 0; above--) {
    const holder = nodeAt(slice, steps.slice(0, above))
    const whole = holder && asks(holder) ? valuesAt(holder.pattern ?? holder.fixed, steps.slice(above)) : undefined
    if (whole && whole.length > 0) return [{ way: [], fits: value => hasPattern(value, whole[0]) }]
  }
  return node ? inside(node, []) : []
}

function inside(node: Node, way: readonly string[]): readonly Demand[] {
  return [...node.children].flatMap(([name, child]) => {
    const here = [...way, name.replace(/\[x\]$/, '')]
    return asks(child) ? [{ way: here, fits: fitOf(child) }] : inside(child, here)
  })
}

const asks = ({ fixed, pattern }: Node) => fixed !== undefined || pattern !== undefined
const fitOf =
  ({ fixed, pattern }: Node) =>
  (value: unknown) =>
    fixed !== undefined ? isEqual(value, fixed) : hasPattern(value, pattern)

/** A required value set tells slices apart as well. */
function isBound(values: readonly unknown[], node: Node | undefined, { model }: Scope): boolean | undefined {
  const { strength, valueSet } = node?.binding ?? {}
  const expansion = strength === 'required' && valueSet ? model.expand(valueSet) : undefined
  if (!expansion) return undefined
  return values.some(value => {
    if (typeof value === 'string') return expansion.codes.has(value)
    const codings = isObject(value) && 'coding' in value ? listOf(value['coding']) : [value]
    return codings.some(one => isObject(one) && expansion.pairs.has(`${one['system'] ?? ''}|${one['code']}`))
  })
}
