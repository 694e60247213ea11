import type { CodeSystem, StructureDefinition, ValueSet } from 'fhir/r4.js'

/** What the embedded validator reads of a FHIR package; profiles need their snapshots. */
export type Conformance = StructureDefinition | ValueSet | CodeSystem

/** A FHIR package as read from disk, without what is no definition. */
export interface FhirPackage {
  readonly name: string
  readonly version: string
  readonly resources: readonly Conformance[]
}
