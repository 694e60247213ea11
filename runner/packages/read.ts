/** Reads FHIR packages: npm-style archives, folders, and what a package cache has under a name. */
import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { list, type ReadEntry } from 'tar'
import { cachedPackage } from './caches.ts'
import { type Definition, type FhirPackage, PackageError } from './package.ts'

/** What validation may look up; examples and pages are left where they are. */
const kinds: ReadonlySet<string> = new Set([
  'StructureDefinition',
  'ValueSet',
  'CodeSystem',
  'ConceptMap',
  'NamingSystem',
  'SearchParameter',
  'OperationDefinition',
  'CapabilityStatement',
  'Questionnaire',
])

/** The largest published package unpacks to 300 MB. */
const MOST_BYTES = 512 * 1024 * 1024

type Files = ReadonlyMap<string, Buffer>

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly fhirVersions?: readonly string[]
  readonly 'fhir-version-list'?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  /** Left by set-up: the digest of the package before snapshots were added. */
  readonly mustdo?: { readonly sha256?: string }
}

/**
 * The package at a path (.tgz or folder), else the one of this name (`name#version`, or `name` for the newest) in the caches. Throws
 * PackageError when there is none, when it is damaged, and when it is not for FHIR R4.
 */
export async function readPackage(from: string, caches: readonly string[]): Promise<FhirPackage> {
  const path = existsSync(from) ? from : await cachedPackage(from, caches)
  if (path === undefined)
    throw new PackageError(
      `No FHIR package at ${from}${/[#@]|^[a-z0-9.-]+$/i.test(from) ? `, nor under that name in ${caches.join(' or ')}` : ''}. Expected a .tgz, a folder, or name#version of a package in the cache.\nCheck the path, or put the package there first.`,
    )
  const files = statSync(path).isDirectory() ? await filesOfFolder(path) : await filesOfArchive(path)
  return packageOf(path, files)
}

function packageOf(path: string, files: Files): FhirPackage {
  const manifest = parsed(path, 'package.json', files.get('package.json')) as Manifest
  const { name = '', version = '', dependencies = {}, mustdo } = manifest
  if (!/^[\w.-]+$/.test(name) || !/^\w[\w.+-]*$/.test(version))
    throw notAPackage(path, `it calls itself "${name} ${version}", which no package can be called`)
  const fhirVersions = manifest.fhirVersions ?? manifest['fhir-version-list']
  if (fhirVersions && !fhirVersions.some(one => one.startsWith('4.0')))
    throw notAPackage(path, `it is for FHIR ${fhirVersions.join(', ')}; 4.0.1 is needed`)
  const names = [...files.keys()].filter(file => file !== 'package.json')
  const resources = names
    .map(file => parsed(path, file, files.get(file)) as Partial<Definition> | null)
    .filter((one): one is Definition => typeof one?.resourceType === 'string' && kinds.has(one.resourceType))
  return { name, version, dependencies, digest: mustdo?.sha256 ?? digestOf(files), resources }
}

function parsed(path: string, file: string, content: Buffer | undefined): unknown {
  if (!content) throw notAPackage(path, `it has no package/${file}`)
  try {
    return JSON.parse(content.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw notAPackage(path, `package/${file} cannot be read (${(error as Error).message})`)
  }
}

function digestOf(files: Files): string {
  const hash = createHash('sha256')
  for (const file of [...files.keys()].sort())
    hash.update(
      `${file} ${createHash('sha256')
        .update(files.get(file) ?? '')
        .digest('hex')}\n`,
    )
  return hash.digest('hex')
}

/** Definitions lie beside package.json; names that begin with a dot are indexes that tools made. */
const isWanted = (file: string) => /^[^./\\][^/\\]*\.json$/.test(file)

async function filesOfFolder(path: string): Promise<Files> {
  const folder = existsSync(join(path, 'package', 'package.json')) ? join(path, 'package') : path
  const names = (await readdir(folder)).filter(isWanted).sort()
  return new Map(await Promise.all(names.map(async name => [name, await readFile(join(folder, name))] as const)))
}

async function filesOfArchive(path: string): Promise<Files> {
  const reading: Promise<readonly [string, Buffer]>[] = []
  let bytes = 0
  const onReadEntry = (entry: ReadEntry) => {
    const [, file = ''] = /^(?:\.\/)?package\/(.+)$/.exec(entry.path) ?? []
    bytes += entry.size
    if (entry.type !== 'File' || !isWanted(file) || bytes > MOST_BYTES) return void entry.resume()
    reading.push(entry.concat().then(content => [file, Buffer.from(content)] as const))
  }
  try {
    await list({ file: path, strict: true, onReadEntry })
  } catch (error) {
    throw notAPackage(path, (error as Error).message)
  }
  if (bytes > MOST_BYTES) throw notAPackage(path, 'it unpacks to more than 512 MB')
  return new Map(await Promise.all(reading))
}

const notAPackage = (path: string, why: string) =>
  new PackageError(
    `${path} is no FHIR package that can be used: ${why}. Expected an npm-style FHIR R4 package, as .tgz or unpacked.\nGet it again from whoever publishes it.`,
  )
