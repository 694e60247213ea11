import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LockedJar } from '../instruments/fhir-validator/official/places.ts'
import { SetupError } from './error.ts'
import { findMaven, runTool } from './run-tool.ts'
import { sha256 } from './sha256.ts'

const mavenMends: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'brew install maven',
  win32: 'winget install Apache.Maven',
}

/**
 * Brings exactly the locked jars into a folder, through Maven and thus from wherever it is configured to look; what is there and
 * right is kept, what is not locked goes. Throws SetupError, also when a jar is not the one that was locked.
 */
export async function bringJars(jars: readonly LockedJar[], lib: string, say: (line: string) => void): Promise<void> {
  const wrong = await wrongIn(jars, lib)
  if (wrong.length > 0) {
    const megabytes = Math.round(wrong.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6)
    say(`jars: bringing ${wrong.length} of ${jars.length} through Maven (${megabytes} MB) …`)
    const maven = findMaven()
    if (!maven)
      throw new SetupError(
        `Maven is not on PATH. Expected mvn, which brings HL7's validator from Maven Central.\nInstall it with: ${mavenMends[process.platform] ?? 'sudo apt-get install maven'}\nOr give HL7's validator_cli.jar, if you have it: mustdo setup fhir-validator --jar <path>`,
      )
    await mkdir(lib, { recursive: true })
    const part = await mkdtemp(join(lib, '..', 'jars-'))
    try {
      await writeFile(join(part, 'pom.xml'), pomOf(wrong))
      const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies'
      await runTool('mvn', maven, ['-B', '-q', '-f', 'pom.xml', goal, '-DoutputDirectory=jars'], part)
      const [bad] = await wrongIn(wrong, join(part, 'jars'))
      if (bad)
        throw new SetupError(
          `${bad.file} (${bad.ga}) is not the file that mustdo was made with. Expected sha256 ${bad.sha256}.\nRemove it from Maven's own cache (~/.m2) and run the same command again; if it comes back so, report it.`,
        )
      for (const { file } of wrong) await rename(join(part, 'jars', file), join(lib, file))
    } finally {
      await rm(part, { recursive: true, force: true })
    }
  }
  const known = new Set(jars.map(({ file }) => file))
  for (const file of await readdir(lib)) if (!known.has(file)) await rm(join(lib, file), { recursive: true })
  say(`jars: ${jars.length} there, every sha256 as locked`)
}

async function wrongIn(jars: readonly LockedJar[], folder: string): Promise<LockedJar[]> {
  const right = await Promise.all(jars.map(async jar => (await sha256(join(folder, jar.file))) === jar.sha256))
  return jars.filter((_, place) => !right[place])
}

/** A project that depends on these jars and on nothing that they in turn ask for. */
function pomOf(jars: readonly LockedJar[]): string {
  const dependencies = jars.map(({ ga, version }) => {
    const [group, artifact] = ga.split(':')
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>`
  })
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>mustdo</groupId><artifactId>fhir-validator</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>
${dependencies.join('\n')}
</dependencies></project>
`
}
