/**
 * Whether a report is ready for a framework to decide on, or goes back to its supplier, and with what to do. It decides nothing:
 * a report that is ready may still be refused, and no number stands for a product.
 */
import type { Framework, Level } from '../../standards/model.ts'
import type { RunRecord, State } from '../record.ts'
import { type Assurance, assuranceWords, reaches } from '../seal/assurance.ts'
import type { Verification } from '../seal/verify.ts'
import { isBroken, isOpen, type Judged, judged, runVerdict, standing } from '../verdict.ts'
import { unmetInWords } from './unmet.ts'

/** Something for somebody to do, by the requirement it clears; without one it is about the report as a whole. */
export interface Act {
  readonly requirement?: string
  /** What the requirement asks, where it is about one that the report speaks of. */
  readonly statement?: string
  readonly what: string
}

export interface ReportReview {
  readonly file: string
  readonly state: 'ready to decide' | 'return'
  /** Absent where the file cannot be read as a report at all. */
  readonly about?: {
    readonly supplier: string
    readonly product: string
    readonly version: string
    readonly environment: string
    readonly run: string
    readonly startedAt: string
    readonly verdict: string
    readonly body: string
  }
  readonly tier: Assurance
  /** What the supplier has to do; empty when ready. */
  readonly supplier: readonly Act[]
  /** What is left for the framework's own reviewers; it keeps no report from being ready. */
  readonly reviewer: readonly Act[]
  /** Gaps of mustdo itself: nobody tested these. */
  readonly untested: readonly string[]
  /** Musts that count as settled by the framework's word alone. */
  readonly waived: readonly string[]
  readonly claimsAccepted: readonly string[]
  /** Rows that are musts by this framework's word and not by their source's, settled or not. */
  readonly raised: readonly string[]
}

export interface ReviewInput {
  readonly file: string
  readonly verification: Verification
  /** Absent where the file holds no record that can be read. */
  readonly record?: RunRecord
  readonly framework: Framework
  /** UTC, `2026-11-22`. */
  readonly today: string
}

export function review({ file, verification, record, framework, today }: ReviewInput): ReportReview {
  const { tier, bodyDigest } = verification
  if (!record || !bodyDigest)
    return {
      file,
      state: 'return',
      tier: 'none',
      supplier: [{ what: `Send the original file: ${verification.rungs[0]?.detail ?? verification.headline}` }],
      reviewer: [],
      untested: [],
      waived: [],
      claimsAccepted: [],
      raised: [],
    }
  const { target, run } = record
  const sorted = sortMusts(record, framework, today)
  const supplier = [...ofWhole(record, verification, framework, today), ...sorted.supplier]
  return {
    file,
    state: supplier.length === 0 ? 'ready to decide' : 'return',
    about: {
      supplier: target.supplier,
      product: target.product,
      version: target.version,
      environment: target.environment,
      run: run.id,
      startedAt: run.startedAt,
      verdict: runVerdict(record).word,
      body: bodyDigest,
    },
    tier,
    ...sorted,
    supplier,
  }
}

function ofWhole(record: RunRecord, verification: Verification, framework: Framework, today: string): Act[] {
  const { run, packs } = record
  const { ok, tier } = verification
  const { validity, minimumTier } = framework
  const trouble = runVerdict(record).trouble
  const bought = packs.some(({ id }) => framework.packs.includes(id))
  const acts = [
    ...(ok ? [] : [`Send a report that verifies: ${unmetInWords(verification)}.`]),
    ...(record.published ? ['Send the full report: this is a published copy, without evidence.'] : []),
    ...(run.demo ? ['Send a report on your product: this is a demonstration.'] : []),
    ...(run.partial ? ['Run the whole test: this is a partial run.'] : []),
    ...trouble.map(line => `Run again to the end: ${line}`),
    ...(bought ? [] : [`Test as one of the product types of this framework: ${framework.packs.join(', ')}.`]),
    ...(minimumTier && !reaches(tier, minimumTier)
      ? [
          `Send a report of at least the assurance "${assuranceWords[minimumTier]}"; this one is "${assuranceWords[tier]}".`,
        ]
      : []),
    ...(today > run.validUntil ? [`Run again: the report was valid until ${run.validUntil}.`] : []),
    ...(validity && (run.startedAt.slice(0, 10) < validity.from || today > validity.until)
      ? [`This framework takes reports of runs from ${validity.from} until ${validity.until}.`]
      : []),
  ]
  return acts.map(what => ({ what }))
}

type Sorted = Pick<ReportReview, 'supplier' | 'reviewer' | 'untested' | 'waived' | 'claimsAccepted' | 'raised'>

/** Every must, the framework's own included, by who has to act on it. */
function sortMusts(record: RunRecord, framework: Framework, today: string): Sorted {
  const supplier: Act[] = []
  const reviewer: Act[] = []
  const untested: string[] = []
  const waived: string[] = []
  const claimsAccepted: string[] = []
  const granted = (list: Framework['acceptedWaivers'], id: string) =>
    list.some(one => one.requirement === id && one.supplier === record.target.supplier && today <= one.until)
  const raises = new Map(framework.raises?.map(one => [one.requirement, one]))
  const raised: string[] = []
  const rows = judged(record)
  for (const one of rows) {
    const { requirement, result } = one
    const { id, statement } = requirement
    const raise = raises.get(id)
    const level: Level = raise ? higher(raise.level, requirement.level) : requirement.level
    const counts = standing(one, record.run.startedAt) === 'counts'
    if (level !== 'must' || !(counts || raise)) continue
    const isRaised = raise !== undefined && !(counts && requirement.level === 'must')
    const why = isRaised ? ` ${MUST_HERE} ${raise.because}` : ''
    if (isRaised) raised.push(id)
    if (settled.has(result.state)) continue
    if (granted(framework.acceptedWaivers, id)) waived.push(id)
    else if (result.claim && result.state === 'notTested' && granted(framework.acceptedClaims, id))
      claimsAccepted.push(id)
    else if (isBroken(one)) supplier.push({ requirement: id, statement, what: `Not met. ${requirement.fix}${why}` })
    else if (isOpen(one)) {
      if (result.owes?.who === 'mustdo') untested.push(id)
      else
        (result.owes?.who === 'supplier' ? supplier : reviewer).push({
          requirement: id,
          statement,
          what: `${actOf(one)}${why}`,
        })
    }
  }
  const known = new Set(rows.map(({ requirement }) => requirement.id))
  for (const { requirement, level, because } of raises.values())
    if (level === 'must' && !known.has(requirement))
      supplier.push({ requirement, what: `The report does not speak of it, and this framework demands it. ${because}` })
  return { supplier, reviewer, untested, waived, claimsAccepted, raised }
}

/** A reader who knows the source would take the row for a recommendation. */
const MUST_HERE = 'Its source does not demand it of you today; this framework does:'

const settled: ReadonlySet<State> = new Set(['met', 'attested', 'notApplicable'])

/** A framework raises and never lowers: what a law demands stays demanded. */
const higher = (one: Level, other: Level): Level => (levels.indexOf(one) <= levels.indexOf(other) ? one : other)

const levels: readonly Level[] = ['must', 'should', 'may']

/** Reasons and acts come as phrases from many hands; a command at the end keeps its last word. */
function sentence(words: string): string {
  const begun = words.trim().replace(/^[a-z](?=[a-z]* )/, first => first.toUpperCase())
  return /[.!?:]$/.test(begun) || /\bmustdo [^.:]*$/.test(begun) ? begun : `${begun}.`
}

function actOf({ requirement, result }: Judged): string {
  const state = result.state === 'notMet' ? 'Not met, by a source that is only remembered.' : result.because
  return [state ?? 'Open.', result.owes?.act ?? requirement.fix].map(sentence).join(' ')
}
