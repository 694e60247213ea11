import { type Pillar, pillars } from '../../standards/model.ts'
import type { Owed, ReviewResult, RunRecord, State } from '../record.ts'
import { type Counts, countsBy, exitCode, judged, runVerdict, standing } from '../verdict.ts'
import { saidBy } from './said.ts'

/** EARL outcomes, and `attested`, which EARL does not know: what a person vouches for is no pass of a check. */
export type RequirementOutcome = 'passed' | 'failed' | 'cantTell' | 'untested' | 'attested' | 'inapplicable'

export const outcomeOf: Readonly<Record<State, RequirementOutcome>> = {
  met: 'passed',
  notMet: 'failed',
  cantTell: 'cantTell',
  notTested: 'untested',
  attested: 'attested',
  notApplicable: 'inapplicable',
}

export interface ResultFinding {
  readonly id: string | null
  readonly check: string
  readonly subject: string
  readonly outcome: string
  readonly message: string
  readonly where: string | null
  readonly expected: string | null
  readonly actual: string | null
  readonly count: number
  readonly advice: boolean
}

/** What a person found who looked at whole pages; `problems` says why it does not count, where it does not. */
export interface ResultReview {
  readonly by: 'reviewed'
  readonly verdict: ReviewResult['verdict']
  readonly outcome: ReviewResult['outcome']
  readonly who: string
  readonly role: string | null
  readonly with: string
  readonly on: string
  readonly until: string
  readonly pages: readonly string[]
  readonly notes: string | null
  /** Ids of findings that it decides. */
  readonly settles: readonly string[]
  readonly problems: readonly string[]
}

export interface ResultRequirement {
  readonly id: string
  readonly standard: string
  readonly clause: string
  readonly pillar: Pillar
  readonly level: 'must' | 'should' | 'may'
  readonly basis: string
  readonly counted: boolean
  readonly sourceConfirmed: boolean
  readonly outcome: RequirementOutcome
  readonly state: State
  readonly fate: string
  readonly because: string | null
  readonly owes: Owed | null
  readonly reviews: readonly ResultReview[]
  readonly findings: readonly ResultFinding[]
}

/** What `run --json` writes; `result.schema.json` is its contract. */
export interface RunResult {
  readonly version: 1
  readonly tool: { readonly name: string; readonly version: string }
  readonly run: {
    readonly id: string
    readonly startedAt: string
    readonly endedAt: string
    readonly demo: boolean
    readonly notReached: boolean
    readonly trouble: readonly string[]
    readonly partial: { readonly filters: readonly string[]; readonly musts: number; readonly of: number } | null
  }
  readonly target: {
    readonly supplier: string
    readonly product: string
    readonly version: string
    readonly observed: string | null
    readonly environment: 'sandbox' | 'live'
    readonly packs: readonly string[]
  }
  readonly catalogue: { readonly version: string; readonly digest: string }
  readonly verdict: string
  readonly exitCode: { readonly complete: number; readonly tested: number }
  readonly counts: Counts
  readonly pillars: readonly (Counts & { readonly pillar: Pillar })[]
  readonly requirements: readonly ResultRequirement[]
}

export function runResult(record: RunRecord): RunResult {
  const { run, target, catalogue, tool, observed } = record
  const verdict = runVerdict(record)
  return {
    version: 1,
    tool: { name: tool.name, version: tool.version },
    run: {
      id: run.id,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      demo: run.demo,
      notReached: run.notReached,
      trouble: verdict.trouble,
      partial: run.partial ?? null,
    },
    target: {
      supplier: target.supplier,
      product: target.product,
      version: target.version,
      observed: observed.softwareVersion ?? null,
      environment: target.environment,
      packs: target.packs,
    },
    catalogue: { version: catalogue.version, digest: catalogue.digest },
    verdict: verdict.word,
    exitCode: { complete: exitCode(record, 'complete'), tested: exitCode(record, 'tested') },
    counts: verdict.counts,
    pillars: pillars.map(pillar => ({ pillar, ...countsBy(record, pillar) })),
    requirements: requirementsOf(record),
  }
}

/** The same as text: one JSON document, indented, ending in a line feed. */
export const resultJson = (record: RunRecord): string => `${JSON.stringify(runResult(record), null, 2)}\n`

function requirementsOf(record: RunRecord): readonly ResultRequirement[] {
  const said = saidBy(record)
  return judged(record).map(one => {
    const { requirement, result } = one
    return {
      id: requirement.id,
      standard: requirement.standard,
      clause: requirement.clause,
      pillar: requirement.pillar,
      level: requirement.level,
      basis: requirement.basis,
      counted: standing(one, record.run.startedAt) === 'counts',
      sourceConfirmed: requirement.sourceConfirmed,
      outcome: outcomeOf[result.state],
      state: result.state,
      fate: result.fate,
      because: result.because ?? null,
      owes: result.owes ?? null,
      reviews: (result.reviews ?? []).map(reviewOf),
      findings: said(requirement.id).map(({ assertion, finding }) => ({
        id: finding?.id ?? null,
        check: assertion.check,
        subject: assertion.subject.url,
        outcome: finding?.outcome ?? assertion.outcome,
        message: finding?.message ?? '',
        where: finding?.at ?? null,
        expected: finding?.expected ?? null,
        actual: finding?.actual ?? null,
        count: finding?.count ?? 1,
        advice: finding?.advice ?? false,
      })),
    }
  })
}

const reviewOf = (given: ReviewResult): ResultReview => ({
  by: given.by,
  verdict: given.verdict,
  outcome: given.outcome,
  who: given.who,
  role: given.role ?? null,
  with: given.with,
  on: given.on,
  until: given.until,
  pages: given.pages,
  notes: given.notes ?? null,
  settles: given.settles,
  problems: given.problems,
})
