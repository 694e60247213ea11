/** `mustdo review-page`: what waits for a person's eyes on a page, and the place to write down what they saw. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { type ReviewVerdict, type RunRecord, reviewVerdicts } from '../../reports/record.ts'
import { waitingFor } from '../../reports/terminal/waiting.ts'
import { criterionOf, pagesInScope } from '../../reports/verdict.ts'
import { loadCatalogue } from '../../standards/index.ts'
import { loadReviews } from '../reviews/load.ts'
import type { ReviewForm } from '../reviews/model.ts'
import { draftReviews, newReviews, withReview } from '../reviews/write.ts'
import { REVIEWS_FILE } from '../target/reviews.ts'
import { UsageError } from './explain.ts'
import { print, printJson, remark } from './output.ts'
import { DEFAULT_REPORT, readRecord } from './read-report.ts'

interface Flags {
  readonly page?: readonly string[]
  readonly criterion?: readonly string[]
  readonly verdict?: string
  readonly by?: string
  readonly role?: string
  readonly with?: string
  readonly on?: string
  readonly notes?: string
  readonly until?: string
  readonly sampling?: string
  readonly reviews: string
  readonly json?: boolean
}

export function addReviewPage(program: Command): void {
  program
    .command('review-page')
    .description('List what waits for a person to look at on pages of a report, and write down what they found')
    .argument('[report]', 'the report', DEFAULT_REPORT)
    .option('--page <url...>', 'whole pages, as addresses or paths (default: all that the run looked at)')
    .option('--criterion <number...>', 'success criteria of WCAG 2.2, such as 1.1.1 (default: all that wait)')
    .option('--verdict <verdict>', `${reviewVerdicts.join(', ')}; left out: only list`)
    .option('--by <name>', 'who looked')
    .option('--role <role>', 'in what capacity')
    .option('--with <aids>', 'assistive technology and browser, with versions')
    .option('--on <date>', 'the day of the review, YYYY-MM-DD (default: today)')
    .option('--notes <text>', 'what was found')
    .option('--until <date>', 'last day the reviews hold; for a new file of reviews')
    .option('--sampling <method>', 'how the pages were chosen (WCAG-EM); for a new file of reviews')
    .option('--reviews <file>', 'the file of reviews beside the target file', REVIEWS_FILE)
    .option('--json', 'print one JSON document')
    .action((report: string, flags: Flags) => {
      const record = readRecord(report)
      const pages = flags.page?.map(page => pageOf(record, page))
      for (const criterion of flags.criterion ?? []) expectCriterion(criterion)
      if (flags.verdict === undefined) list(record, pages, flags)
      else write(record, pages, flags)
    })
}

function list(record: RunRecord, pages: readonly string[] | undefined, { criterion, json }: Flags): void {
  const waiting = waitingFor(record, { ...(pages && { pages }), ...(criterion && { criteria: criterion }) })
  const all = pages ?? pagesInScope(record.plan)
  if (json) printJson({ version: 1, product: record.target.version, pages: all, waiting })
  else if (waiting.length === 0) print('No success criterion waits for a person on these pages.')
  else {
    print(draftReviews(waiting, { version: record.target.version, pages: all }))
    remark(`Fill it in and keep it as ${REVIEWS_FILE} beside the target file; the next mustdo run reads it.`)
  }
}

function write(record: RunRecord, pages: readonly string[] | undefined, flags: Flags): void {
  const { verdict, by, with: aids, criterion = [], reviews: file } = flags
  if (!isVerdict(verdict))
    throw new UsageError(`--verdict is "${verdict}". Expected one of ${reviewVerdicts.join(', ')}. Choose one.`)
  const missing = [criterion.length === 0 && '--criterion', !by && '--by', !aids && '--with'].filter(Boolean)
  if (missing.length > 0 || !by || !aids)
    throw new UsageError(
      `--verdict came without ${missing.join(', ')}. Expected what was reviewed, by whom and with what. Add it.`,
    )
  const written = criterion.map(
    (number): ReviewForm => ({
      criterion: number,
      ...(pages && { pages }),
      verdict,
      by,
      ...(flags.role && { role: flags.role }),
      with: aids,
      on: flags.on ?? new Date().toISOString().slice(0, 10),
      ...(flags.notes && { notes: flags.notes }),
    }),
  )
  const text = existsSync(file) ? added(record, file, written) : begun(record, flags, written)
  understood(record, text, file)
  writeFileSync(file, text)
  if (flags.json) printJson({ version: 1, file, reviews: written })
  else
    print(
      `${file}: ${by} finds ${criterion.join(', ')} "${verdict}" on ${pages ? pages.join(', ') : 'the whole sample'}. It counts from the next run on.`,
    )
}

function added(record: RunRecord, file: string, reviews: readonly ReviewForm[]): string {
  let text = readFileSync(file, 'utf8')
  for (const review of reviews) text = withReview(text, understood(record, text, file), review)
  return text
}

function begun(record: RunRecord, { until, sampling, reviews: file }: Flags, reviews: readonly ReviewForm[]): string {
  if (!until || !sampling)
    throw new UsageError(
      `${file} does not exist yet. Expected --until and --sampling, to begin it with. Say until when the reviews hold, and how the pages were chosen.`,
    )
  const pages = pagesInScope(record.plan)
  return newReviews({ version: record.target.version, until, method: sampling, pages }, reviews)
}

/** The reviews in a text, of the product version of the report. Throws what is wrong before anything is written. */
function understood(record: RunRecord, text: string, file: string) {
  const reviews = loadReviews(text, { shown: file, ...surroundingsOf(record) })
  if (reviews.product.version !== record.target.version)
    throw new UsageError(
      `${file} speaks of version ${reviews.product.version}, the report of ${record.target.version}. Expected the same. Begin a new file with --reviews, or take the report of that version.`,
    )
  return reviews
}

/** Websites and criteria as a record has them. */
export const surroundingsOf = (record: RunRecord) => {
  const named = record.target.endpoints.filter(({ kind }) => kind === 'web').map(({ url }) => url)
  return {
    sites: named.length > 0 ? named : [...new Set(pagesInScope(record.plan).map(page => new URL(page).origin))],
    criteria: wcag(),
  }
}

const wcag = (): readonly string[] => [...loadCatalogue().requirements.keys()].flatMap(id => criterionOf(id) ?? [])

function expectCriterion(number: string): void {
  if (!wcag().includes(number))
    throw new UsageError(
      `--criterion is "${number}". Expected a success criterion of WCAG 2.2, level A or AA, such as 1.1.1. See: mustdo standards show wcag-2.2`,
    )
}

/** A page that the run looked at, by its address or its path. */
function pageOf(record: RunRecord, page: string): string {
  const all = pagesInScope(record.plan)
  const found = all.filter(url => url === page || new URL(url).pathname + new URL(url).search === page)
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const expected = all.length === 0 ? 'a page, and the run looked at none' : `one of ${all.join(', ')}`
  throw new UsageError(
    `--page is "${page}", which is ${found.length > 1 ? 'more than one page' : 'no page that the run looked at'}. Expected ${expected}. Give its whole address.`,
  )
}

const isVerdict = (word: string | undefined): word is ReviewVerdict => reviewVerdicts.some(verdict => verdict === word)
