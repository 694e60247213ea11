/**
 * The catalogue as one JSON file that the build writes beside the compiled modules. Reading it takes milliseconds; parsing and
 * checking ninety YAML files takes up to a second, which every start of the command would pay.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue, Condition, Framework, Pack, Standard } from './model.ts'

interface Snapshot {
  readonly version: string
  readonly digest: string
  readonly standards: readonly Standard[]
  readonly packs: readonly Pack[]
  readonly conditions: readonly Condition[]
  readonly frameworks: readonly Framework[]
}

const name = 'catalogue.snapshot.json'

/** Writes the snapshot of a checked catalogue into a folder, for `readSnapshot` to find. */
export function writeSnapshot(catalogue: Catalogue, folder: string): void {
  const snapshot: Snapshot = {
    version: catalogue.version,
    digest: catalogue.digest,
    standards: catalogue.standards,
    packs: [...catalogue.packs.values()],
    conditions: [...catalogue.conditions.values()],
    frameworks: [...catalogue.frameworks.values()],
  }
  writeFileSync(join(folder, name), `${JSON.stringify(snapshot)}\n`)
}

/** The catalogue from the snapshot in a folder; nothing where there is none, as in the sources. */
export function readSnapshot(folder: string): Catalogue | undefined {
  const path = join(folder, name)
  if (!existsSync(path)) return undefined
  const snapshot = JSON.parse(readFileSync(path, 'utf8')) as Snapshot
  const byId = <T extends { readonly id: string }>(items: readonly T[]) => new Map(items.map(item => [item.id, item]))
  return {
    version: snapshot.version,
    digest: snapshot.digest,
    standards: snapshot.standards,
    requirements: byId(snapshot.standards.flatMap(standard => standard.requirements)),
    packs: byId(snapshot.packs),
    conditions: byId(snapshot.conditions),
    frameworks: byId(snapshot.frameworks),
  }
}
