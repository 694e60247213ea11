/**
 * Reads a YAML file that a person wrote and checks it against a JSON Schema. Every complaint names file, line and column, what
 * was expected and, where a word is nearly right, the word that was probably meant.
 */
import { readFileSync } from 'node:fs'
import type { ErrorObject } from 'ajv'
import type { Node } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { nearest } from './nearest.ts'
import { validatorOf } from './schema-validator.ts'

export { nearest } from './nearest.ts'

/** A place in a file; both count from 1, columns in characters. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface YamlFile<T> {
  readonly file: string
  readonly value: T
  /** The place of the node at a JSON pointer (`/endpoints/1/kind`), else of its nearest ancestor that exists. */
  at(pointer: string): Position
  /** An error that begins with `file:line:column` of the node at the pointer. */
  error(pointer: string, message: string): YamlFileError
}

/** A file that cannot be used. `problems` has one line for each fault; the message is all of them. */
export class YamlFileError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'YamlFileError'
    this.problems = problems
  }
}

/**
 * Parses and checks a file. `schema` is a JSON Schema 2020-12 as parsed JSON. `shown` is the file's name in messages and
 * defaults to the path. Throws YamlFileError: the file is missing, is not YAML, or does not match the schema.
 */
export function readYaml<T>(file: string, schema: object, shown: string = file): YamlFile<T> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new YamlFileError([`${shown}  cannot be read (${code}). Expected a readable YAML file. Is the path right?`])
  }
  return parseYaml<T>(text, schema, shown)
}

/** As `readYaml`, of text at hand. */
export function parseYaml<T>(text: string, schema: object, shown: string): YamlFile<T> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: '1.2' })
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const say = ({ line, column }: Position, message: string) => `${shown}:${line}:${column}  ${message}`
  if (document.errors.length > 0)
    throw new YamlFileError(
      document.errors.map(e => say(positionOf(e.pos[0]), `is not valid YAML: ${e.message}. Mend this line first.`)),
    )
  const node = (pointer: string) => positionOf(locate(document.contents, pointer, document))
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw new YamlFileError([say({ line: 1, column: 1 }, `cannot be expanded: ${(cause as Error).message}.`)])
  }
  const validate = validatorOf(schema)
  if (!validate(value)) {
    const problems = explain(validate.errors ?? []).map(error => say(node(placeOf(error)), describe(error, value)))
    throw new YamlFileError([...new Set(problems)])
  }
  return {
    file: shown,
    value: value as T,
    at: node,
    error: (pointer, message) => new YamlFileError([say(node(pointer), message)]),
  }
}

const decode = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~')
const encode = (token: string) => token.replaceAll('~', '~0').replaceAll('/', '~1')
const tokens = (pointer: string) => pointer.split('/').slice(1).map(decode)

/** Offset of the key (of a pair) or of the item (of a sequence) that a pointer names. */
function locate(root: unknown, pointer: string, document: { contents: unknown }): number {
  let node = root
  let offset = start(root) ?? 0
  for (const token of tokens(pointer)) {
    if (isAlias(node)) node = node.resolve(document as never)
    if (isMap(node)) {
      const pair = node.items.find(item => String(isScalar(item.key) ? item.key.value : item.key) === token)
      if (!pair) break
      offset = start(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(token)]
      if (item === undefined) break
      offset = start(item) ?? offset
      node = item
    } else break
  }
  return offset
}

const start = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0]

/** Leaves out the summary errors (`anyOf`, `if`) that follow from a more exact one. */
function explain(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const exact = errors.filter(e => !['anyOf', 'oneOf', 'allOf', 'if'].includes(e.keyword))
  return exact.length > 0 ? exact : errors
}

function placeOf(error: ErrorObject): string {
  const extra = error.params as { additionalProperty?: string; unevaluatedProperty?: string; propertyName?: string }
  const key = extra.additionalProperty ?? extra.unevaluatedProperty ?? extra.propertyName
  return key === undefined ? error.instancePath : `${error.instancePath}/${encode(key)}`
}

const quote = (value: unknown) => (typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing'))
const article = (type: string) => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`)
const words = (list: readonly unknown[]) => list.map(String).join(', ')
const guess = (word: unknown, list: readonly unknown[]) => {
  const near = typeof word === 'string' ? nearest(word, list.map(String)) : undefined
  return near === undefined ? '' : ` Did you mean "${near}"?`
}

/** A pointer as people write it: `endpoints[1].kind`. */
export const dotted = (pointer: string): string =>
  tokens(pointer)
    .map((token, i) => (/^\d+$/.test(token) ? `[${token}]` : `${i > 0 ? '.' : ''}${token}`))
    .join('') || 'the file'

function describe(error: ErrorObject, root: unknown): string {
  const where = dotted(error.instancePath)
  const parent = (error.parentSchema ?? {}) as { properties?: object; description?: string }
  const params = error.params as Record<string, unknown>
  const hint = parent.description ? ` (${parent.description.replace(/\.$/, '')})` : ''
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = String(params.additionalProperty ?? params.unevaluatedProperty)
      const known = Object.keys(parent.properties ?? {})
      const inside = error.instancePath === '' ? '' : ` in ${where}`
      return `"${key}" is not a known key${inside}. Expected one of ${words(known)}.${guess(key, known)}`
    }
    case 'required':
      return `${where} lacks "${String(params.missingProperty)}". Expected the keys ${words((error.schema as string[]) ?? [])}. Add it.`
    case 'enum':
      return `${where} is ${quote(error.data)}. Expected one of ${words(error.schema as unknown[])}.${guess(error.data, error.schema as unknown[])}`
    case 'const':
      return `${where} is ${quote(error.data)}. Expected ${quote(error.schema)}.`
    case 'type': {
      const wanted = [error.schema].flat().map(String)
      return `${where} is ${error.data === null ? 'empty' : quote(error.data).slice(0, 80)}. Expected ${wanted.map(article).join(' or ')}${hint}.`
    }
    case 'pattern':
      return `${where} is ${quote(error.data)}. Expected ${parent.description ? parent.description.replace(/\.$/, '') : `text that matches ${String(error.schema)}`}.`
    case 'format':
      return `${where} is ${quote(error.data)}. Expected a valid ${String(error.schema)}${hint}.`
    case 'uniqueItems':
      return `${where} names ${quote((at(root, error.instancePath) as unknown[])?.[Number(params.j)])} twice. Expected each item once. Remove one.`
    default:
      return `${where} ${error.message ?? 'is not valid'}${hint}. Expected what the schema says; see its description.`
  }
}

function at(root: unknown, pointer: string): unknown {
  let value = root
  for (const token of tokens(pointer)) value = (value as Record<string, unknown> | undefined)?.[token]
  return value
}
