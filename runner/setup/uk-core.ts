import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CORE_SOURCE, readLock, validatorPlaces } from '../instruments/fhir-validator/official/places.ts'
import { ukCoreIn } from '../instruments/fhir-validator/official/uk-core.ts'
import { cachedPackage, userCache } from '../packages/caches.ts'
import { type FhirPackage, idOf } from '../packages/package.ts'
import { readPackage } from '../packages/read.ts'
import { withoutSnapshot, withSnapshots } from '../packages/snapshots.ts'
import { writePackage } from '../packages/write.ts'
import { bringDefinitions } from './definitions.ts'
import { SetupError } from './error.ts'
import { npmPack } from './npm-pack.ts'

/** Where HL7 UK publishes, and what is brought from there unless told otherwise: the last version that is no draft. */
const REGISTRY = 'https://packages.simplifier.net'
const PUBLISHED = 'fhir.r4.ukcore.stu2@2.0.1'

/**
 * Puts a UK Core package (a .tgz, a folder, name#version, else what the user's own FHIR package cache has, else the published one from its
 * registry, or the one that MUSTDO_FHIR_REGISTRY names) where both validators find it: looked at,
 * and with snapshots made for profiles that have none. Gives its id. Throws SetupError or PackageError.
 */
export async function setUpUkCore(
  data: string,
  given: string | undefined,
  say: (line: string) => void,
): Promise<string> {
  const { packages } = validatorPlaces(data)
  const read = await readGiven(given, say)
  const wanting = withoutSnapshot(read)
  if (wanting.length > 0) {
    say(`${idOf(read)}: making ${wanting.length} snapshots …`)
    await bringBases(packages, say)
  }
  const whole = await withSnapshots(read, { caches: [packages, userCache()], kept: snapshotFolder(data) })
  const profiles = whole.resources.filter(({ resourceType }) => resourceType === 'StructureDefinition').length
  const without = withoutSnapshot(whole)
  if (without.length === profiles)
    throw notUkCore(given ?? idOf(read), 'it has no StructureDefinition that can be used')
  await replace(whole, packages)
  const lacking = without.length > 0 ? `; without one: ${without.map(({ url }) => url).join(', ')}` : ''
  say(
    `${idOf(whole)}: ${profiles - without.length} profiles with snapshots, in ${join(packages, idOf(whole))}${lacking}`,
  )
  say(`sha256 of its definitions: ${whole.digest}`)
  return idOf(whole)
}

/** Where snapshots are kept that were made for packages without. */
export const snapshotFolder = (data: string): string => join(data, 'fhir', 'snapshots')

async function readGiven(given: string | undefined, say: (line: string) => void): Promise<FhirPackage> {
  const cache = userCache()
  const from = given ?? ukCoreIn(cache)[0] ?? PUBLISHED
  const isHere = existsSync(from) || (await cachedPackage(from, [cache])) !== undefined
  if (!isHere && /^fhir\.r4\.ukcore[\w.-]*[#@][\w.-]+$/.test(from)) return fetched(from.replace('#', '@'), say)
  if (!isHere)
    throw new SetupError(
      `${from} does not exist. Expected a FHIR package as .tgz, for instance fhir.r4.ukcore.stu2.tgz from HL7 UK, or its name#version.\nGet one, then: mustdo setup uk-core <package.tgz>`,
    )
  const read = await readPackage(from, [cache])
  if (!/^fhir\.r4\.ukcore[\w.-]*$/.test(read.name))
    throw notUkCore(from, `it calls itself "${idOf(read)}"; UK Core packages are called fhir.r4.ukcore…`)
  return read
}

/** From the registry of FHIR packages, which npm can talk to. */
async function fetched(spec: string, say: (line: string) => void): Promise<FhirPackage> {
  const registry = process.env['MUSTDO_FHIR_REGISTRY'] || REGISTRY
  say(`${spec}: bringing it from ${registry} through npm …`)
  const folder = await mkdtemp(join(tmpdir(), 'mustdo-uk-core-'))
  try {
    return await readPackage(await npmPack(spec, folder, registry), [])
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    throw new SetupError(
      `${error.message.split('\n')[0]} No UK Core package was brought. Expected ${spec} from ${registry}.\nWhere that cannot be reached, get the package as .tgz by another way, then: mustdo setup uk-core <package.tgz>`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The base definitions, from which snapshots are made; brought through npm where HL7's validator did not bring them before. */
async function bringBases(packages: string, say: (line: string) => void): Promise<void> {
  const wanted = readLock().packages.filter(({ name }) => name === CORE_SOURCE || name !== 'hl7.fhir.xver-extensions')
  await bringDefinitions(wanted, packages, say)
}

/** Half a package is never left behind, nor an earlier one half overwritten. */
async function replace(one: FhirPackage, packages: string): Promise<void> {
  await mkdir(packages, { recursive: true })
  const part = await mkdtemp(join(packages, '..', 'uk-core-'))
  try {
    const id = await writePackage(one, part, existsSync(packages) ? await readdir(packages) : [])
    await rm(join(packages, id), { recursive: true, force: true })
    await rename(join(part, id), join(packages, id))
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

const notUkCore = (from: string, why: string) =>
  new SetupError(
    `${from} is no UK Core package: ${why}. Expected a FHIR package of UK Core R4, as HL7 UK publishes it.\nThen: mustdo setup uk-core <package.tgz>`,
  )
