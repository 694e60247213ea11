/** Questions people ask of the catalogue, as pure functions; the command line only prints the answers. */
import type { Catalogue, Condition, Pack, Pillar, Requirement, Standard } from './model.ts'
import { pillars } from './model.ts'
import { nearest } from './nearest.ts'

/** A word of a question names nothing in the catalogue. The message says what was expected and what was probably meant. */
export class UnknownNameError extends Error {
  constructor(what: string, name: string, known: readonly string[]) {
    const near = nearest(name, known)
    const expected = known.length <= 40 ? `one of ${known.join(', ')}` : `an id that "mustdo standards list" prints`
    super(
      `No ${what} is called "${name}". Expected ${expected}.${near === undefined ? '' : ` Did you mean "${near}"?`}`,
    )
    this.name = 'UnknownNameError'
  }
}

export interface Filter {
  readonly pack?: string
  readonly pillar?: string
  /** Id of a standard, or the part of one that only it has: `asvs`. */
  readonly standard?: string
}

/** Requirements in catalogue order, of one pack, pillar and standard (clauses that another standard's row answers included) where named. Throws UnknownNameError. */
export function list(catalogue: Catalogue, filter: Filter = {}): readonly Requirement[] {
  const { pack, pillar } = filter
  const standard = filter.standard === undefined ? undefined : standardNamed(catalogue, filter.standard)
  if (pillar !== undefined && !pillars.includes(pillar as Pillar)) throw new UnknownNameError('pillar', pillar, pillars)
  const rows = pack === undefined ? [...catalogue.requirements.values()] : requirementsOf(catalogue, [pack])
  return rows.filter(
    row => (pillar === undefined || row.pillar === pillar) && (standard === undefined || asksIn(row, standard)),
  )
}

/** The standard's own rows, and rows of others that one of its clauses asks for too. */
const asksIn = ({ standard, also = [] }: Requirement, id: string): boolean =>
  standard === id || also.some(other => other.standard === id)

function standardNamed({ standards }: Catalogue, name: string): string {
  const ids = standards.map(({ id }) => id)
  const alike = ids.filter(id => id.includes(name.toLowerCase()))
  const found = ids.find(id => id === name) ?? (alike.length === 1 ? alike[0] : undefined)
  if (found === undefined) throw new UnknownNameError('standard', name, ids)
  return found
}

/** `owasp-asvs 3.4.1; …`: the other clauses that ask for the same. */
export const alsoIn = ({ also = [] }: Requirement): string =>
  also.map(({ standard, clause }) => `${standard} ${clause}`).join('; ')

export interface RequirementView {
  readonly kind: 'requirement'
  readonly requirement: Requirement
  readonly standard: Standard
  readonly condition: Condition
  /** Packs that hold it, their own or taken in. */
  readonly packs: readonly Pack[]
}
export interface StandardView {
  readonly kind: 'standard'
  readonly standard: Standard
}
export interface PackView {
  readonly kind: 'pack'
  readonly pack: Pack
}

/** The requirement, standard or pack with this id; ids of requirements may be typed in small letters. Throws UnknownNameError. */
export function show(catalogue: Catalogue, id: string): RequirementView | StandardView | PackView {
  const requirement = catalogue.requirements.get(id) ?? catalogue.requirements.get(id.toUpperCase())
  if (requirement) {
    const standard = catalogue.standards.find(other => other.id === requirement.standard)
    const condition = catalogue.conditions.get(requirement.appliesWhen)
    if (!standard || !condition) throw new TypeError(`The catalogue was not resolved: ${requirement.id}`)
    const packs = [...catalogue.packs.values()].filter(pack => pack.requirements.includes(requirement.id))
    return { kind: 'requirement', requirement, standard, condition, packs }
  }
  const pack = catalogue.packs.get(id)
  if (pack) return { kind: 'pack', pack }
  const standard = catalogue.standards.find(other => other.id === id)
  if (standard) return { kind: 'standard', standard }
  const known = [...catalogue.requirements.keys(), ...catalogue.packs.keys(), ...catalogue.standards.map(s => s.id)]
  throw new UnknownNameError('requirement, standard or pack', id, known)
}

/** The requirements of all these packs together, each once, in catalogue order. Throws UnknownNameError. */
export function requirementsOf(catalogue: Catalogue, packIds: readonly string[]): readonly Requirement[] {
  const wanted = new Set<string>()
  for (const id of packIds) {
    const pack = catalogue.packs.get(id)
    if (!pack) throw new UnknownNameError('pack', id, [...catalogue.packs.keys()])
    for (const requirement of pack.requirements) wanted.add(requirement)
  }
  return [...catalogue.requirements.values()].filter(row => wanted.has(row.id))
}
