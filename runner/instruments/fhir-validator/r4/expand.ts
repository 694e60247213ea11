import type { CodeSystemConcept, ValueSetComposeInclude } from 'fhir/r4.js'
import type { Definitions } from './definitions.ts'

/** The codes of a value set. */
export interface Expansion {
  /** `system|code` of each. */
  readonly pairs: ReadonlySet<string>
  /** The codes alone, as elements of type code have them. */
  readonly codes: ReadonlySet<string>
}

/** Expands value sets from the definitions at hand, without a terminology server. */
export interface Expander {
  /** Undefined when a part of it is not at hand, or is chosen by a filter that only a server knows. */
  expand(url: string): Expansion | undefined
  /** The names of a code of a system; false when it has no such code, undefined when not all of its codes are at hand. */
  names(system: string, code: string): readonly string[] | false | undefined
}

const DEEPEST = 8

export function expanderOf(definitions: Definitions): Expander {
  const expansions = new Map<string, Expansion | undefined>()
  const systems = new Map<string, ReadonlyMap<string, CodeSystemConcept> | undefined>()

  const expand = (canonical: string, depth = 0): Expansion | undefined => {
    const url = canonical.split('|', 1)[0] ?? ''
    if (expansions.has(url)) return expansions.get(url)
    // A value set that includes itself has no expansion.
    expansions.set(url, undefined)
    const compose = depth > DEEPEST ? undefined : definitions.valueSet(url)?.compose
    const pairs = compose && combine(compose.include, compose.exclude ?? [], depth)
    const codes = pairs && new Set([...pairs].map(pair => pair.slice(pair.lastIndexOf('|') + 1)))
    const expansion = pairs && codes ? { pairs, codes } : undefined
    expansions.set(url, expansion)
    return expansion
  }

  function combine(
    include: readonly ValueSetComposeInclude[],
    exclude: readonly ValueSetComposeInclude[],
    depth: number,
  ) {
    const all = new Set<string>()
    for (const part of include) {
      const found = codesOf(part, depth)
      if (!found) return undefined
      for (const pair of found) all.add(pair)
    }
    for (const part of exclude) {
      const found = codesOf(part, depth)
      if (!found) return undefined
      for (const pair of found) all.delete(pair)
    }
    return all
  }

  /** What is in its system and in each of its value sets. */
  function codesOf({ system, concept, filter, valueSet = [] }: ValueSetComposeInclude, depth: number) {
    let found: ReadonlySet<string> | undefined
    if (system !== undefined) {
      const codes = concept
        ? concept.map(({ code }) => code)
        : filter
          ? filtered(definitions.codeSystem(system)?.concept, filter)
          : complete(system)?.keys()
      if (!codes) return undefined
      found = new Set([...codes].map(code => `${system}|${code}`))
    }
    for (const url of valueSet) {
      const pairs = expand(url, depth + 1)?.pairs
      if (!pairs) return undefined
      found = found ? new Set([...found].filter(pair => pairs.has(pair))) : pairs
    }
    return found
  }

  /** The concepts of a code system all of whose codes are at hand; without their case where that does not matter. */
  const complete = (canonical: string): ReadonlyMap<string, CodeSystemConcept> | undefined => {
    const url = canonical.split('|', 1)[0] ?? ''
    if (systems.has(url)) return systems.get(url)
    const found = definitions.codeSystem(url)
    const concepts =
      found?.content === 'complete' && found.concept
        ? new Map(flat(found.concept).map(concept => [concept.code, concept]))
        : undefined
    systems.set(url, concepts)
    return concepts
  }

  return {
    expand,
    names(system, code) {
      const concepts = complete(system)
      if (!concepts) return undefined
      const concept = concepts.get(code) ?? inAnyCase(concepts, code, definitions.codeSystem(system)?.caseSensitive)
      if (!concept) return isPattern(system, code) ? [] : false
      const { display, designation = [] } = concept
      return [...(display === undefined ? [] : [display]), ...designation.map(({ value }) => value)]
    },
  }
}

/** NNGBR and its like stand for NNxxx: the identifier of a nation (v2-0203). */
const isPattern = (system: string, code: string) =>
  system === 'http://terminology.hl7.org/CodeSystem/v2-0203' && /^NN[A-Z]{3}$/.test(code)

const inAnyCase = (
  concepts: ReadonlyMap<string, CodeSystemConcept>,
  code: string,
  caseSensitive: boolean | undefined,
) =>
  caseSensitive === false
    ? [...concepts.values()].find(concept => concept.code.toLowerCase() === code.toLowerCase())
    : undefined

const flat = (concepts: readonly CodeSystemConcept[]): readonly CodeSystemConcept[] =>
  concepts.flatMap(one => [one, ...flat(one.concept ?? [])])

/** What stands under a concept, by nesting or by the property that HL7's v3 systems have instead. */
function filtered(
  concepts: readonly CodeSystemConcept[] | undefined,
  filter: NonNullable<ValueSetComposeInclude['filter']>,
): ReadonlySet<string> | undefined {
  const [only] = filter
  if (!concepts || filter.length !== 1 || !only || !/^(is-a|descendent-of)$/.test(only.op)) return undefined
  const all = flat(concepts)
  const top = all.find(({ code }) => code === only.value)
  if (!top) return undefined
  const found = new Set(flat(top.concept ?? []).map(({ code }) => code))
  const parents = new Map(
    all.map(({ code, property }) => [code, property?.map(({ valueCode }) => valueCode ?? '') ?? []]),
  )
  for (let grew = true; grew; ) {
    grew = false
    for (const [code, above] of parents)
      if (!found.has(code) && above.some(parent => parent === only.value || found.has(parent))) {
        found.add(code)
        grew = true
      }
  }
  if (only.op === 'is-a') found.add(only.value)
  return found
}
