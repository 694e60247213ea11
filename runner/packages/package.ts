/** A conformance resource as a package has it: a profile, a value set, a code system … */
export interface Definition {
  readonly resourceType: string
  readonly id?: string
  readonly url?: string
  readonly [element: string]: unknown
}

/** The definitions of one FHIR package, as read from an archive, a folder or a package cache. */
export interface FhirPackage {
  readonly name: string
  readonly version: string
  /** The package as it was published: sha256 (hex) over names and digests of its files, whatever form it came in. */
  readonly digest: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly resources: readonly Definition[]
}

/** `name#version`, as HL7's tools write it. */
export const idOf = ({ name, version }: Pick<FhirPackage, 'name' | 'version'>): string => `${name}#${version}`

/** A package that cannot be used. Says what is wrong, what was expected and what to do next. */
export class PackageError extends Error {
  override readonly name = 'PackageError'
}
