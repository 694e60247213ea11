/** Resources by profiles that a product declares, as far as their definitions are at hand. */
import type { FhirPackage } from '../instruments/fhir-validator/package.ts'
import { readDefinitions } from '../instruments/fhir-validator/r4/definitions.ts'
import { type Model, modelOf } from '../instruments/fhir-validator/r4/model.ts'
import { forEmbedded } from '../packages/for-embedded.ts'
import { readPackage } from '../packages/read.ts'
import { type Json, sampleOf } from './generate.ts'
import { lendFrom } from './samples.ts'

/**
 * The least resource of the type that the profile allows, claiming it; null where its definition is not at hand, has no snapshot, is of
 * another type, or has no least instance. `definition` is the StructureDefinition that the product gave.
 */
export type MakeByProfile = (
  type: string,
  profile: string,
  references: Readonly<Record<string, string>>,
  definition?: unknown,
) => Json | null

interface AtHand {
  readonly packages: readonly FhirPackage[]
  readonly model: Model
}
const kept = new Map<string, Promise<AtHand>>()

/** Reads the packages in these folders once; one that cannot be read is told of where the run names its engines. */
function atHand(folders: readonly string[]): Promise<AtHand> {
  const key = folders.join('\n')
  const known = kept.get(key)
  if (known) return known
  const read = Promise.all(folders.map(folder => readPackage(folder, []).then(forEmbedded, () => undefined))).then(
    all => {
      const packages = all.filter(one => one !== undefined)
      return { packages, model: modelOf(readDefinitions(packages)) }
    },
  )
  kept.set(key, read)
  return read
}

/** A maker by the packages in these folders and by what the product gives. */
export async function makerByProfile(folders: readonly string[]): Promise<MakeByProfile> {
  const { packages, model: usual } = await atHand(folders)
  return (type, profile, references, definition) => {
    const model = definition === undefined ? usual : modelOf(readDefinitions([packageOf(definition), ...packages]))
    if (model.structure(profile)?.type !== type) return null
    const made = leastOf(model, profile, references)
    return made ? { ...made, meta: { profile: [profile.split('|', 1)[0]] } } : null
  }
}

function leastOf(model: Model, profile: string, references: Readonly<Record<string, string>>): Json | undefined {
  try {
    return sampleOf(model, profile, lendFrom(references))
  } catch {
    return undefined
  }
}

/** What the product gave, as a package of one; a definition of its own goes before one of the same address. */
const packageOf = (definition: unknown): FhirPackage => ({
  name: 'given',
  version: '0',
  resources: [definition] as FhirPackage['resources'],
})
