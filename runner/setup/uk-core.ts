import { existsSync, statSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { extract } from 'tar'
import { validatorPlaces } from '../instruments/fhir-validator/official/places.ts'
import { packageCache } from '../instruments/tools/fhir-packages.ts'
import { SetupError } from './error.ts'

interface Manifest {
  readonly name: string
  readonly version: string
}

/**
 * Puts a UK Core package (a .tgz, a folder, or what the user's own FHIR package cache has) where HL7's validator finds it, after a
 * look at what it is: its name, its FHIR version, profiles with snapshots. Gives its id. Throws SetupError.
 */
export async function setUpUkCore(
  data: string,
  given: string | undefined,
  say: (line: string) => void,
): Promise<string> {
  const from = given ?? (await cached())
  if (from === undefined || !existsSync(from))
    throw new SetupError(
      `${from ?? `No UK Core package in ${packageCache()}`}${from === undefined ? '' : ' does not exist'}. Expected a FHIR package as .tgz, for instance fhir.r4.ukcore.stu2.tgz from HL7 UK.\nGet one, then: mustdo setup uk-core <package.tgz>`,
    )
  const { packages } = validatorPlaces(data)
  await mkdir(packages, { recursive: true })
  const part = await mkdtemp(join(packages, '..', 'uk-core-'))
  try {
    await unpack(from, part)
    const { name, version } = await readManifest(from, part)
    const profiles = await countProfiles(from, join(part, 'package'))
    const id = `${name}#${version}`
    await rm(join(packages, id), { recursive: true, force: true })
    await rename(part, join(packages, id))
    say(`${id}: ${profiles} profiles with snapshots, in ${join(packages, id)}`)
    return id
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

async function cached(): Promise<string | undefined> {
  const cache = packageCache()
  const entries = existsSync(cache) ? await readdir(cache) : []
  const newest = entries
    .filter(id => /^fhir\.r4\.ukcore[^#]*#/.test(id))
    .sort()
    .at(-1)
  return newest && join(cache, newest)
}

async function unpack(from: string, into: string): Promise<void> {
  if (statSync(from).isDirectory()) return cp(from, into, { recursive: true })
  try {
    await extract({ file: from, cwd: into, strict: true, filter: path => path.startsWith('package/') })
  } catch (error) {
    throw notAPackage(from, (error as Error).message)
  }
}

async function readManifest(from: string, folder: string): Promise<Manifest> {
  let read: Partial<Manifest> & { fhirVersions?: readonly string[] }
  try {
    read = JSON.parse(await readFile(join(folder, 'package', 'package.json'), 'utf8'))
  } catch {
    throw notAPackage(from, 'it has no readable package/package.json')
  }
  const { name, version, fhirVersions } = read
  if (!/^fhir\.r4\.ukcore[\w.-]*$/.test(name ?? '') || !/^[\w.+-]+$/.test(version ?? ''))
    throw notAPackage(from, `it calls itself "${name} ${version}"; UK Core packages are called fhir.r4.ukcore…`)
  if (fhirVersions && !fhirVersions.some(one => one.startsWith('4.0')))
    throw notAPackage(from, `it is for FHIR ${fhirVersions.join(', ')}; 4.0.1 is needed`)
  return { name: name ?? '', version: version ?? '' }
}

async function countProfiles(from: string, folder: string): Promise<number> {
  let profiles = 0
  for (const file of await readdir(folder)) {
    if (!/^StructureDefinition.*\.json$/.test(file)) continue
    const { snapshot } = JSON.parse(await readFile(join(folder, file), 'utf8')) as {
      snapshot?: { element?: unknown[] }
    }
    if (snapshot?.element?.length) profiles++
  }
  if (profiles === 0) throw notAPackage(from, 'it has no StructureDefinition with a snapshot')
  return profiles
}

const notAPackage = (from: string, why: string) =>
  new SetupError(
    `${from} is no UK Core package: ${why}. Expected a FHIR package of UK Core R4 with snapshots, as HL7 UK publishes it.\nThen: mustdo setup uk-core <package.tgz>`,
  )
