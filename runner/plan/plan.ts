/** Requirements × subjects → planned assertions, and exactly one fate for every requirement of the packs. Pure. */
import type { Engine, Owed, PlannedAssertion, RequirementResult } from '../../reports/record.ts'
import type { Catalogue, Requirement } from '../../standards/model.ts'
import { requirementsOf } from '../../standards/query.ts'
import { changing } from '../check/effects.ts'
import type { AnyCheck, Chosen, Landscape, Need, Subject } from '../check.ts'
import { type Truth, truthOf } from './conditions.ts'
import { type Filters, matches } from './filters.ts'

export interface PlanInput {
  readonly catalogue: Catalogue
  readonly packs: readonly string[]
  readonly checks: readonly AnyCheck[]
  readonly landscape: Landscape
  readonly engines: readonly Engine[]
  readonly filters: Filters
}

export interface Fate {
  readonly requirement: string
  readonly fate: RequirementResult['fate']
  /** Why nothing looks at it, or nothing will come of looking. */
  readonly because?: string
  readonly owes?: Owed
  readonly assertions: readonly string[]
}

export interface Plan {
  readonly assertions: readonly PlannedAssertion[]
  readonly fates: readonly Fate[]
  /** Check → ids of the subjects that are more than it takes, for checks that leave some out. */
  readonly leftOut: Readonly<Record<string, readonly string[]>>
}

export function makePlan(input: PlanInput): Plan {
  const requirements = requirementsOf(input.catalogue, input.packs)
  const wanted = new Set(
    requirements.filter(requirement => matches(input.filters, requirement, input.checks)).map(({ id }) => id),
  )
  const assertions = new Map<string, PlannedAssertion>()
  const prepared = new Map(input.checks.map(check => [check.id, prepare(check, input)] as const))
  const fates = requirements.map((requirement): Fate => {
    if (!wanted.has(requirement.id))
      return {
        requirement: requirement.id,
        fate: 'filtered',
        because: 'left out by the filters of this run',
        assertions: [],
      }
    const verifying = input.checks.filter(check => requirement.id in check.verifies)
    if (verifying.length === 0)
      return uncheckedFate(requirement, truthOf(requirement.appliesWhen, input.landscape, input.catalogue))
    const truth = truthOf(requirement.appliesWhen, input.landscape, input.catalogue)
    if (truth.holds !== true) return conditionFate(requirement, truth)
    const ready = verifying.map(check => prepared.get(check.id) as Prepared)
    const ids = ready.flatMap(({ planned }) => planned)
    for (const planned of ids) assertions.set(planned.id, planned)
    if (ids.length > 0) {
      // A check of the whole that is blocked says nothing: what runs covers a part.
      const whole = verifying.some(
        (check, at) => check.verifies[requirement.id] === 'all' && (ready[at] as Prepared).planned.length > 0,
      )
      return {
        requirement: requirement.id,
        fate: whole ? 'checked' : 'checked-and-attested',
        assertions: ids.map(({ id }) => id),
      }
    }
    const blocked = ready.find(({ blocked }) => blocked)?.blocked
    return { requirement: requirement.id, fate: 'not-given', assertions: [], ...(blocked ?? noSubject) }
  })
  const used = new Set([...assertions.values()].map(({ check }) => check))
  const leftOut = [...prepared].flatMap(([id, { left = [] }]) => (used.has(id) && left.length > 0 ? [[id, left]] : []))
  return { assertions: [...assertions.values()], fates, leftOut: Object.fromEntries(leftOut) }
}

interface Prepared {
  readonly planned: readonly PlannedAssertion[]
  readonly left?: readonly string[]
  readonly blocked?: { readonly because: string; readonly owes: Owed }
}

const noSubject = {
  because: 'discovery found nothing on the target that this check could look at',
  owes: { who: 'supplier', act: 'give test data or an endpoint that shows it' } as const,
}

/** The assertions a check would make, or what stands in its way. */
function prepare(check: AnyCheck, input: PlanInput): Prepared {
  const blocked =
    consentNeeded(check, input.landscape) ?? (check.needs ?? []).map(need => needUnmet(need, input)).find(Boolean)
  if (blocked) return { planned: [], blocked }
  const subjects = check.subjects(input.landscape) as Chosen<Subject>
  return {
    left: subjects.leftOut?.map(({ id }) => id) ?? [],
    planned: subjects.map(({ id, kind, url }) => ({
      id: `${check.id}@${id}`,
      check: check.id,
      version: check.version,
      subject: { id, kind, url },
    })),
  }
}

function consentNeeded({ effect }: AnyCheck, { facts }: Landscape): Prepared['blocked'] {
  if (!changing.has(effect) || facts.consents.includes(effect)) return undefined
  return {
    because: `the target file gives no consent to ${effect === 'write' ? 'write' : effect === 'load' ? 'load tests' : 'intrusive tests'}`,
    owes: {
      who: 'supplier',
      act: `give consent.${effect} in the target file (person, role, origins, until) and run again`,
    },
  }
}

const needs: {
  readonly [need in Exclude<Need, 'browser' | 'validator'>]: { test: (landscape: Landscape) => boolean; act: string }
} = {
  identity: {
    test: ({ facts }) => facts.identities.some(({ method }) => method !== 'none'),
    act: 'name an identity with credentials in the target file',
  },
  'two-identities': {
    test: ({ facts }) => facts.identities.filter(({ patient }) => patient).length >= 2,
    act: 'name two identities, each with the test patient it may read, in the target file',
  },
  'oauth-client': {
    test: ({ facts }) =>
      facts.identities.some(({ method }) => method === 'client-secret' || method === 'private-key-jwt'),
    act: 'name an identity with an OAuth2 client in the target file',
  },
  // A server that shows to have no authorization endpoint is left to the check, which says that the clause does not apply.
  'sign-in': {
    test: ({ facts, issuers }) =>
      facts.identities.some(({ method }) => method === 'authorization-code') ||
      (issuers.length > 0 &&
        issuers.every(({ declared, authorizationEndpoint }) => declared && !authorizationEndpoint)),
    act: 'name an identity with authorization-code (a test user who can sign in) in the target file',
  },
  'test-patient': {
    test: ({ fhir }) => fhir.some(({ testPatients }) => testPatients.length > 0),
    act: 'list a test patient under testData.patients in the target file',
  },
}

function needUnmet(need: Need, { landscape, engines }: PlanInput): Prepared['blocked'] {
  if (need === 'browser' || need === 'validator') {
    const engine = engines.find(({ name }) => name === need)
    if (engine?.available) return undefined
    return {
      because: engine?.because ?? `no ${need} was found on the machine that ran the tests`,
      owes: { who: 'supplier', act: engine?.mend ?? `install what mustdo doctor names for the ${need}` },
    }
  }
  const { test, act } = needs[need]
  return test(landscape)
    ? undefined
    : { because: `the target file lacks what this needs: ${act}`, owes: { who: 'supplier', act } }
}

function uncheckedFate(requirement: Requirement, truth: Truth): Fate {
  if (truth.holds === false) return conditionFate(requirement, truth)
  const fate = requirement.fate ?? 'planned'
  return {
    requirement: requirement.id,
    fate,
    assertions: [],
    because: requirement.fateReason ?? becauseOf[fate],
    owes: owedFor[fate],
  }
}

function conditionFate(requirement: Requirement, truth: Exclude<Truth, { holds: true }>): Fate {
  if (truth.holds === false)
    return { requirement: requirement.id, fate: 'condition-false', because: truth.observed, assertions: [] }
  return {
    requirement: requirement.id,
    fate: 'not-given',
    because: truth.because,
    owes: { who: 'supplier', act: truth.act },
    assertions: [],
  }
}

type Declared = NonNullable<Requirement['fate']>

const becauseOf: { readonly [fate in Declared]: string } = {
  attested: 'only a person can vouch for it',
  person: 'a person has to look',
  counterparty: 'it shows only in dealings with another system',
  'not-observable': 'nothing outside the product can see it',
  harmful: 'testing it could do harm',
  planned: 'mustdo has no check for it yet',
}

const owedFor: { readonly [fate in Declared]: Owed } = {
  attested: { who: 'supplier', act: 'attest it in the target file, with evidence' },
  person: { who: 'reviewer', act: 'review it and record the outcome' },
  counterparty: { who: 'reviewer', act: 'witness it with the counterparty' },
  'not-observable': { who: 'supplier', act: 'attest it in the target file, with evidence' },
  harmful: { who: 'supplier', act: 'attest it in the target file, with evidence of a test of your own' },
  planned: { who: 'mustdo', act: 'write the check' },
}
