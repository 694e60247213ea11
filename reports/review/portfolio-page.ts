/** A portfolio as a page and as CSV. */
import { csvRow } from '../export/csv-row.ts'
import { day, verdictWords } from '../render/view/words.ts'
import { assuranceWords } from '../seal/assurance.ts'
import { deskPage } from './desk-page.ts'
import type { Portfolio, PortfolioRow, Tally } from './portfolio.ts'

/** Days before the end of a report's validity from which it deserves a look. */
const SOON = 30

/** `version` is that of the tool. */
export function portfolioPage(portfolio: Portfolio, { title, version }: { title: string; version: string }): string {
  const { rows, standards, failing, unverified, today } = portfolio
  return deskPage('portfolio', {
    title,
    view: {
      title,
      version,
      today: day(today),
      count: rows.length,
      one: rows.length === 1,
      filters: filtersOf(portfolio),
      rows: rows.map(row => ({
        ...row,
        data: dataOf(row),
        all: tallyView(row.all),
        tier: assuranceWords[row.tier],
        verdict: verdictWords[row.verdict],
        date: day(row.date),
        left: leftText(row),
        expired: row.daysLeft < 0,
        since: sinceText(row),
      })),
      standards: standards.map(({ id, title: name }) => ({ id, name })),
      cells: rows.map(row => ({
        data: dataOf(row),
        name: `${row.supplier} ${row.product}, ${row.environment}`,
        cells: standards.map(({ id }) => cellView(row.standards[id])),
      })),
      failing,
      unverified,
      apart: apartText(unverified.length),
    },
    data: portfolio,
  })
}

/** What the filters ask of a row; both tables carry it, so that they show the same products. */
function dataOf({ supplier, product, version, environment, verdict, tier, daysLeft, standards }: PortfolioRow) {
  return {
    product: `${supplier} ${product} ${version}, ${environment}`,
    verdict,
    tier,
    left: daysLeft < 0 ? 'expired' : daysLeft <= SOON ? 'soon' : 'valid',
    failing: failingOf(standards).join(' '),
  }
}

/** Only what some row has: a choice that shows nothing is none. */
const filtersOf = ({ rows, standards }: Portfolio) => ({
  verdicts: distinct(rows.map(({ verdict }) => verdict)).map(id => ({ id, name: verdictWords[id] })),
  tiers: distinct(rows.map(({ tier }) => tier)).map(id => ({ id, name: assuranceWords[id] })),
  standards: distinct(rows.flatMap(row => failingOf(row.standards))).map(id => ({
    id,
    name: standards.find(one => one.id === id)?.title ?? id,
  })),
})

const failingOf = (standards: PortfolioRow['standards']) =>
  Object.entries(standards).flatMap(([id, { notMet }]) => (notMet > 0 ? [id] : []))

const distinct = <Item extends string>(items: readonly Item[]): readonly Item[] => [...new Set(items)].sort()

/** One row for each product; columns of standards hold settled/musts. */
export function portfolioCsv({ rows, standards, unverified }: Portfolio): string {
  const head = [
    'supplier',
    'product',
    'version',
    'environment',
    'musts',
    'settled',
    'open',
    'not met',
    'verdict',
    'assurance',
  ]
  const tail = ['date', 'days left', 'new failures since', 'fixed since', 'file', 'not counted because']
  const lines = rows.map(row => [
    ...[row.supplier, row.product, row.version, row.environment],
    ...[row.all.musts, row.all.settled, row.all.open, row.all.notMet].map(String),
    ...[row.verdict, assuranceWords[row.tier], row.date, String(row.daysLeft)],
    ...[String(row.since?.newFailures ?? ''), String(row.since?.fixed ?? ''), row.file, ''],
    ...standards.map(({ id }) => {
      const tally = row.standards[id]
      return tally ? `${tally.settled} of ${tally.musts}; ${tally.notMet} not met` : ''
    }),
  ])
  const apart = unverified.map(({ file, reason }) => [
    ...Array<string>(head.length + tail.length - 2).fill(''),
    file,
    reason,
    ...standards.map(() => ''),
  ])
  return [[...head, ...tail, ...standards.map(({ id }) => id)], ...lines, ...apart].map(csvRow).join('')
}

const tallyView = ({ musts, settled, notMet, open }: Tally) => ({ musts, settled, notMet, open, fails: notMet > 0 })

/** Words beside the figures: colour alone tells nothing. */
function cellView(tally: Tally | undefined) {
  if (!tally) return { text: '', fails: false }
  const parts = [
    `${tally.settled} of ${tally.musts}`,
    ...(tally.open > 0 ? [`${tally.open} open`] : []),
    ...(tally.notMet > 0 ? [`${tally.notMet} not met`] : []),
  ]
  return { text: parts.join(', '), fails: tally.notMet > 0 }
}

const apartText = (files: number): string =>
  files === 0 ? '' : files === 1 ? '1 file is not counted.' : `${files} files are not counted.`

function leftText({ daysLeft }: PortfolioRow): string {
  if (daysLeft < 0) return `expired ${-daysLeft} days ago`
  return daysLeft === 1 ? '1 day' : `${daysLeft} days`
}

function sinceText({ since }: PortfolioRow): string {
  if (!since) return 'first report'
  const test = since.sameTest ? '' : ', not the same test'
  return `${since.newFailures} new, ${since.fixed} fixed${test}`
}
