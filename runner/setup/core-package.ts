import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The kinds that validation looks things up in; what else the package holds are examples. */
const isDefinition = (name: string) =>
  /^(StructureDefinition|ValueSet|CodeSystem|ConceptMap|SearchParameter|OperationDefinition|CompartmentDefinition)-.+\.json$/.test(
    name,
  )

/**
 * Lays HL7's own definitions of R4 (4.0.1, CC0) out as the package `hl7.fhir.r4.core`, which has no home on npm; HL7's package of
 * examples has them all, as published. Takes them out of `from`, and gives the folder it made.
 */
export async function layOutCore(from: string, folder: string, source: string): Promise<string> {
  const inside = join(folder, 'package')
  await mkdir(inside, { recursive: true })
  for (const name of (await readdir(from)).filter(isDefinition)) await rename(join(from, name), join(inside, name))
  const manifest = {
    name: 'hl7.fhir.r4.core',
    version: '4.0.1',
    type: 'Core',
    license: 'CC0-1.0',
    canonical: 'http://hl7.org/fhir',
    url: 'http://hl7.org/fhir/R4',
    title: 'FHIR R4 definitions, laid out from hl7.fhir.r4.examples',
    fhirVersions: ['4.0.1'],
    author: 'HL7 International',
    dependencies: {},
    source,
  }
  await writeFile(join(inside, 'package.json'), JSON.stringify(manifest, null, 2))
  return folder
}
