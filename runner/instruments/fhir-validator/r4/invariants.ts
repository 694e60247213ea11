import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4'
import { asWritten, notEvaluable } from './errata.ts'
import { isObject } from './json.ts'
import { ownInvariants } from './own-invariants.ts'
import type { Scope } from './scope.ts'
import type { Constraint, Node } from './tree.ts'

type Compiled = (value: unknown, variables: object) => unknown
const compiled = new Map<string, Compiled | undefined>()

/** Evaluates the constraints of an element and those of its type, each once. */
export function checkConstraints(value: unknown, node: Node, type: Node | undefined, path: string, scope: Scope): void {
  for (const constraint of node.constraints) check(constraint, value, node, type, path, scope)
  for (const constraint of type?.constraints ?? [])
    if (!node.constraints.some(({ key }) => key === constraint.key)) check(constraint, value, node, type, path, scope)
}

function check(constraint: Constraint, value: unknown, node: Node, type: Node | undefined, path: string, scope: Scope) {
  const { key, severity, human, expression } = constraint
  if (key === 'ele-1' || expression === undefined) return
  const own = ownInvariants.get(key)
  const verdict = own ? own(value, scope) : evaluate(constraint, value, node, type, scope)
  if (verdict === undefined) scope.report.skip(`invariant ${key}`)
  if (verdict === false)
    scope.report.add({ code: 'invariant', rule: key, severity }, path, `${path} breaks ${key}: ${human}`)
}

/** True, false, or undefined where it cannot be evaluated here. */
function evaluate(
  { key, expression = '' }: Constraint,
  value: unknown,
  node: Node,
  type: Node | undefined,
  scope: Scope,
) {
  if (notEvaluable.has(key)) return undefined
  const text = asWritten(key, expression)
  const base = isObject(value) && 'resourceType' in value ? '' : (nameOf(node, type) ?? '')
  const run = compile(text, base)
  if (!run) return undefined
  try {
    const result = run(value, { resource: scope.resource, rootResource: scope.root, context: value }) as unknown[]
    // What asks that something is not so holds where there is nothing.
    if (result.length === 0) return /\.not\(\)\s*\)?\s*$/.test(text)
    return result.length > 1 || result[0] !== false
  } catch {
    return undefined
  }
}

/** The type that FHIRPath is told the value has: that of data, or the path of a part that has no type of its own. */
function nameOf(node: Node, type: Node | undefined): string | undefined {
  const code = type?.path ?? node.types[0]?.code
  return code === undefined || code === 'BackboneElement' || code === 'Element' ? node.path : code
}

function compile(expression: string, base: string): Compiled | undefined {
  const key = `${base} ${expression}`
  if (compiled.has(key)) return compiled.get(key)
  let made: Compiled | undefined
  try {
    made = fhirpath.compile(base === '' ? expression : { base, expression }, r4, {
      resolveInternalTypes: true,
    }) as Compiled
  } catch {
    made = undefined
  }
  compiled.set(key, made)
  return made
}
