/** A validator_cli.jar of the user's own, made here of the jars that Maven brings, as HL7 makes its release of them. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { notInstalled, readStamp } from '../instruments/fhir-validator/official/installed.ts'
import { readLock, validatorPlaces } from '../instruments/fhir-validator/official/places.ts'
import { judgedBy } from '../instruments/fhir-validator/official/start.ts'
import { data, isMissing, java, withoutOfficial } from '../instruments/fhir-validator/official/testing.ts'
import { onPath } from '../instruments/tools/program.ts'
import { findOfficialValidator } from '../instruments/tools/validators.ts'
import { launcherJar } from './launcher-jar.ts'
import { ownJar } from './own-jar.ts'
import { setUpValidator } from './validator.ts'

const folder = mkdtempSync(join(tmpdir(), "mustdo a user's jar "))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const stranger = () => launcherJar('Stranger', Buffer.from('x'.repeat(70_000)), [])

test.each([
  ['nothing', () => join(folder, 'none.jar'), 'does not exist'],
  ['a folder', () => folder, /is not a file|cannot be read/],
  ['a text', () => write('text.jar', 'PK, says the text'), 'is not a jar'],
  ['an empty file', () => write('empty.jar', ''), 'was cut short'],
  ['a jar cut short', () => write('cut.jar', stranger().subarray(0, 60_000)), 'cut short'],
  ["another program's jar", () => write('stranger.jar', stranger()), "not HL7's FHIR validator"],
  [
    'a release that cannot serve',
    () => write('old.jar', launcherJar('org/hl7/fhir/validation/ValidationEngine', Buffer.from('x'), [])),
    'cannot serve others',
  ],
])('%s is refused with what was expected and what to do', async (_what, path, says) => {
  const refused = expect(ownJar(path())).rejects
  await refused.toMatchObject({ name: 'SetupError', message: expect.stringMatching(says) })
  await expect(ownJar(path())).rejects.toThrow(/Expected validator_cli\.jar, .* leave --jar out/)
})

test('a jar that is refused leaves what was set up as it was', async () => {
  const home = join(folder, 'kept')
  mkdirSync(validatorPlaces(home).root, { recursive: true })
  writeFileSync(validatorPlaces(home).stamp, '{"version":1,"lock":"any"}')
  await expect(setUpValidator(home, () => undefined, write('text2.jar', 'text'))).rejects.toThrow('is not a jar')
  expect(readStamp(home)).toEqual({ version: 1, lock: 'any' })
})

const canMerge = !isMissing && onPath('javac', process.env) !== undefined

test.skipIf(!canMerge)(
  `a validator_cli.jar is set up where it lies, is named by doctor and the record, and is missed when gone${withoutOfficial || (canMerge ? '' : ' (skipped: needs a JDK)')}`,
  async () => {
    const { lib, home: definitions } = validatorPlaces(data)
    const jar = join(folder, 'validator_cli.jar')
    const parts = readdirSync(lib).map(name => join(lib, name))
    execFileSync(java, [fileURLToPath(new URL('testing/FatJar.java', import.meta.url)), jar, ...parts])
    const home = join(folder, 'home')
    mkdirSync(home)
    symlinkSync(definitions, validatorPlaces(home).home, 'junction')

    await setUpValidator(home, () => undefined, jar)
    const { version } = readLock()
    expect(readStamp(home)).toMatchObject({ validator: version, jar: { path: jar } })
    expect(readdirSync(validatorPlaces(home).root).filter(name => name === 'lib')).toEqual([])
    expect(findOfficialValidator(home)).toMatchObject({
      found: true,
      version: `${version}, hl7.fhir.r4.core#4.0.1`,
      where: jar,
    })
    const { digests } = await judgedBy({ data: home, java })
    expect(digests).toContain(`validator_cli.jar#${version} sha256:${readStamp(home).jar?.sha256}`)

    expect(notInstalled(home, jar)).toBeUndefined()
    expect(notInstalled(home, join(folder, 'other.jar'))).toContain('MUSTDO_VALIDATOR_JAR names')
    truncateSync(jar, 1000)
    expect(notInstalled(home, undefined)).toContain('is not the file any more')
    rmSync(jar)
    expect(findOfficialValidator(home)).toMatchObject({
      found: false,
      because: `${jar}, which it was set up with, is gone`,
    })
  },
  400_000,
)
