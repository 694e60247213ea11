import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { ValidationIssue } from '../../../reports/record.ts'
import type { ValidatorEngine } from './engine.ts'
import type { FhirPackage } from './package.ts'
import { readR4Schema, readShapes } from './r4-schema.ts'
import { checkShape, type Inner } from './shape.ts'

export interface EmbeddedOptions {
  /** Definitions beyond those of R4: profiles with snapshots, value sets, code systems. */
  readonly packages?: readonly FhirPackage[]
}

/** What a JSON schema cannot say, and so is not looked at here. */
const NOT_EVALUATED = [
  'invariants (FHIRPath constraints)',
  'terminology beyond the required code lists that R4 itself defines',
  'slicing',
  'targets of references',
  'extensions: their definitions, where they may stand',
  'narrative (XHTML rules)',
  'calendar: days that a month does not have',
] as const

/** Codes and names by the schema's keyword; IssueType as HL7's own validator uses it. */
const kinds: Readonly<Record<string, readonly [code: string, rule: string]>> = {
  additionalProperties: ['structure', 'unknown-element'],
  type: ['structure', 'wrong-type'],
  required: ['required', 'missing'],
  enum: ['code-invalid', 'required-binding'],
  const: ['structure', 'unknown-resource'],
}

/** More than this many of one resource say nothing new. */
const MOST_ISSUES = 100

/**
 * Base R4 validity inside the harness, from HL7's own JSON schema and what it leaves unsaid (`r4-shape.json`). Needs no Java
 * and no network. The first resource of a type costs 10 to 400 ms to compile, the next ones under 1 ms.
 */
export async function embeddedValidator({ packages = [] }: EmbeddedOptions = {}): Promise<ValidatorEngine> {
  const [schema, shapes] = await Promise.all([readR4Schema(), readShapes()])
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false, verbose: true, inlineRefs: false })
  ajv.addSchema(schema)
  const isResource = (type: string) => schema.definitions[type]?.properties?.resourceType !== undefined

  const one = (root: Inner): readonly ValidationIssue[] => {
    const type = (root.value as { resourceType?: unknown } | null)?.resourceType
    if (typeof type !== 'string' || !isResource(type))
      return [
        {
          severity: 'fatal',
          code: 'structure',
          path: root.path || 'resource',
          message: `resourceType is ${JSON.stringify(type) ?? 'absent'}; R4 has no such resource`,
          rule: 'unknown-resource',
        },
      ]
    const path = root.path || type
    const validate = ajv.getSchema(`${schema.$id}#/definitions/${type}`) as ValidateFunction
    const said = validate(root.value) ? [] : (validate.errors ?? [])
    const shape = checkShape(schema, shapes, { ...root, path }, type)
    return [
      ...said.filter(error => !isPlaceholder(root.value, error)).map(error => toIssue(path, error)),
      ...shape.issues,
      ...shape.inner.flatMap(one),
    ]
  }

  return {
    name: 'embedded',
    version: '1',
    packages: ['hl7.fhir.r4.json-schema#4.0.1', ...packages.map(({ name, version }) => `${name}#${version}`)],
    validate: async (resource, options = {}) => ({
      issues: one({ value: resource, path: '' }).slice(0, MOST_ISSUES),
      notEvaluated: options.profile ? [...NOT_EVALUATED, `profile ${options.profile}`] : NOT_EVALUATED,
    }),
    close: async () => undefined,
  }
}

/** `/name/0/given/1` → `.name[0].given[1]` */
const toPath = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map(part => (/^\d+$/.test(part) ? `[${part}]` : `.${part.replaceAll('~1', '/').replaceAll('~0', '~')}`))
    .join('')

/** A null in an array of primitives keeps the place of an element that has only an extension (json.html#null). */
function isPlaceholder(resource: unknown, { keyword, instancePath, data }: ErrorObject): boolean {
  if (data !== null || !/^(type|enum|pattern)$/.test(keyword)) return false
  const parts = instancePath.split('/').slice(1)
  const place = parts.pop()
  const key = parts.pop()
  if (!place || !key || !/^\d+$/.test(place)) return false
  const holder = parts.reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], resource)
  const other = (holder as Record<string, unknown> | undefined)?.[key.startsWith('_') ? key.slice(1) : `_${key}`]
  return Array.isArray(other) && other[Number(place)] !== null && other[Number(place)] !== undefined
}

function toIssue(root: string, error: ErrorObject): ValidationIssue {
  // A list of codes says nothing of the type; what is no string is wrong before it is outside the list.
  const keyword = error.keyword === 'enum' && typeof error.data !== 'string' ? 'type' : error.keyword
  const [code, rule] = kinds[keyword] ?? ['value', 'format']
  const { additionalProperty, missingProperty, type = 'string' } = error.params as Record<string, string | undefined>
  const extra = additionalProperty ?? missingProperty
  const path = `${root}${toPath(error.instancePath)}${extra === undefined ? '' : `.${extra}`}`
  const messages: Readonly<Record<string, string>> = {
    'unknown-element': `${path} is not an element of R4`,
    'wrong-type': `${path} is ${kindOf(error.data)}; it must be ${type}`,
    missing: `${path} is missing; R4 needs it`,
    'required-binding': `${path} is not a code of the value set that R4 requires`,
    format: `${path} does not have the format of its type`,
  }
  return { severity: 'error', code, path, message: messages[rule] ?? `${path} is wrong`, rule }
}

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'an array' : `of type ${typeof value}`
