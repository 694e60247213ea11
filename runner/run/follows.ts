/**
 * Whether a record's conclusions follow from its own judgements, evidence and catalogue: bodies have the digests they are filed
 * under, the plan is the one that discovery leads to, requirements are the catalogue's, states are those of the algebra.
 */
import { createHash } from 'node:crypto'
import type { RequirementResult, RunRecord, State } from '../../reports/record.ts'
import {
  checksSeen,
  criterionOf,
  pagesInScope,
  requirementState,
  type StateInput,
  settledBy,
} from '../../reports/verdict.ts'
import type { Catalogue } from '../../standards/model.ts'
import { requirementsOf } from '../../standards/query.ts'
import type { AnyCheck, Landscape } from '../check.ts'
import { noFilters } from '../plan/filters.ts'
import { makePlan, type Plan } from '../plan/plan.ts'
import { recordRequirement } from './record-of.ts'

export interface Ground {
  readonly catalogue: Catalogue
  readonly checks: readonly AnyCheck[]
  readonly landscape: Landscape
}

export interface Followed {
  readonly contradictions: readonly string[]
  readonly notCompared: readonly string[]
}

export function follows(record: RunRecord, ground: Ground): Followed {
  const always = [...ofBodies(record), ...ofStates(record)]
  const packs = record.packs.map(({ id }) => id)
  if (record.catalogue.digest !== ground.catalogue.digest)
    return {
      contradictions: always,
      notCompared: [
        `plan and requirements not compared: the run used catalogue ${record.catalogue.digest.slice(0, 12)}`,
      ],
    }
  const changed = changedChecks(record, ground.checks)
  const ofRequirements = compareRequirements(record, ground.catalogue, packs)
  const because = record.run.partial ? 'it was filtered' : changed.length > 0 ? `${changed[0]} has changed since` : ''
  if (because) return { contradictions: [...always, ...ofRequirements], notCompared: [`plan not compared: ${because}`] }
  const { landscape, catalogue, checks } = ground
  const plan = makePlan({ catalogue, packs, checks, landscape, engines: record.engines, filters: noFilters })
  return { contradictions: [...always, ...ofRequirements, ...comparePlan(record, plan)], notCompared: [] }
}

/** A forger may file an altered body under its old digest; judges would never know. */
function ofBodies({ bodies }: RunRecord): string[] {
  return Object.entries(bodies)
    .filter(([digest, text]) => createHash('sha256').update(text).digest('hex') !== digest)
    .map(([digest]) => `the body filed as ${digest.slice(0, 12)} has another digest`)
}

function ofStates(record: RunRecord): string[] {
  const assertions = new Map(record.assertions.map(assertion => [assertion.id, assertion]))
  const pages = pagesInScope(record.plan)
  return record.requirements.flatMap(result => {
    const own = result.assertions.flatMap(id => assertions.get(id) ?? [])
    const review = criterionOf(result.id) ? { pages, given: result.reviews ?? [] } : undefined
    const seen = checksSeen(result.id, own, record.checks, review)
    const possible = possibleStates(result, { checks: seen, ...(review && { review }) })
    const settled = (review?.given ?? []).filter(
      one => canonical(one.settles) !== canonical(settledBy(result.id, one, review ?? { pages, given: [] }, own)),
    )
    return [
      ...(possible.includes(result.state) ? [] : [`${result.id} is ${result.state}; ${possible.join(' or ')} follows`]),
      ...settled.map(({ who }) => `the review of ${result.id} by ${who} decides other findings than it names`),
    ]
  })
}

/** A record keeps a claim's words and not what became of it, so every end it may have come to is possible. */
function possibleStates(result: RequirementResult, seen: Pick<StateInput, 'checks' | 'review'>): State[] {
  const { id, fate, because, attestation, claim } = result
  const input: StateInput = { id, fate, ...seen, ...(because && { because }), ...(attestation && { attestation }) }
  const stateWith = (more: Partial<StateInput>) => requirementState({ ...input, ...more }).state
  if (!claim) return [stateWith({})]
  const ends = [{ accepted: false }, { accepted: true }, { accepted: false, contradicted: 'it was seen' }]
  return [...new Set(ends.map(end => stateWith({ claim: { ...claim, ...end } })))]
}

function changedChecks({ plan }: RunRecord, checks: readonly AnyCheck[]): string[] {
  const now = new Map(checks.map(({ id, version }) => [id, version]))
  return plan.filter(({ check, version }) => now.get(check) !== version).map(({ check }) => check)
}

/** A record that names the catalogue must not water it down. */
function compareRequirements(record: RunRecord, catalogue: Catalogue, packs: readonly string[]): string[] {
  const recorded = new Map(record.catalogue.requirements.map(one => [one.id, one]))
  const wanted = requirementsOf(catalogue, packs).map(one => recordRequirement(one, catalogue, packs))
  return wanted.flatMap(one => {
    const found = recorded.get(one.id)
    if (!found) return [`${one.id} of the catalogue is not in the record`]
    return canonical(found) === canonical(one) ? [] : [`${one.id} is not as the catalogue has it`]
  })
}

function comparePlan(record: RunRecord, { assertions, fates, leftOut }: Plan): string[] {
  const recorded = new Set(record.plan.map(({ id }) => id))
  const wanted = new Set(assertions.map(({ id }) => id))
  const results = new Map(record.requirements.map(result => [result.id, result]))
  return [
    ...[...wanted].filter(id => !recorded.has(id)).map(id => `${id} should have been planned and was not`),
    ...[...recorded].filter(id => !wanted.has(id)).map(id => `${id} was planned for nothing that discovery found`),
    ...record.checks
      .filter(({ id, leftOut: said = [] }) => canonical(said) !== canonical(leftOut[id] ?? []))
      .map(({ id }) => `${id} left out other subjects than the record says`),
    ...fates.flatMap(({ requirement, fate, assertions: own }) => {
      const result = results.get(requirement)
      const same = result?.fate === fate && canonical([...result.assertions].sort()) === canonical([...own].sort())
      return !result || same ? [] : [`${requirement} was looked at otherwise (${result.fate}) than planned (${fate})`]
    }),
  ]
}

/** JSON with members in code-point order, so that only content counts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
