/** What set-up left, as its stamp tells: which validator lies ready, and why one does not. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CORE, loadedPackages, lockDigest, readLock, validatorPlaces } from './places.ts'

/** The variable that names a user's own `validator_cli.jar`, as HL7's project publishes it, for those who cannot add a flag. */
export const JAR_VARIABLE = 'MUSTDO_VALIDATOR_JAR'

/** A `validator_cli.jar` of the user's own, which stays where it is. */
export interface OwnJar {
  /** Absolute. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Written last by set-up. */
export interface Stamp {
  readonly version: 1
  /** The lock that definitions and launcher were installed by. */
  readonly lock: string
  /** Of HL7's validator, as it says itself. */
  readonly validator: string
  /** Absent where the locked jars were brought. */
  readonly jar?: OwnJar
}

/** The stamp of the validator under this data folder. Throws where there is none, or one that is not JSON. */
export const readStamp = (data: string): Stamp => JSON.parse(readFileSync(validatorPlaces(data).stamp, 'utf8')) as Stamp

/** For the record: which jar of the user's own judges, as one more digest beside those of the definitions. */
export const jarDigest = ({ jar, validator }: Stamp): readonly string[] =>
  jar ? [`validator_cli.jar#${validator} sha256:${jar.sha256}`] : []

/** Why the validator under this data folder cannot be used; undefined when it can. Sizes are compared, digests at set-up. */
export function notInstalled(data: string, asked = process.env[JAR_VARIABLE]): string | undefined {
  const places = validatorPlaces(data)
  if (!existsSync(places.stamp))
    return existsSync(places.root) && readdirSync(places.root).some(name => /^installed.*\.json$/.test(name))
      ? `what is installed in ${places.root} belongs to another version of mustdo`
      : `it is not installed in ${places.root}`
  try {
    const { lock, jar } = readStamp(data)
    if (lock !== lockDigest()) return `what is installed in ${places.root} belongs to another version of mustdo`
    if (asked && resolve(asked) !== jar?.path)
      return `${JAR_VARIABLE} names ${asked}, and what was set up is ${jar ? jar.path : 'of the jars from Maven'}`
    const wanted = readLock()
    const wrong = jar ? wrongOwn(jar) : wrongLocked(places.lib)
    if (wrong) return wrong
    for (const id of [CORE, ...loadedPackages(wanted)])
      if (!existsSync(join(places.packages, id, 'package', 'package.json'))) return `${id} is not in ${places.packages}`
  } catch (error) {
    return `what is installed in ${places.root} is damaged (${(error as Error).message})`
  }
  return undefined
}

function wrongOwn({ path, bytes }: OwnJar): string | undefined {
  if (!existsSync(path)) return `${path}, which it was set up with, is gone`
  return statSync(path).size === bytes ? undefined : `${path} is not the file any more that it was set up with`
}

function wrongLocked(lib: string): string | undefined {
  const missing = readLock().jars.find(({ file, bytes }) => statSync(join(lib, file)).size !== bytes)
  return missing && `${missing.file} in ${lib} is not the jar that was installed`
}
