/** Reviews of accessibility as the file has them, and after loading: addresses absolute, the sample filled in. */
import type { ReviewVerdict } from '../../reports/record.ts'

export interface ReviewForm {
  readonly criterion: string
  readonly pages?: readonly string[]
  readonly verdict: ReviewVerdict
  readonly by: string
  readonly role?: string
  readonly with: string
  readonly on: string
  readonly notes?: string
}

export interface Journey {
  readonly name: string
  readonly pages: readonly string[]
}

export interface SampleForm {
  readonly method: string
  readonly structured?: readonly string[]
  readonly random?: readonly string[]
  readonly journeys?: readonly Journey[]
}

/** The file as it stands on disk once it matches `reviews.schema.json`. */
export interface ReviewsForm {
  readonly version?: 1
  readonly product: { readonly version: string }
  /** Calendar day, UTC, included. */
  readonly until: string
  readonly sample: SampleForm
  readonly reviews: readonly ReviewForm[]
}

export interface Review extends ReviewForm {
  /** Absolute, each a page of the sample. */
  readonly pages: readonly string[]
}

export interface Reviews extends ReviewsForm {
  readonly sample: Required<SampleForm>
  readonly reviews: readonly Review[]
}
