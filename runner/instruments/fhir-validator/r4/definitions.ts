import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import type { CodeSystem, SearchParameter, StructureDefinition, ValueSet } from 'fhir/r4.js'
import type { FhirPackage } from '../package.ts'

/** What the walker looks things up in. Addresses are canonical; behind one of a structure, `|version` finds that version only. */
export interface Definitions {
  structure(url: string): StructureDefinition | undefined
  /** The definition of a type of R4 itself, not of a profile on it. */
  base(type: string): StructureDefinition | undefined
  valueSet(url: string): ValueSet | undefined
  codeSystem(url: string): CodeSystem | undefined
  searchParameter(url: string): SearchParameter | undefined
}

type Definition = StructureDefinition | ValueSet | CodeSystem | SearchParameter

/** `[resourceType, url, bytes, type of a base definition]` of each line (scripts/fhir-definitions.mjs). */
type Line = readonly [kind: Definition['resourceType'], url: string, bytes: number, type?: string]

/** Of what ships here, as HL7 numbers it. */
const SHIPPED = '4.0.1'
const withoutVersion = (canonical: string) => canonical.split('|', 1)[0] ?? canonical

/** Reads the definitions of R4 (30 ms of CPU); each is parsed when it is first asked for. Those of packages go before them. */
export function readDefinitions(packages: readonly FhirPackage[] = []): Definitions {
  const whole = brotliDecompressSync(readFileSync(new URL('./definitions.ndjson.br', import.meta.url)))
  const head = whole.indexOf('\n') + 1
  const index = JSON.parse(whole.toString('utf8', 0, head)) as readonly Line[]
  const places = new Map<string, readonly [start: number, end: number]>()
  const bases = new Map<string, string>()
  let start = head
  for (const [kind, url, bytes, type] of index) {
    places.set(`${kind} ${url}`, [start, start + bytes])
    if (type !== undefined) bases.set(type, url)
    start += bytes
  }
  const parsed = new Map<string, Definition>()
  for (const { resources } of packages)
    for (const resource of resources) {
      const key = `${resource.resourceType} ${resource.url}`
      // A profile without its snapshot cannot be walked; saying so is up to who asks for it.
      const usable = resource.resourceType !== 'StructureDefinition' || resource.snapshot !== undefined
      if (resource.url === undefined || !usable) continue
      for (const one of [key, `${key}|${resource.version}`]) if (!parsed.has(one)) parsed.set(one, resource)
    }

  const find = (kind: Definition['resourceType'], canonical: string): Definition | undefined => {
    const key = `${kind} ${withoutVersion(canonical)}`
    const known = parsed.get(key)
    const place = known ? undefined : places.get(key)
    if (!place) return known
    const resource = JSON.parse(whole.toString('utf8', ...place)) as Definition
    parsed.set(key, resource)
    return resource
  }
  const structure = (canonical: string): StructureDefinition | undefined => {
    const [url, version] = canonical.split('|')
    if (!version) return find('StructureDefinition', canonical) as StructureDefinition | undefined
    const known = parsed.get(`StructureDefinition ${canonical}`)
    if (known) return known as StructureDefinition
    return version === SHIPPED && places.has(`StructureDefinition ${url}`) ? structure(url ?? '') : undefined
  }
  return {
    structure,
    base: type => {
      const url = bases.get(type)
      return url === undefined ? undefined : structure(url)
    },
    valueSet: url => find('ValueSet', url) as ValueSet | undefined,
    codeSystem: url => find('CodeSystem', url) as CodeSystem | undefined,
    searchParameter: url => find('SearchParameter', url) as SearchParameter | undefined,
  }
}
