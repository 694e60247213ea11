/**
 * All products of a framework on one page. Coverage stands before failures, rows stand in the order of suppliers' names, and no
 * number stands for a product: there is no score and no rank.
 */
import type { RunRecord } from '../record.ts'
import type { Assurance } from '../seal/assurance.ts'
import type { Verification } from '../seal/verify.ts'
import { counted, type Judged, runVerdict, type VerdictWord } from '../verdict.ts'
import { compare } from './compare.ts'
import { unmetInWords } from './unmet.ts'

export interface PortfolioInput {
  readonly file: string
  readonly verification: Verification
  readonly record?: RunRecord
}

/** Musts of one standard, or of all of them. */
export interface Tally {
  readonly musts: number
  /** Met, attested or seen not to apply. */
  readonly settled: number
  readonly notMet: number
  readonly open: number
}

export interface PortfolioRow {
  readonly file: string
  readonly supplier: string
  readonly product: string
  readonly version: string
  readonly environment: string
  readonly tier: Assurance
  readonly date: string
  /** Negative once expired. */
  readonly daysLeft: number
  readonly verdict: VerdictWord
  readonly all: Tally
  readonly standards: Readonly<Record<string, Tally>>
  /** Against the report before on the same product in this folder. */
  readonly since?: {
    readonly file: string
    readonly newFailures: number
    readonly fixed: number
    readonly sameTest: boolean
  }
}

export interface Portfolio {
  readonly kind: 'portfolio'
  readonly version: 1
  readonly today: string
  readonly rows: readonly PortfolioRow[]
  readonly standards: readonly { readonly id: string; readonly title: string }[]
  /** Requirements that more than one product fails, by id. */
  readonly failing: readonly {
    readonly id: string
    readonly statement: string
    readonly fails: number
    readonly of: number
  }[]
  /** Files that count nowhere, and why. */
  readonly unverified: readonly { readonly file: string; readonly reason: string }[]
}

interface Counted {
  readonly file: string
  readonly tier: Assurance
  readonly record: RunRecord
}

export function portfolio(found: readonly PortfolioInput[], today: string): Portfolio {
  const counts: Counted[] = []
  const unverified: { file: string; reason: string }[] = []
  for (const { file, verification, record } of found) {
    const reason = reasonAgainst(verification, record)
    if (reason || !record) unverified.push({ file, reason: reason || 'the record cannot be read' })
    else counts.push({ file, tier: verification.tier, record })
  }
  const products = newestFirst(counts)
  const rows = products.map(reports => rowOf(reports, today)).sort(byName)
  const titles = new Map(products.flatMap(([{ record }]) => record.catalogue.standards.map(one => [one.id, one.title])))
  const used = new Set(rows.flatMap(({ standards }) => Object.keys(standards)))
  return {
    kind: 'portfolio',
    version: 1,
    today,
    rows,
    standards: [...used].sort().map(id => ({ id, title: titles.get(id) ?? id })),
    failing: failingIn(products.map(([{ record }]) => record)),
    unverified,
  }
}

/** Why a file counts nowhere; empty when it does. */
function reasonAgainst(verification: Verification, record: RunRecord | undefined): string {
  const broken = verification.rungs.find(({ rung, state }) => rung === 'sealed' && state !== 'holds')
  if (broken) return broken.detail
  if (!verification.ok) return unmetInWords(verification)
  if (!record) return 'the record cannot be read by this version'
  if (record.published) return 'a published copy, without evidence'
  if (record.run.demo) return 'a demonstration, on no real product'
  return record.run.partial ? 'a partial run' : ''
}

type Reports = readonly [Counted, ...Counted[]]

/** The reports of each product, the newest first. A sandbox and a live environment are not the same product. */
function newestFirst(all: readonly Counted[]): Reports[] {
  const products = new Map<string, Counted[]>()
  for (const one of all) {
    const { supplier, product, environment } = one.record.target
    const key = JSON.stringify([supplier, product, environment])
    products.set(key, [...(products.get(key) ?? []), one])
  }
  return [...products.values()].map(
    reports => reports.sort((a, b) => (a.record.run.startedAt < b.record.run.startedAt ? 1 : -1)) as unknown as Reports,
  )
}

function rowOf([{ file, tier, record }, before]: Reports, today: string): PortfolioRow {
  const { target, run } = record
  const musts = counted(record, 'must')
  const standards: Record<string, Judged[]> = {}
  for (const one of musts) {
    const list = standards[one.requirement.standard] ?? []
    list.push(one)
    standards[one.requirement.standard] = list
  }
  return {
    file,
    supplier: target.supplier,
    product: target.product,
    version: target.version,
    environment: target.environment,
    tier,
    date: run.startedAt.slice(0, 10),
    daysLeft: Math.round((Date.parse(run.validUntil) - Date.parse(today)) / 86_400_000),
    verdict: runVerdict(record).word,
    all: tallyOf(musts),
    standards: Object.fromEntries(Object.entries(standards).map(([id, list]) => [id, tallyOf(list)])),
    ...(before && { since: sinceOf(before, record) }),
  }
}

function sinceOf({ file, record }: Counted, now: RunRecord): NonNullable<PortfolioRow['since']> {
  const { newFailures, fixed, sameTest } = compare(record, now)
  return { file, newFailures: newFailures.length, fixed: fixed.length, sameTest }
}

function tallyOf(musts: readonly Judged[]): Tally {
  const of = (...states: readonly Judged['result']['state'][]) =>
    musts.filter(({ result }) => states.includes(result.state)).length
  return {
    musts: musts.length,
    settled: of('met', 'attested', 'notApplicable'),
    notMet: of('notMet'),
    open: of('cantTell', 'notTested'),
  }
}

function failingIn(records: readonly RunRecord[]): Portfolio['failing'] {
  const seen = new Map<string, { statement: string; fails: number; of: number }>()
  for (const record of records)
    for (const { requirement, result } of counted(record, 'must')) {
      const { statement, fails, of } = seen.get(requirement.id) ?? { statement: requirement.statement, fails: 0, of: 0 }
      seen.set(requirement.id, { statement, fails: fails + (result.state === 'notMet' ? 1 : 0), of: of + 1 })
    }
  return [...seen]
    .filter(([, { fails }]) => fails > 1)
    .map(([id, one]) => ({ id, ...one }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function byName(a: PortfolioRow, b: PortfolioRow): number {
  const name = ({ supplier, product, environment }: PortfolioRow) => JSON.stringify([supplier, product, environment])
  return name(a) < name(b) ? -1 : 1
}
