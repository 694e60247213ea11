/** The least resource to create of a type, by the profile that the product declares for it where that can be had. Asks; judges nothing. */
import { type FhirSubject, NOBODY, type ProbeContext } from '../../runner/check.ts'
import { searchOf } from './fhir-asking.ts'
import { isObject, type Json } from './resource.ts'
import { resourcesIn } from './resources-in.ts'
import { RUN_SYSTEM } from './synthetic.ts'

const BASE = 'http://hl7.org/fhir/StructureDefinition/'
/** Profiles of a type that are tried; each may cost a search. */
const MOST = 2

export interface Least {
  /** Undefined for what is no resource type of R4. */
  readonly sample?: Json
  /** The declared profile whose definition was not found, where the resource is by none. */
  readonly lacking?: string
}

export async function leastOf(
  context: ProbeContext<FhirSubject>,
  type: string,
  references: Readonly<Record<string, string>>,
): Promise<Least> {
  const { samples, subject } = context
  const declared = subject.types.find(one => one.type === type)?.profiles ?? []
  const profiles = declared.filter(url => !url.startsWith(BASE)).slice(0, MOST)
  for (const profile of profiles) {
    const { value } = await samples.byProfile(type, profile, references)
    if (value) return { sample: value }
    const definition = await definitionOf(context, profile)
    if (definition === undefined) continue
    const own = await samples.byProfile(type, profile, references, definition)
    if (own.value) return { sample: own.value }
  }
  const sample = samples.make(type, references)
  const [lacking] = profiles
  return { ...(sample && { sample }), ...(lacking && { lacking }) }
}

/** The StructureDefinition of this canonical address, where the server offers definitions to search. */
async function definitionOf({ http, subject }: ProbeContext<FhirSubject>, profile: string): Promise<unknown> {
  const definitions = subject.types.find(({ type }) => type === 'StructureDefinition')
  if (!definitions?.interactions.includes('search-type')) return undefined
  const [url = ''] = profile.split('|', 1)
  const found = await searchOf(http, definitions, { url })
  return resourcesIn(found).find(one => one['resourceType'] === 'StructureDefinition' && one['url'] === url)
}

/** Whether it points at something that is not there yet: a profile may demand more references than R4 does. */
export const lacksReferences = (sample: Json): boolean => JSON.stringify(sample).includes(`"${NOBODY}"`)

/** The resource with the tag by which what a run wrote is found again. */
export const tagged = (sample: Json, word: string): Json => {
  const meta = isObject(sample['meta']) ? sample['meta'] : {}
  return { ...sample, meta: { ...meta, tag: [{ system: RUN_SYSTEM, code: word }] } }
}
