import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { notInstalled, type OwnJar, type Stamp } from '../instruments/fhir-validator/official/installed.ts'
import {
  LAUNCHER,
  lockDigest,
  readLock,
  shipped,
  validatorPlaces,
} from '../instruments/fhir-validator/official/places.ts'
import { startOfficialValidator } from '../instruments/fhir-validator/official/start.ts'
import { findJava } from '../instruments/tools/java.ts'
import { bringDefinitions } from './definitions.ts'
import { SetupError } from './error.ts'
import { bringJars } from './jars.ts'
import { launcherJar } from './launcher-jar.ts'
import { ownJar } from './own-jar.ts'

/**
 * Installs HL7's validator for this user: its jars, or the `validator_cli.jar` at a path of the user's own, which stays there;
 * definitions; launcher; then starts it once. What is there and right is kept. Throws SetupError. The stamp goes first and comes last,
 * so that a half-done set-up is never taken for a whole one.
 */
export async function setUpValidator(data: string, say: (line: string) => void, givenJar?: string): Promise<void> {
  // The user's own word is judged before anything is brought, or a working validator put aside.
  const own = givenJar === undefined ? undefined : await ownJar(givenJar)
  const java = await findJava()
  if (!java.found || !java.where)
    throw new SetupError(
      `${java.because}. Expected Java, which HL7's validator runs on.\nInstall it with: ${java.mend}`,
    )
  say(`java: ${java.version} (${java.where})`)
  const places = validatorPlaces(data)
  const lock = readLock()
  if (own || notInstalled(data, undefined)) await rm(places.stamp, { force: true })
  await mkdir(places.root, { recursive: true })
  if (own) say(`jar: ${own.path}, sha256 ${own.sha256}`)
  else await bringJars(lock.jars, places.lib, say)
  await bringDefinitions(lock.packages, places.packages, say)
  const classFile = await readFile(shipped(`launcher/${LAUNCHER}.class`))
  const jars = own
    ? [pathToFileURL(own.path).href]
    : lock.jars.map(({ file }) => `${relative(places.root, places.lib)}/${file}`)
  await replace(places.jar, launcherJar(LAUNCHER, classFile, jars))
  const stamp: Stamp = { version: 1, lock: lockDigest(), validator: lock.version, ...(own && { jar: own }) }
  await replace(places.stamp, `${JSON.stringify(stamp)}\n`)
  say('starting it once …')
  const began = performance.now()
  try {
    const validator = await startOfficialValidator({ data, java: java.where })
    await validator.close()
    // A jar of the user's own may be of another release, which only it can tell.
    await replace(places.stamp, `${JSON.stringify({ ...stamp, validator: validator.version })}\n`)
    say(
      `HL7's FHIR validator ${validator.version} answers, ${((performance.now() - began) / 1000).toFixed(1)} s after its start`,
    )
  } catch (error) {
    await rm(places.stamp, { force: true })
    throw new SetupError(doesNotWork(own, places.root, (error as Error).message))
  }
}

const doesNotWork = (own: OwnJar | undefined, root: string, why: string): string =>
  own
    ? `HL7's validator from ${own.path} does not work: ${why}. Expected a release that can be served as ${readLock().version} is, which mustdo was made with.\nName that one, or leave --jar out: Maven brings its jars then.`
    : `HL7's validator is in ${root} and does not work: ${why}. Expected it to find the faults of a wrong resource.\nRemove that folder and run the same command again; if it stays so, report it.`

async function replace(path: string, content: string | Buffer): Promise<void> {
  await writeFile(`${path}.part`, content)
  await rename(`${path}.part`, path)
}
