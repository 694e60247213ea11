import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FhirPackage, idOf } from './package.ts'

/**
 * Lays a package out in a package cache. Its dependencies are cut to those that are there: HL7's validator fetches the others, and
 * fails without a network. Gives the id under which it lies.
 */
export async function writePackage(one: FhirPackage, cache: string, there: readonly string[]): Promise<string> {
  const folder = join(cache, idOf(one), 'package')
  await mkdir(folder, { recursive: true })
  const dependencies = Object.fromEntries(
    Object.entries(one.dependencies).filter(([name, version]) => there.includes(`${name}#${version}`)),
  )
  const manifest = {
    name: one.name,
    version: one.version,
    fhirVersions: ['4.0.1'],
    dependencies,
    mustdo: { sha256: one.digest },
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
  for (const [place, resource] of one.resources.entries())
    await writeFile(join(folder, fileName(resource, place)), JSON.stringify(resource))
  return idOf(one)
}

/** Ids may hold anything that a careless tool wrote; two resources may share one. */
const fileName = ({ resourceType, id }: { resourceType: string; id?: string }, place: number) =>
  `${resourceType}-${/^[A-Za-z0-9.-]{1,64}$/.test(id ?? '') ? id : ''}-${place}.json`
