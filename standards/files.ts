/** Where the catalogue's files lie, and what they hold before anything is resolved. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { byCodePoint } from './canonical.ts'
import type { Condition, Pillar, Requirement, Standard } from './model.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'

/** The folder of this catalogue: beside this module, in the sources as in dist/. */
export const catalogueRoot = dirname(fileURLToPath(import.meta.url))

type Optional<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>
type Defaults = Pick<Requirement, 'dutyHolder' | 'appliesWhen' | 'wgll'> &
  Partial<Pick<Requirement, 'safety' | 'sourceConfirmed' | 'inForce' | 'conformBy' | 'supersededBy'>>

/** A row as written: what it leaves out comes from the file's own keys and defaults. */
export type RowFile = Optional<
  Omit<Requirement, 'standard'>,
  'pillar' | 'basis' | 'dutyHolder' | 'appliesWhen' | 'wgll' | 'safety' | 'sourceConfirmed'
>
export interface StandardFile extends Omit<Standard, 'requirements'> {
  readonly defaults: Defaults
  readonly requirements: readonly RowFile[]
}
export interface ConditionsFile {
  readonly conditions: readonly Condition[]
}

type Kind = 'standard' | 'pack' | 'conditions' | 'framework' | 'national-plan'
const schemas = new Map<Kind, object>()

/** The JSON Schema (2020-12) of a kind of file. */
export function schemaOf(kind: Kind): object {
  const known = schemas.get(kind)
  if (known) return known
  const text = readFileSync(join(catalogueRoot, 'schema', `${kind}.schema.json`), 'utf8')
  const schema = JSON.parse(text) as object
  schemas.set(kind, schema)
  return schema
}

/** The YAML files of a folder in code-point order, each read by `read`; an absent folder has none. */
export function folder(root: string, name: string): readonly string[] {
  let entries: string[]
  try {
    entries = readdirSync(join(root, name))
  } catch {
    return []
  }
  return entries
    .filter(entry => entry.endsWith('.yaml'))
    .sort(byCodePoint)
    .map(entry => `${name}/${entry}`)
}

/** Reads one file of the catalogue; its name in messages is relative to the repository. */
export const readFile = <T>(root: string, kind: Kind, name: string): YamlFile<T> =>
  readYaml<T>(join(root, ...name.split('/')), schemaOf(kind), `standards/${name}`)

/** The row with every default filled in. */
export function requirementOf(file: StandardFile, row: RowFile): Requirement {
  const pillar: Pillar = row.pillar ?? file.pillar
  return {
    safety: false,
    sourceConfirmed: true,
    url: file.url,
    ...file.defaults,
    basis: file.basis,
    ...row,
    pillar,
    standard: file.id,
  }
}
