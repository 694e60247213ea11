/** Two reports side by side: what fails anew, what was mended, what was seen otherwise, and whether the same test was taken. */
import type { Assertion, Finding, RecordRequirement, RunRecord, State } from '../record.ts'
import { counted, judged, runVerdict, type VerdictWord } from '../verdict.ts'
import { changedBaseline, changedTarget } from './baseline.ts'
import { evidenceShapes } from './evidence.ts'

/** A check that one run had in another version than the other, or not at all. */
export interface ChangedCheck {
  readonly check: string
  readonly was?: number
  readonly is?: number
}

/** A failed finding, with what it is about. */
export interface Failure {
  readonly id: string
  readonly check: string
  readonly subject: string
  readonly requirements: readonly string[]
  /** True when one of the requirements is a must with a confirmed source, so that it alone makes a run not conformant. */
  readonly must: boolean
  readonly message: string
  readonly at?: string
}

export interface Comparison {
  readonly version: 1
  readonly old: Side
  readonly new: Side
  /** Whether both runs took the same test; what differs, in words, where not. */
  readonly sameTest: boolean
  readonly baseline: readonly string[]
  readonly target: readonly string[]
  readonly checks: readonly ChangedCheck[]
  /** Failed now and not then, by checks that are the same in both. */
  readonly newFailures: readonly Failure[]
  /** Failed now and not then, but by a check that is new or has changed: it may be the check and not the product. */
  readonly byChangedChecks: readonly Failure[]
  readonly stillFailing: readonly Failure[]
  /** Failed then; the same check, on the same subject, came to a conclusion now and does not fail so. */
  readonly fixed: readonly Failure[]
  /** Failed then, and nobody can tell now: not asked again, or without a conclusion. */
  readonly notAskedAgain: readonly Failure[]
  /** The same check on the same subject saw something else, whatever it concluded. */
  readonly evidence: readonly { readonly assertion: string; readonly was: string; readonly is: string }[]
  /** Requirements in another state than then, those of both runs only. */
  readonly states: readonly { readonly id: string; readonly was: State; readonly is: State }[]
  /** Musts that were settled then and are open now, though nobody left them out; `byCheck` where a changed check is why. */
  readonly noLongerSettled: readonly { readonly id: string; readonly byCheck: boolean }[]
}

export interface Side {
  readonly run: string
  readonly product: string
  readonly startedAt: string
  readonly verdict: VerdictWord
  readonly partial: boolean
}

export function compare(before: RunRecord, after: RunRecord): Comparison {
  const then = failuresOf(before)
  const now = failuresOf(after)
  const checks = changedChecks(before, after)
  const changed = new Set(checks.map(({ check }) => check))
  const fresh = [...now.values()].filter(({ id }) => !then.has(id))
  const gone = [...then.values()].filter(({ id }) => !now.has(id))
  const concluded = new Set(after.assertions.filter(isConcluded).map(key))
  const isFixed = (failure: Failure) => !changed.has(failure.check) && concluded.has(key(failure))
  const states = changedStates(before, after)
  return {
    version: 1,
    old: sideOf(before),
    new: sideOf(after),
    ...changedBaseline(before, after, checks),
    target: changedTarget(before, after),
    checks,
    newFailures: fresh.filter(({ check }) => !changed.has(check)),
    byChangedChecks: fresh.filter(({ check }) => changed.has(check)),
    stillFailing: [...now.values()].filter(({ id }) => then.has(id)),
    fixed: gone.filter(isFixed),
    notAskedAgain: gone.filter(failure => !isFixed(failure)),
    evidence: changedEvidence(before, after, changed),
    states,
    noLongerSettled: unsettled(before, after, changed),
  }
}

const sideOf = (record: RunRecord): Side => ({
  run: record.run.id,
  product: `${record.target.supplier} ${record.target.product} ${record.target.version}, ${record.target.environment}`,
  startedAt: record.run.startedAt,
  verdict: runVerdict(record).word,
  partial: record.run.partial !== undefined,
})

/** Every failed finding of a record by its id; advice never counts. */
function failuresOf(record: RunRecord): ReadonlyMap<string, Failure> {
  const verifies = new Map(record.checks.map(check => [check.id, Object.keys(check.verifies)]))
  const requirements = new Map(record.catalogue.requirements.map(one => [one.id, one]))
  const failures = record.assertions.flatMap(assertion =>
    assertion.findings
      .filter(({ outcome, advice }) => outcome === 'failed' && !advice)
      .map((finding): [string, Failure] => [
        finding.id,
        failureOf(finding, assertion, verifies.get(assertion.check) ?? [], requirements),
      ]),
  )
  return new Map(failures)
}

function failureOf(
  { id, requirement, message, at }: Finding,
  { check, subject }: Assertion,
  verified: readonly string[],
  requirements: ReadonlyMap<string, RecordRequirement>,
): Failure {
  const about = requirement ? [requirement] : verified.filter(name => requirements.has(name))
  const must = about.some(name => {
    const row = requirements.get(name)
    return row?.level === 'must' && row.sourceConfirmed
  })
  return { id, check, subject: subject.id, requirements: about, must, message, ...(at && { at }) }
}

function changedChecks(before: RunRecord, after: RunRecord): ChangedCheck[] {
  const then = new Map(before.checks.map(({ id, version }) => [id, version]))
  const now = new Map(after.checks.map(({ id, version }) => [id, version]))
  return [...new Set([...then.keys(), ...now.keys()])]
    .sort()
    .filter(check => then.get(check) !== now.get(check))
    .map(check => {
      const [old, current] = [then.get(check), now.get(check)]
      return { check, ...(old !== undefined && { was: old }), ...(current !== undefined && { is: current }) }
    })
}

const key = (one: { readonly check: string; readonly subject: string | { readonly id: string } }): string =>
  `${one.check}@${typeof one.subject === 'string' ? one.subject : one.subject.id}`

const isConcluded = ({ outcome }: Assertion): boolean =>
  outcome === 'passed' || outcome === 'failed' || outcome === 'inapplicable'

function changedEvidence(before: RunRecord, after: RunRecord, changed: ReadonlySet<string>): Comparison['evidence'] {
  const then = evidenceShapes(before)
  const now = evidenceShapes(after)
  return after.assertions.flatMap(({ id, check }) => {
    const [old, current] = [then.get(id), now.get(id)]
    if (!old || !current || changed.has(check)) return []
    // Questions asked side by side come in any order.
    const [one, other] = [[...old].sort(), [...current].sort()]
    if (one.join('\n') === other.join('\n')) return []
    return [{ assertion: id, was: only(one, other), is: only(other, one) }]
  })
}

/** What stands in one list and not in the other, each once; all of it where only the numbers differ. */
function only(list: readonly string[], other: readonly string[]): string {
  const own = [...new Set(list.filter(line => !other.includes(line)))]
  return own.length > 0 ? own.join('; ') : `${list.length} observations`
}

function changedStates(before: RunRecord, after: RunRecord): Comparison['states'] {
  const then = new Map(judged(before).map(({ result }) => [result.id, result.state]))
  return judged(after).flatMap(({ result: { id, state } }) => {
    const old = then.get(id)
    return old === undefined || old === state ? [] : [{ id, was: old, is: state }]
  })
}

function unsettled(before: RunRecord, after: RunRecord, changed: ReadonlySet<string>): Comparison['noLongerSettled'] {
  const settled = new Set(
    judged(before)
      .filter(({ result: { state } }) => state === 'met' || state === 'attested' || state === 'notApplicable')
      .map(({ result }) => result.id),
  )
  const byChanged = new Set(
    [...before.checks, ...after.checks]
      .filter(({ id }) => changed.has(id))
      .flatMap(({ verifies }) => Object.keys(verifies)),
  )
  return counted(after, 'must')
    .filter(({ result: { id, state, fate } }) => {
      const open = state === 'cantTell' || state === 'notTested'
      return open && fate !== 'filtered' && settled.has(id)
    })
    .map(({ result: { id } }) => ({ id, byCheck: byChanged.has(id) }))
}
