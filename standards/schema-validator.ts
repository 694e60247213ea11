/**
 * Validators of our own JSON Schemas. A run waits for one before its first request, and loading and compiling it takes a tenth of a second:
 * the build writes them out as code beside the schema (`x.schema.cjs`), and what has no such file is compiled when it is first asked for.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { ErrorObject } from 'ajv'
import type { Ajv2020, Options } from 'ajv/dist/2020.js'

/** True for a value that fits; else `errors` says why not, until the next call. */
export interface SchemaValidator {
  (value: unknown): boolean
  errors?: ErrorObject[] | null
}

const load = createRequire(import.meta.url)
const made = new WeakMap<object, SchemaValidator>()
let ajv: Ajv2020 | undefined

/** The validator of a schema (2020-12, as parsed JSON); the same one each time. */
export function validatorOf(schema: object): SchemaValidator {
  const known = made.get(schema)
  if (known) return known
  ajv ??= newAjv()
  const compiled = ajv.compile(schema) as SchemaValidator
  made.set(schema, compiled)
  return compiled
}

/** Takes the validator of `schema` from the file that the build wrote, where there is one. `place` is where the schema is. */
export function useBuilt(schema: object, place: URL): void {
  const file = builtFile(fileURLToPath(place))
  if (existsSync(file)) made.set(schema, load(file) as SchemaValidator)
}

/** For `x.schema.json`, where its validator is as code. */
export const builtFile = (schemaFile: string): string => schemaFile.replace(/\.json$/, '.cjs')

/** The validator as a CommonJS module: it gives the same errors as `validatorOf`. */
export function codeOf(schema: object): string {
  const instance = newAjv({ source: true })
  const standalone = load('ajv/dist/standalone') as { default: typeof import('ajv/dist/standalone/index.js').default }
  return (standalone.default as unknown as (ajv: Ajv2020, validate: unknown) => string)(
    instance,
    instance.compile(schema),
  )
}

// Our schemas are checked by a test, and one file each is not worth optimising for.
function newAjv(code: Options['code'] = {}): Ajv2020 {
  const { Ajv2020: Ajv } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')
  const addFormats = load('ajv-formats') as (instance: Ajv2020) => void
  const instance = new Ajv({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    verbose: true,
    validateSchema: false,
    code: { optimize: false, ...code },
  })
  addFormats(instance)
  return instance
}
