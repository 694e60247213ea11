import type { Pillar } from '../../standards/model.ts'
import type { RecordRequirement, RequirementResult, RunRecord, State } from '../record.ts'

export type VerdictWord = 'conformant' | 'not conformant' | 'incomplete' | 'no musts'

/** A requirement beside what was concluded about it. */
export interface Judged {
  readonly requirement: RecordRequirement
  readonly result: RequirementResult
}

/** Whether a requirement counts among the supplier's, or is only shown. */
export type Standing = 'counts' | 'not yet in force' | "another's duty"

/** Musts by state, recommendations (shoulds) apart. `reviewed` and `tested` split `met` by whether a person did the rest. */
export interface Counts {
  readonly musts: number
  readonly states: Readonly<Record<State, number>>
  readonly tested: number
  readonly reviewed: number
  readonly recommendations: { readonly met: number; readonly of: number }
}

export interface Verdict {
  readonly word: VerdictWord
  readonly counts: Counts
  /** Musts that failed and whose source is confirmed: the ones that make it not conformant. */
  readonly broken: readonly Judged[]
  /** Musts that leave it incomplete, failed ones with a remembered source among them. */
  readonly open: readonly Judged[]
  /** What leaves the run as a whole incomplete: stopped, a changed product, a planned check without a result. */
  readonly trouble: readonly string[]
  readonly partial?: { readonly musts: number; readonly of: number }
}

/** Every requirement of the record with its result, in catalogue order; one without a result is not tested. */
export function judged(record: RunRecord): readonly Judged[] {
  const results = new Map(record.requirements.map(result => [result.id, result]))
  return record.catalogue.requirements.map(requirement => ({
    requirement,
    result: results.get(requirement.id) ?? {
      id: requirement.id,
      state: 'notTested',
      fate: 'checked',
      because: 'The run ended without a word on it.',
      owes: { who: 'mustdo', act: `Find out why ${requirement.id} has no result.` },
      assertions: [],
      foretold: false,
    },
  }))
}

/**
 * Judged by the run's recorded date: what is not yet in force, or need not be conformed with yet, is shown and not counted.
 * Another's duty counts only as far as a check asked whether the product makes it possible.
 */
export function standing({ requirement, result }: Judged, runDate: string): Standing {
  const due = [requirement.inForce, requirement.conformBy].filter(date => date !== undefined)
  if (due.some(date => date > runDate.slice(0, date.length))) return 'not yet in force'
  if (requirement.dutyHolder !== 'supplier' && result.assertions.length === 0) return "another's duty"
  return 'counts'
}

/** The musts (or shoulds, mays) that count, of one pillar or of all. */
export function counted(record: RunRecord, level: RecordRequirement['level'], pillar?: Pillar): readonly Judged[] {
  return judged(record).filter(
    one =>
      one.requirement.level === level &&
      (pillar === undefined || one.requirement.pillar === pillar) &&
      standing(one, record.run.startedAt) === 'counts',
  )
}

/** Counts of one pillar, or of the whole run. */
export function countsBy(record: RunRecord, pillar?: Pillar): Counts {
  return countsOf(counted(record, 'must', pillar), counted(record, 'should', pillar))
}

export function countsOf(musts: readonly Judged[], shoulds: readonly Judged[]): Counts {
  const states = { met: 0, notMet: 0, cantTell: 0, notTested: 0, attested: 0, notApplicable: 0 }
  for (const { result } of musts) states[result.state] += 1
  const reviewed = musts.filter(({ result }) => result.state === 'met' && byPerson(result)).length
  const applicable = shoulds.filter(({ result }) => result.state !== 'notApplicable')
  return {
    musts: musts.length,
    states,
    tested: states.met - reviewed,
    reviewed,
    recommendations: {
      met: applicable.filter(({ result }) => result.state === 'met' || result.state === 'attested').length,
      of: applicable.length,
    },
  }
}

/** Whether a person did the rest of what a check does in part, or all of what no check does. */
const byPerson = ({ fate, reviews }: RequirementResult): boolean =>
  fate === 'checked-and-attested' ||
  (fate !== 'checked' && (reviews ?? []).some(({ problems }) => problems.length === 0))

/** Not met, and the clause was read in its source: only such a must makes anything not conformant. */
export const isBroken = ({ requirement, result }: Judged): boolean =>
  result.state === 'notMet' && requirement.sourceConfirmed

/** What keeps a must from being settled: cannot tell, not tested, or not met by a source that is only remembered. */
export const isOpen = (one: Judged): boolean =>
  one.result.state === 'cantTell' ||
  one.result.state === 'notTested' ||
  (one.result.state === 'notMet' && !isBroken(one))

/** What may be said of a standard, a pillar or a run, from its musts alone. */
export function verdictOf(musts: readonly Judged[]): VerdictWord {
  if (musts.every(({ result }) => result.state === 'notApplicable')) return 'no musts'
  if (musts.some(isBroken)) return 'not conformant'
  if (musts.some(isOpen)) return 'incomplete'
  return 'conformant'
}

/** The verdict of the whole run. A partial, stopped or troubled run is never conformant. */
export function runVerdict(record: RunRecord): Verdict {
  const musts = counted(record, 'must')
  const trouble = troubles(record)
  const word = verdictOf(musts)
  const spoilt = trouble.length > 0 || record.run.partial !== undefined
  return {
    word: spoilt && word !== 'not conformant' ? 'incomplete' : word,
    counts: countsBy(record),
    broken: musts.filter(isBroken),
    open: musts.filter(isOpen),
    trouble,
    ...(record.run.partial ? { partial: { musts: record.run.partial.musts, of: record.run.partial.of } } : {}),
  }
}

function troubles({ run, observed, plan, assertions }: RunRecord): readonly string[] {
  const came = new Set(assertions.map(({ id }) => id))
  const missing = plan.filter(({ id }) => !came.has(id)).length
  return [
    ...(run.notReached ? ['No endpoint answered; nothing was judged.'] : []),
    ...run.incompleteBecause,
    ...(!run.complete && run.incompleteBecause.length === 0 ? ['The run did not come to its end.'] : []),
    ...observed.changes,
    ...(missing > 0 ? [`${missing} of ${plan.length} planned checks came back without a result.`] : []),
  ]
}
