import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from 'tar'
import { afterAll, expect, test } from 'vitest'
import { LAUNCHER, readLock, shipped, validatorPlaces } from '../instruments/fhir-validator/official/places.ts'
import { findJava } from '../instruments/tools/java.ts'
import { onPath } from '../instruments/tools/program.ts'
import { BROWSER_PACKAGE } from './browser.ts'
import { dataFolder } from './data-folder.ts'
import { bringJars } from './jars.ts'
import { launcherJar } from './launcher-jar.ts'
import { setUpUkCore } from './uk-core.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-setup-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const quiet = () => undefined

/** A FHIR package as .tgz, from its manifest and the files beside it. */
async function pack(name: string, manifest: unknown, files: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const cwd = join(folder, name)
  mkdirSync(join(cwd, 'package'), { recursive: true })
  for (const [file, content] of Object.entries({ 'package.json': manifest, ...files }))
    writeFileSync(join(cwd, 'package', file), JSON.stringify(content))
  const file = join(folder, `${name}.tgz`)
  await create({ file, cwd, gzip: true }, ['package'])
  return file
}
const manifest = { name: 'fhir.r4.ukcore.stu9', version: '9.0.0', fhirVersions: ['4.0.1'] }
const profile = { resourceType: 'StructureDefinition', snapshot: { element: [{ path: 'Patient' }] } }

test('the data folder is where the platform keeps such things, and MUSTDO_HOME comes first', () => {
  expect(dataFolder({}, 'linux', '/home/a')).toBe(join('/home/a', '.local', 'share', 'mustdo'))
  expect(dataFolder({ XDG_DATA_HOME: '/x' }, 'linux', '/home/a')).toBe(join('/x', 'mustdo'))
  expect(dataFolder({}, 'darwin', '/Users/a')).toBe(join('/Users/a', 'Library', 'Application Support', 'mustdo'))
  expect(dataFolder({ LOCALAPPDATA: 'L' }, 'win32', 'C')).toBe(join('L', 'mustdo'))
  expect(dataFolder({ MUSTDO_HOME: '/m', XDG_DATA_HOME: '/x' }, 'linux', '/home/a')).toBe('/m')
})

test('a UK Core package is put where the validator looks, a second time too', async () => {
  const file = await pack('good', manifest, { 'StructureDefinition-UKCore-Patient.json': profile })
  for (const said of [await setUpUkCore(folder, file, quiet), await setUpUkCore(folder, join(folder, 'good'), quiet)])
    expect(said).toBe('fhir.r4.ukcore.stu9#9.0.0')
  expect(
    existsSync(join(validatorPlaces(folder).packages, 'fhir.r4.ukcore.stu9#9.0.0', 'package', 'package.json')),
  ).toBe(true)
})

/** A registry as npm knows them, with this one package. */
async function registryWith(name: string, version: string, file: string) {
  const server = createServer((request, response) => {
    const { host } = request.headers
    if (request.url?.endsWith('.tgz')) return void response.end(readFileSync(file))
    if (request.url !== `/${name}`) return void response.writeHead(404).end('{}')
    const dist = { tarball: `http://${host}/${name}-${version}.tgz` }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } }),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as { port: number }).port}` }
}

test('a UK Core package is brought from its registry, by name or as the published one; one that is not there is said', async () => {
  const published = { ...manifest, name: 'fhir.r4.ukcore.stu2', version: '2.0.1' }
  const file = await pack('published', published, { 'StructureDefinition-UKCore-Patient.json': profile })
  const { server, url } = await registryWith(published.name, published.version, file)
  const before = { ...process.env }
  Object.assign(process.env, { MUSTDO_FHIR_REGISTRY: url, HOME: folder, USERPROFILE: folder })
  try {
    const said: string[] = []
    expect(await setUpUkCore(join(folder, 'brought'), undefined, line => said.push(line))).toBe(
      'fhir.r4.ukcore.stu2#2.0.1',
    )
    expect(said.join(' ')).toContain(url)
    expect(await setUpUkCore(join(folder, 'brought'), 'fhir.r4.ukcore.stu2#2.0.1', quiet)).toBe(
      'fhir.r4.ukcore.stu2#2.0.1',
    )
    await expect(setUpUkCore(join(folder, 'brought'), 'fhir.r4.ukcore.stu8@1.0.0', quiet)).rejects.toThrow(
      /No UK Core package was brought\. Expected fhir\.r4\.ukcore\.stu8@1\.0\.0 from .*\n.*mustdo setup uk-core <package\.tgz>/,
    )
  } finally {
    for (const name of ['MUSTDO_FHIR_REGISTRY', 'HOME', 'USERPROFILE'])
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    server.closeAllConnections()
    server.close()
  }
})

test.each([
  ['another package', { ...manifest, name: 'hl7.fhir.us.core' }, 'UK Core packages are called'],
  ['one of another FHIR', { ...manifest, fhirVersions: ['5.0.0'] }, 'FHIR 5.0.0'],
  ['one without profiles', manifest, 'no StructureDefinition that can be used'],
  ['one whose version leads out of the folder', { ...manifest, version: '../../x' }, 'calls itself'],
])('%s is refused with what was expected', async (name, broken, said) => {
  const file = await pack(name.replaceAll(' ', '-'), broken)
  await expect(setUpUkCore(join(folder, 'refusing'), file, quiet)).rejects.toThrow(said)
  await expect(setUpUkCore(join(folder, 'refusing'), file, quiet)).rejects.toThrow('Expected')
})

test('what is no archive, or does not exist, is refused', async () => {
  const file = join(folder, 'text.tgz')
  writeFileSync(file, 'text')
  await expect(setUpUkCore(folder, file, quiet)).rejects.toMatchObject({ name: 'PackageError' })
  await expect(setUpUkCore(folder, join(folder, 'none.tgz'), quiet)).rejects.toThrow('does not exist')
})

test('without Maven the one command that brings it is named', async () => {
  const before = process.env['PATH']
  process.env['PATH'] = ''
  try {
    await expect(bringJars(readLock().jars, join(folder, 'lib'), quiet)).rejects.toThrow(
      /Maven is not on PATH.*\n.*install/i,
    )
  } finally {
    process.env['PATH'] = before
  }
})

test('the browser that set-up brings is the one of our own package.json', () => {
  const { optionalDependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(BROWSER_PACKAGE).toBe(`@sparticuz/chromium@${optionalDependencies['@sparticuz/chromium']}`)
})

const java = await findJava()

test.skipIf(!java.found)(
  `the jar that names all jars is one that Java runs${java.found ? '' : ' (skipped: no Java)'}`,
  () => {
    const names = readLock().jars.map(({ file }) => `lib/${file}`)
    const jar = join(folder, 'launcher.jar')
    writeFileSync(jar, launcherJar(LAUNCHER, readFileSync(shipped(`launcher/${LAUNCHER}.class`)), names))
    // The class is found and asks for the first jar that is not there.
    expect(() => execFileSync(java.where ?? '', ['-jar', jar, 'server', '0'], { stdio: 'pipe' })).toThrow(
      /org\/hl7\/fhir/,
    )
  },
)

const { lib } = validatorPlaces(dataFolder())
const javac = onPath('javac', process.env)
const cannot = !javac || !java.version?.startsWith('17.') ? 'needs javac 17' : existsSync(lib) ? undefined : 'no jars'

test.skipIf(cannot !== undefined)(
  `the launcher's class is what its source compiles to${cannot ? ` (skipped: ${cannot})` : ''}`,
  () => {
    const words = ['-proc:none', '-g:none', '-nowarn', '--release', '17', '-cp', join(lib, '*'), '-d', folder]
    execFileSync(javac ?? '', [...words, shipped(`launcher/${LAUNCHER}.java`)], { stdio: 'pipe' })
    expect(
      readFileSync(join(folder, `${LAUNCHER}.class`)).equals(readFileSync(shipped(`launcher/${LAUNCHER}.class`))),
    ).toBe(true)
  },
)
