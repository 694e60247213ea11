/** What reviews by persons say of a success criterion on the pages of a run. Pure. */
import type { Assertion, Finding, PlannedAssertion, ReviewResult } from '../record.ts'

/** The pages in scope and the reviews of one criterion, those that do not count among them. */
export interface ReviewSeen {
  readonly pages: readonly string[]
  readonly given: readonly ReviewResult[]
}

export interface ReviewConclusion {
  /** A review that found it not met; it outweighs every other. */
  readonly failed?: ReviewResult
  /** What all pages together come to; absent while a page waits, or when there is no page. */
  readonly whole?: 'passed' | 'inapplicable'
  readonly waiting: readonly string[]
}

/** The success criterion that a requirement is, such as `1.1.1`; nothing for any other requirement. */
export const criterionOf = (requirement: string): string | undefined =>
  /^ACC-WCAG-(\d\.\d\.\d{1,2})$/.exec(requirement)?.[1]

/** Every page that the run was to look at: a criterion is reviewed when all of them are. */
export const pagesInScope = (plan: readonly PlannedAssertion[]): readonly string[] => [
  ...new Set(plan.filter(({ subject }) => subject.kind === 'page').map(({ subject }) => subject.url)),
]

const counting = ({ given }: ReviewSeen) => given.filter(({ problems }) => problems.length === 0)

/** The worst that reviews say of a page: not met, met, does not apply; nothing where nobody has looked. */
export function reviewOutcome(seen: ReviewSeen, page: string): ReviewResult['outcome'] | undefined {
  const said = counting(seen)
    .filter(({ pages }) => pages.includes(page))
    .map(({ outcome }) => outcome)
  return (['failed', 'passed', 'inapplicable'] as const).find(outcome => said.includes(outcome))
}

/** Whole pages only: what a criterion comes to is known when each page in scope has a review that counts. */
export function concludeReviews(seen: ReviewSeen): ReviewConclusion {
  const failed = counting(seen).find(({ outcome }) => outcome === 'failed')
  const outcomes = seen.pages.map(page => reviewOutcome(seen, page))
  const waiting = seen.pages.filter((_, i) => outcomes[i] === undefined)
  const complete = outcomes.length > 0 && waiting.length === 0 && !failed
  return {
    ...(failed && { failed }),
    ...(complete && { whole: outcomes.includes('passed') ? 'passed' : 'inapplicable' }),
    waiting,
  }
}

/** The outcome that reviews give to what one assertion left to a person; a matter of many pages needs all of them. */
export function settledOutcome(seen: ReviewSeen, { subject }: Assertion): ReviewResult['outcome'] | undefined {
  return subject.kind === 'page' ? reviewOutcome(seen, subject.url) : concludeReviews(seen).whole
}

/** Whether a finding waits for a person's eyes. What a supplier or mustdo owes is not a person's to decide. */
export const isLeftToPerson = (finding: Finding, requirement: string): boolean =>
  finding.outcome === 'cantTell' &&
  finding.owes?.who === 'reviewer' &&
  !finding.advice &&
  (finding.requirement === undefined || finding.requirement === requirement)

/** Ids of the findings that a review decides: those on its pages, and those of many pages once all are reviewed. */
export function settledBy(
  requirement: string,
  review: ReviewResult,
  seen: ReviewSeen,
  assertions: readonly Assertion[],
): readonly string[] {
  if (review.problems.length > 0) return []
  return assertions
    .filter(
      one =>
        settledOutcome(seen, one) !== undefined &&
        (one.subject.kind !== 'page' || review.pages.includes(one.subject.url)),
    )
    .flatMap(({ findings }) => findings.filter(finding => isLeftToPerson(finding, requirement)).map(({ id }) => id))
}
