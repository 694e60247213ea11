import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import {
  LAUNCHER,
  lockDigest,
  notInstalled,
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

/**
 * Installs HL7's validator for this user: jars, definitions, launcher; then starts it once. What is there and right is kept.
 * Throws SetupError. The stamp goes first and comes last, so that a half-done set-up is never taken for a whole one.
 */
export async function setUpValidator(data: string, say: (line: string) => void): Promise<void> {
  const java = await findJava()
  if (!java.found || !java.where)
    throw new SetupError(
      `${java.because}. Expected Java, which HL7's validator runs on.\nInstall it with: ${java.mend}`,
    )
  say(`java: ${java.version} (${java.where})`)
  const places = validatorPlaces(data)
  const lock = readLock()
  if (notInstalled(data)) await rm(places.stamp, { force: true })
  await mkdir(places.root, { recursive: true })
  await bringJars(lock.jars, places.lib, say)
  await bringDefinitions(lock.packages, places.packages, say)
  const classFile = await readFile(shipped(`launcher/${LAUNCHER}.class`))
  const jars = lock.jars.map(({ file }) => `${relative(places.root, places.lib)}/${file}`)
  await replace(places.jar, launcherJar(LAUNCHER, classFile, jars))
  await replace(places.stamp, `${JSON.stringify({ version: 1, lock: lockDigest(), validator: lock.version })}\n`)
  say('starting it once …')
  const began = performance.now()
  try {
    const validator = await startOfficialValidator({ data, java: java.where })
    await validator.close()
    say(
      `HL7's FHIR validator ${validator.version} answers, ${((performance.now() - began) / 1000).toFixed(1)} s after its start`,
    )
  } catch (error) {
    await rm(places.stamp, { force: true })
    throw new SetupError(
      `HL7's validator is in ${places.root} and does not work: ${(error as Error).message}. Expected it to find the faults of a wrong resource.\nRemove that folder and run the same command again; if it stays so, report it.`,
    )
  }
}

async function replace(path: string, content: string | Buffer): Promise<void> {
  await writeFile(`${path}.part`, content)
  await rename(`${path}.part`, path)
}
