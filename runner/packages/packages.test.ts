import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cachedPackage, compareVersions } from './caches.ts'
import { type FhirPackage, idOf } from './package.ts'
import { readPackage } from './read.ts'
import { withoutSnapshot, withSnapshots } from './snapshots.ts'
import { basePackages, packFhir, ukCorePackage, withoutBases, withoutUkCore } from './testing.ts'
import { writePackage } from './write.ts'

const folder = mkdtempSync(join(tmpdir(), 'mustdo-packages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const manifest = { name: 'acme.profiles', version: '1.2.0', fhirVersions: ['4.0.1'] }
const profile = { resourceType: 'StructureDefinition', id: 'p', url: 'https://acme.example/p' }
const files = { 'StructureDefinition-p.json': profile, 'Patient-example.json': { resourceType: 'Patient' } }

test('an archive, its folder and the same package in a cache are read alike, and have one digest', async () => {
  const file = await packFhir(folder, 'acme.profiles#1.2.0', manifest, { ...files, '.index.json': { files: [] } })
  const read = await readPackage(file, [])
  expect(read).toMatchObject({ name: 'acme.profiles', version: '1.2.0', resources: [profile] })
  expect(read.digest).toMatch(/^[0-9a-f]{64}$/)
  expect(await readPackage(join(folder, 'acme.profiles#1.2.0'), [])).toEqual(read)
  expect(await readPackage(join(folder, 'acme.profiles#1.2.0', 'package'), [])).toEqual(read)
  for (const id of ['acme.profiles#1.2.0', 'acme.profiles@1.2.0', 'acme.profiles'])
    expect(await readPackage(id, ['/nonexistent', folder])).toEqual(read)
})

test('one changed character in a definition changes the digest', async () => {
  const one = await readPackage(await packFhir(folder, 'one', manifest, files), [])
  const changed = { ...files, 'StructureDefinition-p.json': { ...profile, id: 'q' } }
  expect((await readPackage(await packFhir(folder, 'other', manifest, changed), [])).digest).not.toBe(one.digest)
})

test('of several versions in a cache the newest is taken, by number', async () => {
  for (const version of ['1.9.0', '1.10.0', '1.10.0-draft'])
    mkdirSync(join(folder, 'cache', `a.b#${version}`, 'package'), { recursive: true })
  for (const version of ['1.9.0', '1.10.0', '1.10.0-draft'])
    writeFileSync(join(folder, 'cache', `a.b#${version}`, 'package', 'package.json'), '{}')
  expect(await cachedPackage('a.b', [join(folder, 'cache')])).toBe(join(folder, 'cache', 'a.b#1.10.0'))
  expect(['2.0.0', '2.0.0-x', '10.0.0', '2.0'].sort(compareVersions)).toEqual(['2.0.0-x', '2.0.0', '2.0', '10.0.0'])
})

test.each([
  ['one of another FHIR', { ...manifest, fhirVersions: ['5.0.0'] }, {}, 'FHIR 5.0.0'],
  ['one without a name', { version: '1.0.0' }, {}, 'calls itself'],
  ['one whose version leads out of the folder', { ...manifest, version: '../../x' }, {}, 'calls itself'],
  ['one with a broken definition', manifest, { 'StructureDefinition-x.json': '{"a":' }, 'StructureDefinition-x.json'],
])('%s is refused, with what was expected', async (name, broken, content, said) => {
  const file = await packFhir(folder, name.replaceAll(' ', '-'), broken, content)
  await expect(readPackage(file, [])).rejects.toThrow(said)
  await expect(readPackage(file, [])).rejects.toThrow(/Expected/)
})

test('what is no archive, and what is nowhere, is refused', async () => {
  writeFileSync(join(folder, 'text.tgz'), 'text')
  await expect(readPackage(join(folder, 'text.tgz'), [])).rejects.toMatchObject({ name: 'PackageError' })
  await expect(readPackage('no.such.package#1.0.0', [folder])).rejects.toThrow(`in ${folder}`)
})

test('a package laid out in a cache is read back with its digest, and names only dependencies that are there', async () => {
  const dependencies = { 'hl7.fhir.r4.core': '4.0.1', 'not.there': '1.0.0' }
  const read = await readPackage(await packFhir(folder, 'depends', { ...manifest, dependencies }, files), [])
  const cache = join(folder, 'laid-out')
  const id = await writePackage(read, cache, ['hl7.fhir.r4.core#4.0.1'])
  const back = await readPackage(id, [cache])
  expect(back).toMatchObject({ digest: read.digest, dependencies: { 'hl7.fhir.r4.core': '4.0.1' } })
  expect(back.resources).toEqual(read.resources)
  expect(Object.keys(back.dependencies)).toHaveLength(1)
})

test('without base definitions the command that brings them is named', async () => {
  const read = await readPackage(await packFhir(folder, 'bare', manifest, files), [])
  await expect(withSnapshots(read, { caches: [], kept: join(folder, 'kept') })).rejects.toThrow(/mustdo setup/)
})

test.skipIf(!ukCorePackage || !basePackages)(
  `every UK Core profile without its snapshot gets one, offline, equal in its elements, and the second time from disk${withoutUkCore}${withoutBases}`,
  async () => {
    const published = await readPackage(ukCorePackage ?? '', [])
    const stripped: FhirPackage = {
      ...published,
      resources: published.resources.map(({ snapshot: _, ...rest }) => rest as FhirPackage['resources'][number]),
    }
    expect(withoutSnapshot(stripped)).toHaveLength(153)
    const places = { caches: [basePackages ?? ''], kept: join(folder, 'snapshots') }
    const whole = await withSnapshots(stripped, places)
    expect(withoutSnapshot(whole)).toEqual([])
    const paths = ({ resources }: FhirPackage, url: string) => {
      const { snapshot } = resources.find(one => one.url === url) as { snapshot?: { element: { id: string }[] } }
      return snapshot?.element.map(({ id }) => id)
    }
    const url = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient'
    expect(paths(whole, url)).toEqual(paths(published, url))
    const began = performance.now()
    expect(await withSnapshots(stripped, { ...places, caches: [] })).toEqual(whole)
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(readFileSync(join(places.kept, `${idOf(stripped)}-${stripped.digest.slice(0, 16)}.json`))).toBeTruthy()
  },
)
