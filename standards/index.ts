/** Loads the catalogue: what must be done, checked as a whole and the same on every machine. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { canonicalJson } from './canonical.ts'
import { type ConditionsFile, catalogueRoot, folder, readFile, type StandardFile } from './files.ts'
import { type Catalogue, type Framework, type Pack, pillars } from './model.ts'
import { resolve } from './resolve.ts'
import { readSnapshot } from './snapshot.ts'
import { readYaml, type YamlFile, YamlFileError } from './yaml-file.ts'

export { catalogueRoot, schemaOf } from './files.ts'
export type * from './model.ts'

/** The catalogue's files are wrong. Each problem names file, line, column, what was expected and what to do. */
export class CatalogueError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'CatalogueError'
    this.problems = problems
  }
}

const versionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['version'],
  properties: { version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$', description: 'three numbers with dots' } },
} as const

/**
 * Reads, checks and resolves every file under `root`. Without a root it is the catalogue that ships with this module, from its
 * snapshot where the build made one. Throws CatalogueError.
 */
export function loadCatalogue(root?: string): Catalogue {
  if (root !== undefined) return readCatalogue(root)
  shipped ??= readSnapshot(catalogueRoot) ?? readCatalogue(catalogueRoot)
  return shipped
}

/** The shipped catalogue, read once in a process: it is immutable. */
let shipped: Catalogue | undefined

/** As `loadCatalogue`, always from the YAML files. */
export function readCatalogue(root: string): Catalogue {
  const problems: string[] = []
  const attempt = <T>(read: () => YamlFile<T>): YamlFile<T> | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof YamlFileError)) throw error
      problems.push(...error.problems)
      return undefined
    }
  }
  const readAll = <T>(kind: 'standard' | 'pack' | 'framework', folders: readonly string[]) =>
    folders.flatMap(name => folder(root, name)).flatMap(name => attempt(() => readFile<T>(root, kind, name)) ?? [])

  const standards = readAll<StandardFile>('standard', pillars)
  const packs = readAll<Pack>('pack', ['packs'])
  const frameworks = readAll<Framework>('framework', ['frameworks'])
  const conditions = attempt(() => readFile<ConditionsFile>(root, 'conditions', 'conditions.yaml'))
  const version = attempt(() =>
    readYaml<{ version: string }>(join(root, 'version.yaml'), versionSchema, 'standards/version.yaml'),
  )
  if (problems.length > 0 || !conditions || !version) throw new CatalogueError(problems)

  const resolved = resolve({ standards, packs, conditions, frameworks }, problem => problems.push(problem))
  if (problems.length > 0) throw new CatalogueError(problems)
  const facts = {
    standards: resolved.standards,
    packs: [...resolved.packs.values()],
    conditions: [...resolved.conditions.values()],
    frameworks: [...resolved.frameworks.values()],
  }
  const digest = createHash('sha256').update(canonicalJson(facts)).digest('hex')
  return { version: version.value.version, digest, ...resolved }
}
