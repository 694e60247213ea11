/** The file of reviews beside a target file: begun, added to, and never left as one that does not load. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { RunRecord } from '../../reports/record.ts'
import { criterionOf, pagesInScope } from '../../reports/verdict.ts'
import { loadCatalogue } from '../../standards/index.ts'
import { loadReviews } from '../reviews/load.ts'
import type { ReviewForm, Reviews } from '../reviews/model.ts'
import { newReviews, withReview } from '../reviews/write.ts'
import { UsageError } from './explain.ts'

/** What a file that is not there yet begins with. */
export interface Beginning {
  readonly until?: string
  readonly sampling?: string
}

/** Writes reviews of the version of a report. Throws what is wrong with them before anything is written. */
export function keepReviews(
  record: RunRecord,
  file: string,
  reviews: readonly ReviewForm[],
  { until, sampling }: Beginning,
): void {
  let text: string
  if (existsSync(file)) {
    text = readFileSync(file, 'utf8')
    for (const review of reviews) text = withReview(text, understood(record, text, file), review)
  } else if (until && sampling) {
    const pages = pagesInScope(record.plan)
    text = newReviews({ version: record.target.version, until, method: sampling, pages }, reviews)
  } else
    throw new UsageError(
      `${file} does not exist yet. Expected --until and --sampling, to begin it with. Say until when the reviews hold, and how the pages were chosen.`,
    )
  understood(record, text, file)
  writeFileSync(file, text)
}

function understood(record: RunRecord, text: string, shown: string): Reviews {
  const named = record.target.endpoints.filter(({ kind }) => kind === 'web').map(({ url }) => url)
  const sites = named.length > 0 ? named : [...new Set(pagesInScope(record.plan).map(page => new URL(page).origin))]
  const reviews = loadReviews(text, { shown, sites, criteria: wcagCriteria() })
  if (reviews.product.version !== record.target.version)
    throw new UsageError(
      `${shown} speaks of version ${reviews.product.version}, the report of ${record.target.version}. Expected the same. Begin a new file with --reviews, or take the report of that version.`,
    )
  return reviews
}

/** The success criteria that the catalogue has. */
export const wcagCriteria = (): readonly string[] =>
  [...loadCatalogue().requirements.keys()].flatMap(id => criterionOf(id) ?? [])
