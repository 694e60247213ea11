/**
 * A report as an accessibility conformance report of OpenACR (GSA, schema 0.1.0, catalog 2.5-edition-wcag-2.2-en). It says of each
 * criterion what the report says, automatic failures and all; each review is a line of its own in the remarks, so that it can be read
 * back. Pure.
 */
import { stringify } from 'yaml'
import type { ReviewResult, ReviewVerdict, RunRecord } from '../../reports/record.ts'
import { criterionOf, type Judged, judged, pagesInScope, toldOf } from '../../reports/verdict.ts'
import { REVIEWED, SEPARATOR, TOOL, WHOLE } from './openacr-lines.ts'

const LIMITS =
  'Web pages only: native applications and PDF documents were not evaluated. What is not evaluated waits for a person; a scan alone shows no conformance.'

export interface Author {
  readonly name?: string
  /** OpenACR demands it. */
  readonly email: string
}

const chapters = { A: 'success_criteria_level_a', AA: 'success_criteria_level_aa', AAA: 'success_criteria_level_aaa' }

/** YAML text. `date` is a calendar day. */
export function toOpenAcr(record: RunRecord, author: Author, date: string): string {
  const { supplier, product, version } = record.target
  const criteria = judged(record).flatMap(one => {
    const num = criterionOf(one.requirement.id)
    const level = /level (A{1,3})$/.exec(one.requirement.clause)?.[1] ?? 'A'
    return num ? [{ level, row: { num, components: [{ name: 'web', adherence: adherenceOf(one, record) }] } }] : []
  })
  const told = Object.entries(chapters).map(([level, name]) => {
    const rows = criteria.filter(one => one.level === level).map(({ row }) => row)
    return [name, rows.length > 0 ? { criteria: rows } : { disabled: true, criteria: [] }]
  })
  return stringify(
    {
      title: `${supplier} Accessibility Conformance Report`,
      product: { name: product, version },
      author: { ...(author.name && { name: author.name }), company_name: supplier, email: author.email },
      report_date: date,
      last_modified_date: date,
      version: 1,
      catalog: '2.5-edition-wcag-2.2-en',
      notes: LIMITS,
      evaluation_methods_used: [`mustdo ${record.tool.version}, run ${record.run.id}.`, ...record.run.sampling].join(
        ' ',
      ),
      chapters: Object.fromEntries(told),
    },
    { lineWidth: 120 },
  )
}

interface Adherence {
  readonly level: ReviewVerdict | 'not-evaluated'
  readonly notes: string
}

function adherenceOf({ requirement, result }: Judged, record: RunRecord): Adherence {
  const pages = pagesInScope(record.plan)
  const reviews = (result.reviews ?? []).filter(({ problems }) => problems.length === 0)
  const told = (level: Adherence['level'], words: string): Adherence => ({
    level,
    notes: [`${TOOL} ${oneLine(words)}`, ...reviews.map(review => lineOf(review, pages))].join('\n'),
  })
  switch (result.state) {
    case 'met':
      return told('supports', reviews.length > 0 ? 'no check failed; reviewed by a person.' : 'checked automatically.')
    case 'attested':
      return told('supports', `attested, not tested: ${result.attestation?.statement ?? ''}`)
    case 'notApplicable':
      return told('not-applicable', result.because ?? 'does not apply.')
    case 'notMet':
      return told(
        failsMostly(requirement.id, record, reviews, pages) ? 'does-not-support' : 'partially-supports',
        result.because ?? 'not met.',
      )
    default:
      return told('not-evaluated', result.because ?? 'waits for a person.')
  }
}

/** OpenACR: "does not support" is for what most of the product fails. */
function failsMostly(
  requirement: string,
  record: RunRecord,
  reviews: readonly ReviewResult[],
  pages: readonly string[],
): boolean {
  const failed = new Set([
    ...reviews.filter(({ verdict }) => verdict === 'does-not-support').flatMap(one => one.pages),
    ...record.assertions
      .filter(({ check }) => record.checks.some(({ id, verifies }) => id === check && requirement in verifies))
      .filter(one => toldOf(requirement, one).outcome === 'failed')
      .map(({ subject }) => subject.url),
  ])
  return pages.filter(page => failed.has(page)).length * 2 > pages.length
}

function lineOf({ verdict, pages, who, role, with: aids, on, notes }: ReviewResult, all: readonly string[]): string {
  const whole = all.length > 0 && all.every(page => pages.includes(page)) && pages.length === all.length
  return [REVIEWED, verdict, whole ? WHOLE : pages.join(' '), who, role ?? '', aids, on, notes ?? '']
    .map(field => oneLine(field).replaceAll('|', '/'))
    .join(SEPARATOR)
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
