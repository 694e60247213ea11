import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type FhirPackage, idOf } from '../../../packages/package.ts'
import { readPackage } from '../../../packages/read.ts'

/** One jar of HL7's validator, as Maven Central has it. */
export interface LockedJar {
  /** `group:artifact` */
  readonly ga: string
  readonly version: string
  readonly file: string
  readonly bytes: number
  readonly sha256: string
}

/** One npm package that brings definitions. `integrity` is npm's: `sha512-` and base64. */
export interface LockedPackage {
  readonly name: string
  readonly version: string
  readonly integrity: string
}

export interface ValidatorLock {
  /** Of HL7's validator. */
  readonly version: string
  readonly jars: readonly LockedJar[]
  readonly packages: readonly LockedPackage[]
}

/** Files of this folder that ship with mustdo. */
export const shipped = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
export const LAUNCHER = 'OfflineValidator'
const lockFile = shipped('validator.lock.json')

/** The base definitions, laid out from npm data under the name that the validator asks for. */
export const CORE = 'hl7.fhir.r4.core#4.0.1'

export const readLock = (): ValidatorLock => JSON.parse(readFileSync(lockFile, 'utf8')) as ValidatorLock

/** HL7's tools empty a cache whose version they do not know. */
export const PACKAGES_INI = '[cache]\nversion=4\n\n[urls]\n\n[local]\n\n[packages]\n'

/** Where `mustdo setup validator` puts things under the data folder, and where a run finds them. */
export interface ValidatorPlaces {
  readonly root: string
  readonly lib: string
  /** Holds nothing but a manifest that names jars and launcher, so that one word starts it. */
  readonly jar: string
  /** What Java is told is the user's home: the parent of `.fhir/packages`. */
  readonly home: string
  readonly packages: string
  /** Written last; names the lock that was installed. */
  readonly stamp: string
}

export function validatorPlaces(data: string): ValidatorPlaces {
  const root = join(data, 'validator')
  const home = join(data, 'fhir')
  // Two versions of mustdo may share a data folder: each finds its own launcher.
  const made = lockDigest().slice(0, 12)
  return {
    root,
    home,
    lib: join(root, 'lib'),
    jar: join(root, `validator-${made}.jar`),
    packages: join(home, '.fhir', 'packages'),
    stamp: join(root, `installed-${made}.json`),
  }
}

/** Changes whenever an installed validator has to be brought up to date. */
export function lockDigest(): string {
  const hash = createHash('sha256').update(readFileSync(lockFile))
  return hash.update(readFileSync(shipped(`launcher/${LAUNCHER}.class`))).digest('hex')
}

/** The npm package that the base definitions come from; the others are FHIR packages themselves. */
export const CORE_SOURCE = 'hl7.fhir.r4.examples'

/** Package ids (`name#version`) that a run loads besides the base; the cross-version definitions are only looked up. */
export const loadedPackages = (lock: ValidatorLock): readonly string[] =>
  lock.packages
    .filter(({ name }) => name !== CORE_SOURCE && name !== 'hl7.fhir.xver-extensions')
    .map(({ name, version }) => `${name}#${version}`)

/**
 * The packages as `name#version` with a digest: npm's of what was brought, and of others the sha256 of their definitions; the digests
 * were compared when they were installed.
 */
export async function packageDigests(
  lock: ValidatorLock,
  ids: readonly string[],
  packages: string,
  own: readonly FhirPackage[],
): Promise<readonly string[]> {
  const locked = new Map(lock.packages.map(one => [one.name === CORE_SOURCE ? CORE : idOf(one), one.integrity]))
  return Promise.all(
    ids.map(async id => {
      const known = locked.get(id)
      if (known) return `${id} ${known}`
      const one = own.find(given => idOf(given) === id) ?? (await readPackage(id, [packages]))
      return `${id} sha256:${one.digest}`
    }),
  )
}
