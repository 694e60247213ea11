import type {
  Assertion,
  AttestationResult,
  Finding,
  Outcome,
  Owed,
  RecordCheck,
  RequirementResult,
  ReviewResult,
  State,
} from '../record.ts'
import { concludeReviews, criterionOf, isLeftToPerson, type ReviewSeen, settledOutcome } from './review.ts'

/** What one check says of one requirement, over all its subjects. */
export interface CheckSeen {
  readonly check: string
  readonly coverage: 'all' | 'part'
  /** One for each subject; empty when the check had no subject, which says nothing. */
  readonly outcomes: readonly Outcome[]
  /** Words and debt of the outcome that decides; shown when the state follows from it. */
  readonly because?: string
  readonly owes?: Owed
}

/** All that the state of a requirement follows from. A waiver is not here: it never changes an outcome. */
export interface StateInput {
  readonly id: string
  readonly fate: RequirementResult['fate']
  /** The plan's own words: why it is not tested, or the condition that was seen to be false. */
  readonly because?: string
  readonly owes?: Owed
  readonly checks: readonly CheckSeen[]
  readonly attestation?: AttestationResult
  /** Pages and reviews, where the requirement is a success criterion and the run has pages. */
  readonly review?: ReviewSeen
  /** The supplier's claim that it does not apply; `contradicted` says what discovery saw that speaks against it. */
  readonly claim?: {
    readonly reason: string
    readonly by: string
    readonly accepted: boolean
    readonly contradicted?: string
  }
}

export interface Conclusion {
  readonly state: State
  readonly because?: string
  readonly owes?: Owed
}

/** Worst first: the outcome of a whole is the first of these that occurs among its parts. */
const weight: readonly Outcome[] = ['failed', 'cantTell', 'untested', 'passed', 'inapplicable']

/** The outcome of a whole from those of its parts; undefined when there is no part. */
export function rollUp(parts: readonly Outcome[]): Outcome | undefined {
  return weight.find(outcome => parts.includes(outcome))
}

/**
 * The state of one requirement: failed > cantTell > untested > attested > passed > inapplicable, where a passed check that
 * covers only part of it needs a person for the rest (design: Verdicts). Cannot tell and not tested always say who owes
 * the next act.
 */
export function requirementState(input: StateInput): Conclusion {
  const { id, claim, attestation } = input
  if (input.fate === 'filtered') return { state: 'notTested', because: input.because ?? 'Left out by the filter.' }
  const seen = input.checks.filter(check => check.outcomes.length > 0)
  const deciding = (outcome: Outcome) => seen.find(check => rollUp(check.outcomes) === outcome)
  const all = rollUp(seen.filter(check => check.coverage === 'all').flatMap(check => check.outcomes))
  const any = rollUp(seen.flatMap(check => check.outcomes))
  const vouched = attestation !== undefined && attestation.problems.length === 0

  const person = input.review && concludeReviews(input.review)

  if (any === 'failed') return { state: 'notMet', ...words(deciding('failed')) }
  if (person?.failed) return { state: 'notMet', because: saidByReview(person.failed) }
  if (claim?.contradicted)
    return open('cantTell', `Claimed not applicable, but ${claim.contradicted}`, {
      who: 'supplier',
      act: `Withdraw the claim on ${id}, or correct what the endpoint declares.`,
    })
  if (all === 'passed') return { state: 'met' }
  if (any === 'cantTell' || any === 'untested') {
    const check = deciding(any)
    const state = any === 'cantTell' ? 'cantTell' : 'notTested'
    return open(state, check?.because ?? input.because ?? 'The check gave no ground.', check?.owes ?? debt(input))
  }
  if (any === 'passed')
    return vouched || person?.whole
      ? { state: 'met' }
      : open('cantTell', partly(input), {
          who: 'reviewer',
          act: `Review what the check cannot see: ${wayToReview(input)}`,
        })
  if (person?.whole === 'passed') return { state: 'met' }
  if (vouched) return { state: 'attested' }
  if (person?.whole && any !== 'inapplicable')
    return { state: 'notApplicable', because: 'Reviewed by a person: it applies to none of the pages.' }
  if (any === 'inapplicable') return { state: 'notApplicable', ...words(deciding('inapplicable')) }
  if (input.fate === 'condition-false' && input.because) return { state: 'notApplicable', because: input.because }
  if (claim?.accepted)
    return { state: 'notApplicable', because: `The framework accepts the supplier's reason: ${claim.reason}` }
  if (claim)
    return open('notTested', `The supplier claims that it does not apply: ${claim.reason}`, {
      who: 'reviewer',
      act: `Accept or refuse the claim on ${id} in the framework's file.`,
    })
  return open('notTested', spoilt(input) ?? input.because ?? 'Nothing was seen.', debt(input))
}

/** What the checks saw of one requirement. Advice is left out: it never rolls up. */
export function checksSeen(
  requirement: string,
  assertions: readonly Assertion[],
  checks: readonly RecordCheck[],
  review?: ReviewSeen,
): readonly CheckSeen[] {
  return checks.flatMap(check => {
    const coverage = check.verifies[requirement]
    if (!coverage) return []
    const told = assertions.filter(({ check: id }) => id === check.id).map(one => toldOf(requirement, one, review))
    const worst = rollUp(told.map(one => one.outcome))
    const decides = told.find(one => one.outcome === worst)
    return [
      {
        check: check.id,
        coverage,
        outcomes: told.map(one => one.outcome),
        ...(decides?.because ? { because: decides.because } : {}),
        ...(decides?.owes ? { owes: decides.owes } : {}),
      },
    ]
  })
}

interface Told {
  readonly outcome: Outcome
  readonly because?: string
  readonly owes?: Owed
}

/** What one assertion says of one requirement, with what a person decided of it. Saying nothing of it, while speaking of others, is no pass. */
export function toldOf(requirement: string, assertion: Assertion, review?: ReviewSeen): Told {
  const counted = assertion.findings.filter(finding => !finding.advice)
  if (counted.length === 0) return { outcome: assertion.outcome }
  const about = counted.filter(finding => finding.requirement === undefined || finding.requirement === requirement)
  const settled = review && settledOutcome(review, assertion)
  const outcomeOf = (finding: Finding) => (settled && isLeftToPerson(finding, requirement) ? settled : finding.outcome)
  const outcome = rollUp(about.map(outcomeOf))
  if (!outcome)
    return {
      outcome: 'cantTell',
      because: `${assertion.check} said nothing of ${requirement}.`,
      owes: { who: 'mustdo', act: `Mend ${assertion.check}: it names ${requirement} but decides nothing about it.` },
    }
  const finding = about.find(one => outcomeOf(one) === outcome)
  return {
    outcome,
    ...(finding?.message ? { because: finding.message } : {}),
    ...(finding?.owes ? { owes: finding.owes } : {}),
  }
}

const words = (check?: CheckSeen) => (check?.because ? { because: check.because } : {})

const open = (state: State, because: string, owes: Owed): Conclusion => ({ state, because, owes })

const partly = (input: StateInput) =>
  spoilt(input) ?? 'The checks cover part of it, and passed; the rest awaits a person.'

/** Why the words of a person leave it open: those that do not count, or pages that nobody has reviewed. */
function spoilt({ attestation, review }: StateInput): string | undefined {
  if (attestation && attestation.problems.length > 0)
    return `The attestation does not count: ${attestation.problems.join('; ')}`
  if (!review || review.given.length === 0) return undefined
  const problems = [...new Set(review.given.flatMap(given => given.problems))]
  const { waiting } = concludeReviews(review)
  const done = review.pages.length - waiting.length
  return [
    ...(problems.length > 0 ? [`A review does not count: ${problems.join('; ')}.`] : []),
    `${done} of ${review.pages.length} pages are reviewed${waiting[0] ? `; the first that is not: ${waiting[0]}` : ''}.`,
  ].join(' ')
}

const saidByReview = ({ who, on, with: aids, verdict, notes }: ReviewResult) =>
  `Reviewed by ${who} on ${on} with ${aids}: ${verdict.replaceAll('-', ' ')}.${notes ? ` ${notes}` : ''}`

const wayToReview = ({ id, review }: StateInput) =>
  review && review.pages.length > 0 ? `mustdo review-page --criterion ${criterionOf(id)}` : `mustdo attest ${id}`

/** Who owes the next act where neither plan nor check has said so. */
function debt(input: StateInput): Owed {
  const { id, fate, owes } = input
  if (fate === 'person' && input.review && input.review.pages.length > 0)
    return { who: 'reviewer', act: `Review it on every page: ${wayToReview(input)}` }
  if (owes) return owes
  if (fate === 'planned') return { who: 'mustdo', act: `Write the check of ${id}.` }
  if (fate === 'person') return { who: 'reviewer', act: `Review it: mustdo attest ${id}` }
  if (fate === 'counterparty')
    return { who: 'supplier', act: `Arrange the counterparty, or attest: mustdo attest ${id}` }
  if (fate === 'not-given') return { who: 'supplier', act: `Name in mustdo.yaml what ${id} needs.` }
  if (fate === 'checked') return { who: 'mustdo', act: `Find out why ${id} was planned and not concluded.` }
  return { who: 'supplier', act: `Attest it with evidence: mustdo attest ${id}` }
}
