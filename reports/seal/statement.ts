/** What a seal states: an in-toto Statement v1 over the bytes before it and over the data block, with a short summary. */
import type { RunRecord } from '../record.ts'
import { isToken } from './ci-identity.ts'
import { SealError } from './errors.ts'

/** The run in short, so that a seal can be read without its page. Compared with the record by the rung "complete". */
export interface Summary {
  readonly run: string
  /** `Conformance report`, `Partial run, 3 of 237 musts`, `DEMONSTRATION` … as on the cover. */
  readonly title: string
  readonly verdict: string
  readonly target: {
    readonly supplier: string
    readonly product: string
    readonly version: string
    readonly environment: string
  }
  readonly window: { readonly from: string; readonly to: string }
  readonly catalogue: { readonly version: string; readonly digest: string }
  /** Token by which a pipeline's provider speaks for this report; only in the seal of who made it. */
  readonly identity?: string
  /** What a reviewer decided; only in a counter-signature. */
  readonly review?: Review
}

export const decisions = ['accepted', 'accepted with conditions', 'returned'] as const
export type Decision = (typeof decisions)[number]

export interface Review {
  readonly decision: Decision
  /** Who decided, in the reviewer's own words; whose key it is, the trust file says. */
  readonly by: string
  /** What has to happen, one sentence each; at least one for `accepted with conditions`. */
  readonly conditions: readonly string[]
}

export interface Statement {
  readonly _type: typeof TYPE
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[]
  readonly predicateType: typeof PREDICATE
  readonly predicate: Summary
}

const TYPE = 'https://in-toto.io/Statement/v1'
const PREDICATE = 'urn:mustdo:sealed-report:v1'

/** The cover's title: what kind of run this is, before anything it found. */
export function titleOf({ demo, partial }: RunRecord['run']): string {
  const scope = partial ? `Partial run, ${partial.musts} of ${partial.of} musts` : ''
  if (demo) return scope ? `DEMONSTRATION. ${scope}` : 'DEMONSTRATION'
  return scope || 'Conformance report'
}

/** The summary that follows from a record; the verdict comes from the verdict algebra. */
export function summaryOf(record: RunRecord, verdict: string): Summary {
  const { supplier, product, version, environment } = record.target
  return {
    run: record.run.id,
    title: `${record.published ? 'Published copy. ' : ''}${titleOf(record.run)}`,
    verdict,
    target: { supplier, product, version, environment },
    window: { from: record.run.startedAt, to: record.run.endedAt },
    catalogue: { version: record.catalogue.version, digest: record.catalogue.digest },
  }
}

export function statementText(prefixSha256: string, recordSha256: string, predicate: Summary): string {
  const statement: Statement = {
    _type: TYPE,
    subject: [
      { name: 'report.html', digest: { sha256: prefixSha256 } },
      { name: 'record.json', digest: { sha256: recordSha256 } },
    ],
    predicateType: PREDICATE,
    predicate,
  }
  return JSON.stringify(statement)
}

/** Reads a statement strictly. It must be the one spelling of what it says, so no member can stand in it twice. */
export function readStatement(text: string, at: number): Statement {
  const statement = parse(text, at) as Statement
  const [report, record] = Array.isArray(statement.subject) ? statement.subject : []
  const digests = [report?.digest?.sha256, record?.digest?.sha256]
  if (!digests.every(digest => typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest)))
    return refuse('The seal’s statement names no sha256 of report and record', at)
  const summary: unknown = statement.predicate
  if (!isSummary(summary)) return refuse('The seal’s statement holds no summary of the run', at)
  if (statementText(digests[0]!, digests[1]!, summary) === text) return statement
  return refuse('The seal’s statement is not in its one form', at)
}

function isSummary(value: unknown): value is Summary {
  if (typeof value !== 'object' || value === null) return false
  const { run, title, verdict, target, window, catalogue, identity } = value as Partial<Summary>
  if (identity !== undefined && !isToken(identity)) return false
  const texts = [run, title, verdict, window?.from, window?.to, catalogue?.version, catalogue?.digest]
  const names = [target?.supplier, target?.product, target?.version, target?.environment]
  return [...texts, ...names].every(text => typeof text === 'string') && isReview((value as Partial<Summary>).review)
}

function isReview(value: unknown): boolean {
  if (value === undefined) return true
  if (typeof value !== 'object' || value === null) return false
  const { decision, by, conditions, ...more } = value as Partial<Review>
  return (
    decisions.some(one => one === decision) &&
    typeof by === 'string' &&
    Array.isArray(conditions) &&
    conditions.every(text => typeof text === 'string') &&
    (decision !== 'accepted with conditions' || conditions.length > 0) &&
    Object.keys(more).length === 0
  )
}

function parse(text: string, at: number): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // refused below, like any other statement that is not an object
  }
  return refuse('The seal’s statement is not a JSON object', at)
}

function refuse(what: string, at: number): never {
  throw new SealError('statement', {
    what,
    at,
    expected: `an in-toto Statement v1 with the predicate ${PREDICATE}, in its one form`,
    next: 'The seal was altered or written by a newer version; ask the signer, or verify with the newest mustdo.',
  })
}
