/** The probe's door to made-up resources, and the order in which they have to be created. Pure but for reading the definitions. */
import { NOBODY, type Samples } from '../check.ts'
import { readDefinitions } from '../instruments/fhir-validator/r4/definitions.ts'
import { type Model, modelOf } from '../instruments/fhir-validator/r4/model.ts'
import { type Lend, sampleOf } from './generate.ts'

/** Where many types may stand, the one that most products have. */
const usual = ['Patient', 'Organization', 'Practitioner', 'Encounter']

let kept: Model | undefined

/** Samples of R4; the definitions are read at the first one and kept. */
export const samples: Omit<Samples, 'byProfile'> = {
  make(type, references) {
    kept ??= modelOf(readDefinitions())
    return sampleOf(kept, type, lendFrom(references))
  },
  order(type, has) {
    kept ??= modelOf(readDefinitions())
    return orderOf(kept, type, has)
  },
}

/** Lends what is there; where nothing is, a name of nobody. */
export const lendFrom =
  (references: Readonly<Record<string, string>>): Lend =>
  types =>
    references[choose(types, name => name in references)] ?? NOBODY

/** Among the types that may stand somewhere: one of those wanted, the usual ones first. */
function choose(types: readonly string[], wanted: (type: string) => boolean): string {
  const any = types.length === 0 || types.includes('Resource')
  const ranked = any ? usual : [...usual.filter(type => types.includes(type)), ...types]
  return ranked.find(wanted) ?? ranked[0] ?? 'Patient'
}

/** What a resource's mandatory references point at comes before it. A type that needs itself needs nothing more. */
export function orderOf(model: Model, type: string, has: (type: string) => boolean): readonly string[] {
  const order: string[] = []
  const visit = (name: string, under: readonly string[]): void => {
    if (order.includes(name) || under.includes(name)) return
    const needed: string[] = []
    sampleOf(model, name, types => {
      const chosen = choose(types, has)
      needed.push(chosen)
      return `${chosen}/any`
    })
    for (const one of needed) visit(one, [...under, name])
    order.push(name)
  }
  visit(type, [])
  return order
}
