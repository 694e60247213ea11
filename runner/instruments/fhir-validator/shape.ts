import type { ValidationIssue } from '../../../reports/record.ts'
import type { Property, R4Schema, Shape } from './r4-schema.ts'

/** A resource found in another: its value, and where it stands. */
export interface Inner {
  readonly value: unknown
  readonly path: string
}

export interface ShapeAnswer {
  readonly issues: readonly ValidationIssue[]
  readonly inner: readonly Inner[]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const targetOf = (property: Property | undefined): string | undefined =>
  (property?.$ref ?? property?.items?.$ref)?.split('/').at(-1)

const issue = (code: string, path: string, message: string, rule: string): ValidationIssue => ({
  severity: 'error',
  code,
  path,
  message,
  rule,
})

/**
 * What the JSON schema leaves unsaid of one resource: primitive elements that must be there, choices made twice or not at all,
 * empty arrays and objects. Resources inside are handed back, not entered.
 */
export function checkShape(
  schema: R4Schema,
  shapes: Readonly<Record<string, Shape>>,
  root: Inner,
  type: string,
): ShapeAnswer {
  const issues: ValidationIssue[] = []
  const inner: Inner[] = []

  const walk = (value: Record<string, unknown>, name: string, path: string): void => {
    const properties = schema.definitions[name]?.properties ?? {}
    const shape = shapes[name] ?? {}
    for (const element of shape.required ?? [])
      if (!(element in value) && !(`_${element}` in value))
        issues.push(issue('required', `${path}.${element}`, `${path} has no ${element}; it needs one`, 'missing'))
    for (const [choices, least] of [[shape.choices, 0] as const, [shape.requiredChoices, 1] as const])
      for (const choice of choices ?? []) {
        const made = madeChoices(value, properties, choice)
        const at = `${path}.${choice}[x]`
        if (made.length > 1)
          issues.push(issue('structure', at, `${made.join(' and ')} are there; only one may be`, 'choice'))
        if (made.length < least)
          issues.push(issue('required', at, `${path} has no ${choice}[x]; it needs one`, 'missing'))
      }
    for (const [key, held] of Object.entries(value)) {
      const target = targetOf(properties[key])
      if (Array.isArray(held) && held.length === 0)
        issues.push(issue('structure', `${path}.${key}`, `${key} is an empty array; leave it out instead`, 'empty'))
      if (target === undefined) continue
      for (const [place, item] of Array.isArray(held) ? held.entries() : [[-1, held] as const]) {
        const at = place < 0 ? `${path}.${key}` : `${path}.${key}[${place}]`
        const wanted = schema.definitions[target]?.properties !== undefined
        if (!isObject(item)) {
          // HL7's schema does not say that its complex types are objects.
          if (wanted && item !== null) issues.push(issue('structure', at, `${at} must be an object`, 'wrong-type'))
          continue
        }
        if (wanted && place >= 0 && properties[key]?.items === undefined)
          issues.push(issue('structure', at, `${path}.${key} must be one object, not an array`, 'wrong-type'))
        if (Object.keys(item).length === 0)
          issues.push(issue('structure', at, `${key} is an empty object; leave it out instead`, 'empty'))
        else if (target === 'ResourceList') inner.push({ value: item, path: at })
        else walk(item, target, at)
      }
    }
  }

  if (isObject(root.value)) walk(root.value, type, root.path)
  return { issues, inner }
}

/** The elements of a choice that are there: `valueString` and `_valueString` are one. */
function madeChoices(
  value: Record<string, unknown>,
  properties: Readonly<Record<string, Property>>,
  choice: string,
): readonly string[] {
  const members = Object.keys(value)
    .map(key => (key.startsWith('_') ? key.slice(1) : key))
    .filter(key => key in properties && key.startsWith(choice) && /^[A-Z]/.test(key.slice(choice.length)))
  return [...new Set(members)]
}
