import type { Outcome, Owed } from '../../reports/record.ts'

/** A step of a probe that was not taken, and why; the judge never sees it. */
export interface NotReached {
  readonly notReached: Exclude<Outcome, 'passed' | 'failed'>
  readonly because: string
  readonly owes?: Owed
}

/** The step could not be taken for want of something the target file could give: untested, and it names what. */
export const noData = (needed: string): NotReached => ({
  notReached: 'untested',
  because: needed,
  owes: { who: 'supplier', act: needed },
})

/** The clause's condition was seen to be false. `observed` says what was seen, for the report. */
export const notApplicable = (observed: string): NotReached => ({ notReached: 'inapplicable', because: observed })

/** The step was tried and gave no ground to judge on. */
export const noGround = (because: string, owes?: Owed): NotReached =>
  owes ? { notReached: 'cantTell', because, owes } : { notReached: 'cantTell', because }
