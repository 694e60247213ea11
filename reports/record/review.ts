/** What a person found who looked at whole pages for one success criterion. */

/** Words of VPAT and OpenACR for how far a product meets a criterion. */
export const reviewVerdicts = ['supports', 'partially-supports', 'does-not-support', 'not-applicable'] as const
export type ReviewVerdict = (typeof reviewVerdicts)[number]

export interface ReviewResult {
  /** Absolute addresses of the pages that were reviewed, each as a whole. */
  readonly pages: readonly string[]
  readonly verdict: ReviewVerdict
  /** What the verdict makes of findings that were left to a person, and of the requirement on these pages. */
  readonly outcome: 'passed' | 'failed' | 'inapplicable'
  readonly by: 'reviewed'
  readonly who: string
  readonly role?: string
  /** Assistive technology and browser, with versions. */
  readonly with: string
  readonly on: string
  readonly until: string
  readonly notes?: string
  /** Ids of the findings of `cantTell` that it decides. */
  readonly settles: readonly string[]
  /** Empty when the review counts; else why it does not: expired, another version, half a journey … */
  readonly problems: readonly string[]
}
