/** `mustdo review-page`: what waits for a person's eyes on a page, and the place to write down what they saw. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { type ReviewVerdict, type RunRecord, reviewVerdicts } from '../../reports/record.ts'
import { waitingFor } from '../../reports/terminal/waiting.ts'
import { pagesInScope } from '../../reports/verdict.ts'
import { fromOpenAcr } from '../reviews/from-openacr.ts'
import type { ReviewForm } from '../reviews/model.ts'
import { toOpenAcr } from '../reviews/to-openacr.ts'
import { draftReviews } from '../reviews/write.ts'
import { REVIEWS_FILE } from '../target/reviews.ts'
import { UsageError } from './explain.ts'
import { print, printJson, remark } from './output.ts'
import { DEFAULT_REPORT, readRecord } from './read-report.ts'
import { keepReviews, wcagCriteria } from './reviews-file.ts'

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
  readonly toOpenacr?: string
  readonly fromOpenacr?: string
  readonly email?: string
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
    .option('--to-openacr <file>', 'write what the report says of each criterion as an OpenACR; wants --email')
    .option('--email <address>', 'of the author of the OpenACR, who is --by')
    .option('--from-openacr <file>', 'take the verdicts of an OpenACR into the file of reviews')
    .option('--json', 'print one JSON document')
    .action((report: string, flags: Flags) => {
      const record = readRecord(report)
      const pages = flags.page?.map(page => pageOf(record, page))
      for (const criterion of flags.criterion ?? []) expectCriterion(criterion)
      if (flags.toOpenacr !== undefined) give(record, flags.toOpenacr, flags)
      else if (flags.fromOpenacr !== undefined) take(record, flags.fromOpenacr, flags)
      else if (flags.verdict === undefined) list(record, pages, flags)
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
  keepReviews(record, file, written, flags)
  if (flags.json) printJson({ version: 1, file, reviews: written })
  else
    print(
      `${file}: ${by} finds ${criterion.join(', ')} "${verdict}" on ${pages ? pages.join(', ') : 'the whole sample'}. It counts from the next run on.`,
    )
}

function give(record: RunRecord, file: string, { email, by, json }: Flags): void {
  if (!email?.includes('@'))
    throw new UsageError(
      `--to-openacr came ${email ? `with --email "${email}"` : 'without --email'}. Expected the address of its author, which OpenACR demands. Add it.`,
    )
  const today = new Date().toISOString().slice(0, 10)
  writeFileSync(file, toOpenAcr(record, { ...(by && { name: by }), email }, today))
  if (json) printJson({ version: 1, file })
  else print(`${file}: an accessibility conformance report of ${record.target.product} ${record.target.version}.`)
}

function take(record: RunRecord, source: string, flags: Flags): void {
  const { by, with: aids, on, until, sampling, reviews: file, json } = flags
  const { reviews, leftOut, method } = fromOpenAcr(readFileSync(source, 'utf8'), {
    shown: source,
    version: record.target.version,
    criteria: wcagCriteria(),
    ...(by && { by }),
    ...(aids && { with: aids }),
    ...(on && { on }),
  })
  const chosen = sampling ?? method
  keepReviews(record, file, reviews, { ...(until && { until }), ...(chosen && { sampling: chosen }) })
  if (json) printJson({ version: 1, file, reviews, leftOut })
  else
    print(
      `${file}: ${reviews.length} reviews taken from ${source}; ${leftOut.length} criteria of it give none${leftOut.length > 0 ? ` (${leftOut.join(', ')})` : ''}.`,
    )
}

function expectCriterion(number: string): void {
  if (!wcagCriteria().includes(number))
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
