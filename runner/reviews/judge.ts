/** Whether reviews count on a day and for a version, and what they say of each requirement. Pure. */
import type { ReviewResult, ReviewVerdict } from '../../reports/record.ts'
import type { Journey, Review, Reviews } from './model.ts'

/** A criterion is met or not: what supports it only partially does not meet it (WCAG 2.2, 5.2.1 and 5.2.2). */
export const outcomes: Readonly<Record<ReviewVerdict, ReviewResult['outcome']>> = {
  supports: 'passed',
  'partially-supports': 'failed',
  'does-not-support': 'failed',
  'not-applicable': 'inapplicable',
}

interface Run {
  /** ISO 8601, UTC. */
  readonly now: string
  /** The product's version as the target file declares it. */
  readonly version: string
}

/** Results by requirement. Another version, a day outside `on` … `until`, or half a journey: it does not count, and says why. */
export function judgeReviews(file: Reviews, run: Run): { readonly [requirement: string]: readonly ReviewResult[] } {
  const results: { [requirement: string]: ReviewResult[] } = {}
  for (const review of file.reviews) {
    const { criterion, pages, verdict, by: who, role, with: aids, on, notes } = review
    const requirement = `ACC-WCAG-${criterion}`
    const list = results[requirement] ?? []
    results[requirement] = list
    list.push({
      pages,
      verdict,
      outcome: outcomes[verdict],
      by: 'reviewed',
      who,
      ...(role !== undefined && { role }),
      with: aids,
      on,
      until: file.until,
      ...(notes !== undefined && { notes }),
      settles: [],
      problems: [...problemsOf(review, file, run), ...halfJourneys(review, file)],
    })
  }
  return results
}

function problemsOf({ on }: Review, { until, product }: Reviews, { now, version }: Run): string[] {
  const today = now.slice(0, 10)
  return [
    ...(on > today ? [`dated ${on}, after the day of the run (${today})`] : []),
    ...(until < today ? [`expired on ${until}`] : []),
    ...(product.version === version ? [] : [`speaks of version ${product.version}, the product is ${version}`]),
  ]
}

/** A page on a journey tells nothing while another page of it waits; that it fails is told all the same (WCAG 2.2, 5.2.3). */
function halfJourneys(review: Review, { sample, reviews }: Reviews): string[] {
  if (outcomes[review.verdict] === 'failed') return []
  const done = new Set(reviews.filter(({ criterion }) => criterion === review.criterion).flatMap(({ pages }) => pages))
  const missing = ({ pages }: Journey) => pages.find(page => !done.has(page))
  return sample.journeys
    .filter(({ pages }) => pages.some(page => review.pages.includes(page)))
    .flatMap(journey => {
      const page = missing(journey)
      return page ? [`half a journey: ${page} of "${journey.name}" is not reviewed for ${review.criterion}`] : []
    })
}

/** How the pages were chosen, for the report. */
export function sampleSaid({ sample, product }: Reviews): readonly string[] {
  const { method, structured, random, journeys } = sample
  const counted = [
    structured.length > 0 ? `${structured.length} in the structured sample` : '',
    random.length > 0 ? `${random.length} in the random sample` : '',
    ...journeys.map(({ name, pages }) => `the ${pages.length} of the journey "${name}"`),
  ].filter(Boolean)
  return [
    `Pages that persons reviewed for accessibility, in version ${product.version}: ${counted.join(', ')}. Method: ${method}`,
  ]
}
