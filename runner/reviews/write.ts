/** Writes reviews: a first file to fill in, and one more review in a file that is there. Pure: text in, text out. */
import { Document, isSeq, parseDocument } from 'yaml'
import { reviewVerdicts } from '../../reports/record.ts'
import type { Waiting } from '../../reports/terminal/waiting.ts'
import { PLACEHOLDER } from '../target/placeholders.ts'
import type { ReviewForm, Reviews } from './model.ts'

export interface Head {
  /** The product version that was reviewed. */
  readonly version: string
  readonly until: string
  /** How the pages were chosen. */
  readonly method: string
  readonly pages: readonly string[]
}

const written = { lineWidth: 120 }

/** A file of reviews. */
export const newReviews = ({ version, until, method, pages }: Head, reviews: readonly ReviewForm[]): string =>
  new Document({ version: 1, product: { version }, until, sample: { method, structured: pages }, reviews }).toString(
    written,
  )

/**
 * The file's text with one more review, comments and order kept; an earlier one by the same person of the same criterion and pages
 * is replaced. Pages that are new to the sample are added to its structured part.
 */
export function withReview(text: string, before: Reviews, review: ReviewForm): string {
  const document = parseDocument(text)
  const { structured, random, journeys } = before.sample
  const sample = new Set([...structured, ...random, ...journeys.flatMap(({ pages }) => pages)])
  const about = (pages: readonly string[] | undefined) => [...(pages ?? sample)].sort().join(' ')
  const place = before.reviews.findIndex(
    ({ criterion, by, pages }) =>
      criterion === review.criterion && by === review.by && about(pages) === about(review.pages),
  )
  const fresh = (review.pages ?? []).filter(page => !sample.has(page))
  if (structured.length > 0) for (const page of fresh) document.addIn(['sample', 'structured'], page)
  else if (fresh.length > 0) document.setIn(['sample', 'structured'], document.createNode(fresh))
  const list = document.get('reviews')
  const node = document.createNode(review)
  if (isSeq(list) && place >= 0) list.set(place, node)
  else if (isSeq(list)) list.add(node)
  // An empty list in one line would go on in one line.
  if (isSeq(list)) list.flow = false
  return document.toString(written)
}

/** A file to fill in: an entry for each criterion that waits, with what there is to look at beside it. */
export function draftReviews(waiting: readonly Waiting[], { version, pages }: Pick<Head, 'version' | 'pages'>): string {
  const criteria = [...new Set(waiting.map(({ criterion }) => criterion))]
  return `${[
    `# What waits for a person: ${criteria.length} criteria of WCAG 2.2 on ${new Set(waiting.map(({ page }) => page)).size} pages.`,
    `# Look at each page whole, replace every ${PLACEHOLDER}, and take away entries that nobody has looked at.`,
    `# Verdicts: ${reviewVerdicts.join(', ')}.`,
    'version: 1',
    `product: { version: ${quote(version)} }`,
    `until: ${PLACEHOLDER} # the last day the reviews hold, as 2027-03-31`,
    'sample:',
    `  method: ${PLACEHOLDER} # how the pages were chosen (WCAG-EM, step 3)`,
    '  structured:',
    ...pages.map(page => `    - ${quote(page)}`),
    criteria.length > 0 ? 'reviews:' : 'reviews: []',
    ...criteria.flatMap(criterion => entry(waiting.filter(one => one.criterion === criterion))),
  ].join('\n')}\n`
}

function entry(waiting: readonly Waiting[]): string[] {
  const [first] = waiting
  if (!first) return []
  return [
    `  # ${first.criterion} ${oneLine(first.statement)}`,
    ...waiting.flatMap(({ page, lookAt }) =>
      lookAt.flatMap(({ message, places }) => [
        `  #   ${oneLine(page)}: ${oneLine(message)}`,
        ...places.map(({ selector, html = '' }) => `  #     ${oneLine(`${selector}  ${html}`)}`),
      ]),
    ),
    `  - criterion: ${quote(first.criterion)}`,
    '    pages:',
    ...waiting.map(({ page }) => `      - ${quote(page)}`),
    `    verdict: ${PLACEHOLDER}`,
    `    by: ${PLACEHOLDER}`,
    `    with: ${PLACEHOLDER} # assistive technology and browser, with versions`,
    `    on: ${PLACEHOLDER} # the day, as 2026-11-20`,
  ]
}

const quote = (text: string) => JSON.stringify(text)

/** What a page says must not end a comment and begin a key. */
const oneLine = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 300)
