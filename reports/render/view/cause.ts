import type { Assertion, Finding, Owed, RecordCheck } from '../../record.ts'
import { checksOf, type Look } from './look.ts'

/** One defect, however many places it shows in: findings of one check, of one kind, about one requirement. */
export interface Cause {
  readonly ids: readonly string[]
  readonly check: RecordCheck
  readonly requirement: string
  readonly outcome: Finding['outcome']
  readonly advice: boolean
  readonly message: string
  readonly at: string
  readonly expected: string
  readonly actual: string
  readonly count: number
  readonly places: readonly string[]
  readonly owes: Owed | undefined
  readonly assertions: readonly Assertion[]
}

/** What is wrong with one requirement, by cause, in the order in which the checks saw it. Passes are not among them. */
export function causesOf(requirement: string, look: Look): readonly Cause[] {
  const groups = new Map<string, { check: RecordCheck; seen: [Assertion, Finding][] }>()
  for (const check of checksOf(requirement, look))
    for (const assertion of look.byCheck.get(check.id) ?? [])
      for (const finding of assertion.findings) {
        if (finding.outcome === 'passed' || finding.outcome === 'inapplicable') continue
        if (finding.requirement !== undefined && finding.requirement !== requirement) continue
        const key = JSON.stringify([check.id, finding.key, finding.outcome, finding.advice ?? false, finding.expected])
        const group = groups.get(key) ?? { check, seen: [] }
        group.seen.push([assertion, finding])
        groups.set(key, group)
      }
  return [...groups.values()].map(({ check, seen }) => causeOf(requirement, check, seen))
}

function causeOf(requirement: string, check: RecordCheck, seen: readonly (readonly [Assertion, Finding])[]): Cause {
  const findings = seen.map(([, finding]) => finding)
  const first = findings[0] as Finding
  return {
    ids: [...new Set(findings.map(({ id }) => id))],
    check,
    requirement,
    outcome: first.outcome,
    advice: first.advice ?? false,
    message: first.message,
    at: first.at ?? '',
    expected: first.expected ?? '',
    actual: first.actual ?? '',
    count: findings.reduce((sum, finding) => sum + (finding.count ?? 1), 0),
    places: [...new Set(findings.flatMap(({ places, at }) => places ?? (at ? [at] : [])))],
    owes: first.owes,
    assertions: [...new Set(seen.map(([assertion]) => assertion))],
  }
}
