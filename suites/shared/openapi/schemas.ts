/** Whether a value is what a schema of the document allows, and if not, in which points. Compiled once for a document. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type Direction, inDialect } from './dialect.ts'
import type { Json, Place } from './document.ts'

/** One way in which a value is not what its schema says. */
export interface Misfit {
  /** Pointer into the value. */
  readonly at: string
  /** Keyword of JSON Schema: `type`, `required`, `format` … */
  readonly rule: string
  /** What the schema asks, in words. */
  readonly expected: string
  /** The member that is missing or too many, where one is. */
  readonly member?: string
}

const MOST_MISFITS = 50

interface Compiler {
  readonly ajv: Ajv2020
  readonly made: Map<string, ValidateFunction | undefined>
}
const compilers = new WeakMap<Json, Map<Direction, Compiler>>()

function compilerOf(document: Json, direction: Direction): Compiler {
  const both = compilers.get(document) ?? new Map<Direction, Compiler>()
  compilers.set(document, both)
  const known = both.get(direction)
  if (known) return known
  // Patterns of OpenAPI are those of ECMA-262, mostly written without its unicode mode in mind.
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    logger: false,
    unicodeRegExp: false,
    validateSchema: false,
  })
  addFormats.default(ajv)
  ajv.addSchema(inDialect(document, direction), DOCUMENT)
  const made = { ajv, made: new Map<string, ValidateFunction | undefined>() }
  both.set(direction, made)
  return made
}

const DOCUMENT = 'openapi:/document'

/** The compiled schema at a pointer; undefined when it cannot be compiled (a bad pattern, a reference that leads nowhere). */
function compiled(document: Json, pointer: string, direction: Direction): ValidateFunction | undefined {
  const { ajv, made } = compilerOf(document, direction)
  if (made.has(pointer)) return made.get(pointer)
  let validate: ValidateFunction | undefined
  try {
    const fragment = pointer.split('/').map(encodeURIComponent).join('/')
    validate = ajv.compile({ $ref: `${DOCUMENT}#${fragment}` })
  } catch {
    validate = undefined
  }
  made.set(pointer, validate)
  return validate
}

/** Whether the schema at this place can be used at all. */
export const isUsable = (document: Json, { at }: Place): boolean => compiled(document, at, 'response') !== undefined

/** The misfits of a value, each keyword at each place once; none when it fits or when the schema cannot be used. */
export function misfitsOf(document: Json, { at }: Place, value: unknown, direction: Direction): readonly Misfit[] {
  const validate = compiled(document, at, direction)
  if (!validate || validate(value)) return []
  const found = new Map<string, Misfit>()
  for (const { instancePath, keyword, message, params, schemaPath } of validate.errors ?? []) {
    // Branches of a choice say why each did not fit; the choice itself says so once.
    if (/^(if|else|then)$/.test(keyword)) continue
    const named = params as { missingProperty?: string; additionalProperty?: string; unevaluatedProperty?: string }
    const member = named.missingProperty ?? named.additionalProperty ?? named.unevaluatedProperty
    const misfit = {
      at: instancePath,
      rule: keyword,
      expected: sayRule(keyword, message ?? schemaPath, params),
      ...(member !== undefined && { member }),
    }
    found.set(JSON.stringify(misfit), misfit)
    if (found.size >= MOST_MISFITS) break
  }
  return withoutBranches([...found.values()])
}

/** What the branches of an `anyOf` or `oneOf` said is noise beside the choice itself. */
function withoutBranches(misfits: readonly Misfit[]): readonly Misfit[] {
  const isChoice = ({ rule }: Misfit) => rule === 'anyOf' || rule === 'oneOf'
  const choices = misfits.filter(isChoice)
  return misfits.filter(
    one => !choices.some(({ at }) => (one.at === at && !isChoice(one)) || one.at.startsWith(`${at}/`)),
  )
}

function sayRule(keyword: string, message: string, params: unknown): string {
  const { type, allowedValues, format, pattern, limit, comparison } = params as { [name: string]: unknown }
  if (keyword === 'type') return Array.isArray(type) ? type.join(' or ') : String(type)
  if (keyword === 'enum') return `one of ${(allowedValues as unknown[]).slice(0, 12).map(String).join(', ')}`
  if (keyword === 'anyOf' || keyword === 'oneOf') return 'one of the alternatives'
  if (keyword === 'const') return 'the one value that the schema names'
  if (keyword === 'format') return `format ${String(format)}`
  if (keyword === 'pattern') return `pattern ${String(pattern)}`
  if (comparison !== undefined) return `${String(comparison)} ${String(limit)}`
  if (limit !== undefined) return `${keyword} ${String(limit)}`
  return message
}

/** Whether a value fits; a schema that cannot be used lets everything through. */
export const fits = (document: Json, place: Place, value: unknown, direction: Direction): boolean =>
  misfitsOf(document, place, value, direction).length === 0
