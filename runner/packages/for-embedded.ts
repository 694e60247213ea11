import type { FhirPackage as EmbeddedPackage } from '../instruments/fhir-validator/package.ts'
import type { FhirPackage } from './package.ts'

const kinds: ReadonlySet<string> = new Set(['StructureDefinition', 'ValueSet', 'CodeSystem'])

/** The package as the embedded validator takes it; it reads three kinds of definitions and takes their form on trust. */
export const forEmbedded = ({ name, version, resources }: FhirPackage): EmbeddedPackage => ({
  name,
  version,
  resources: resources.filter(one => kinds.has(one.resourceType)) as unknown as EmbeddedPackage['resources'],
})
