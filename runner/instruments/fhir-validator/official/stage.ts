/** A home for HL7's validator with packages of the caller's own beside those that set-up brought; nothing of either is changed. */
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FhirPackage } from '../../../packages/package.ts'
import { idOf } from '../../../packages/package.ts'
import { writePackage } from '../../../packages/write.ts'
import { PACKAGES_INI, type ValidatorPlaces } from './places.ts'

export interface Home {
  /** What Java is told is the user's home: the parent of `.fhir/packages`. */
  readonly home: string
  remove(): Promise<void>
}

/** Without packages of one's own the home is the one that set-up made. */
export async function homeWith(own: readonly FhirPackage[], places: ValidatorPlaces): Promise<Home> {
  if (own.length === 0) return { home: places.home, remove: async () => undefined }
  const home = await mkdtemp(join(tmpdir(), 'mustdo-fhir-'))
  const packages = join(home, '.fhir', 'packages')
  await mkdir(packages, { recursive: true })
  const ids = own.map(idOf)
  const there = (await readdir(places.packages)).filter(id => id.includes('#') && !ids.includes(id))
  // A junction is the link to a folder that Windows allows everybody to make.
  for (const id of there) await symlink(join(places.packages, id), join(packages, id), 'junction')
  for (const one of own) await writePackage(one, packages, [...there, ...ids])
  await writeFile(join(packages, 'packages.ini'), PACKAGES_INI)
  return { home, remove: () => rm(home, { recursive: true, force: true }) }
}
