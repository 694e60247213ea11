/** Gives profiles that came with differentials only the snapshots that validation walks. */
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cachedPackage } from './caches.ts'
import { type Definition, type FhirPackage, idOf, PackageError } from './package.ts'
import { writePackage } from './write.ts'

export interface SnapshotPlaces {
  /** Package caches with the base definitions and whatever the package depends on. */
  readonly caches: readonly string[]
  /** Folder where snapshots are kept once made; they cost about 50 ms each. */
  readonly kept: string
}

/** The definitions that snapshots are made from; the generator wants all three. */
const bases = ['hl7.fhir.r4.core', 'hl7.terminology.r4', 'hl7.fhir.uv.extensions.r4'] as const
const CORE = 'hl7.fhir.r4.core#4.0.1'

const hasSnapshot = ({ snapshot }: Definition): boolean =>
  ((snapshot as { element?: readonly unknown[] } | undefined)?.element?.length ?? 0) > 0
const isProfile = ({ resourceType }: Definition) => resourceType === 'StructureDefinition'

/** Profiles and extensions of the package that have no snapshot. */
export const withoutSnapshot = (one: FhirPackage): readonly Definition[] =>
  one.resources.filter(resource => isProfile(resource) && !hasSnapshot(resource))

/**
 * The package with a snapshot in each profile that can have one; what could not be made is left as it was. Works offline. Throws
 * PackageError when the base definitions are not at hand.
 */
export async function withSnapshots(one: FhirPackage, places: SnapshotPlaces): Promise<FhirPackage> {
  const wanting = withoutSnapshot(one)
  if (wanting.length === 0) return one
  const file = join(places.kept, `${idOf(one)}-${one.digest.slice(0, 16)}.json`)
  const made = (await keptSnapshots(file)) ?? (await makeSnapshots(one, wanting, places.caches))
  if (!existsSync(file)) await keep(places.kept, file, made)
  return {
    ...one,
    resources: one.resources.map(resource =>
      resource.url && made[resource.url] && !hasSnapshot(resource) && isProfile(resource)
        ? { ...resource, snapshot: made[resource.url] }
        : resource,
    ),
  }
}

type Snapshots = Readonly<Record<string, unknown>>

async function keptSnapshots(file: string): Promise<Snapshots | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Snapshots
  } catch {
    // Absent, or cut short by a crash: made anew.
    await rm(file, { force: true })
    return undefined
  }
}

async function keep(folder: string, file: string, made: Snapshots): Promise<void> {
  await mkdir(folder, { recursive: true })
  const part = `${file}.${process.pid}`
  await writeFile(part, JSON.stringify(made))
  await rename(part, file)
}

async function makeSnapshots(one: FhirPackage, wanting: readonly Definition[], caches: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'mustdo-snapshots-'))
  try {
    const there = await layOutBases(one, folder, caches)
    await writePackage({ ...one, dependencies: { ...one.dependencies, ...there.core } }, folder, there.ids)
    // Both are heavy; they load when a package without snapshots turns up.
    const { FhirPackageExplorer } = await import('fhir-package-explorer')
    const { FhirSnapshotGenerator } = await import('fhir-snapshot-generator')
    const quiet = { info: nothing, warn: nothing, error: nothing, debug: nothing }
    const explorer = await FhirPackageExplorer.create({
      context: [idOf(one)],
      cachePath: folder,
      fhirVersion: '4.0.1',
      registryUrl: 'n/a',
      logger: quiet,
    })
    const generator = await FhirSnapshotGenerator.create({
      fpe: explorer,
      fhirVersion: '4.0.1',
      cacheMode: 'none',
      logger: quiet,
    })
    const made: Record<string, unknown> = {}
    for (const { url } of wanting) {
      if (!url) continue
      const { snapshot } = await generator.getSnapshot(url).catch(() => ({ snapshot: undefined }))
      if (snapshot) made[url] = snapshot
    }
    return made
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const nothing = () => undefined

/** Copies what the generator reads into a cache of its own, for it writes beside what it reads. */
async function layOutBases(one: FhirPackage, folder: string, caches: readonly string[]) {
  const wanted = [...bases, ...Object.entries(one.dependencies).map(([name, version]) => `${name}#${version}`)]
  const ids: string[] = []
  for (const name of new Set(wanted)) {
    const from = await cachedPackage(name, caches)
    if (!from) continue
    const read = JSON.parse(await readFile(join(from, 'package', 'package.json'), 'utf8')) as FhirPackage
    const id = idOf(read)
    if (ids.includes(id)) continue
    const into = join(folder, id, 'package')
    await mkdir(into, { recursive: true })
    const dependencies = id === CORE ? {} : { 'hl7.fhir.r4.core': '4.0.1' }
    await writeFile(join(into, 'package.json'), JSON.stringify({ ...read, dependencies }))
    for (const file of await readdir(join(from, 'package')))
      if (/^StructureDefinition-.*\.json$/.test(file)) await copyFile(join(from, 'package', file), join(into, file))
    ids.push(id)
  }
  const lacking = bases.find(name => !ids.some(id => id.startsWith(`${name}#`)))
  if (lacking)
    throw new PackageError(
      `${idOf(one)} has profiles without snapshots, and ${lacking}, from which they are made, is not in ${caches.join(' or ')}. Expected the base definitions on this machine.\nBring them with: mustdo setup uk-core <package.tgz>, or mustdo setup validator`,
    )
  return { ids, core: { 'hl7.fhir.r4.core': '4.0.1' } }
}
