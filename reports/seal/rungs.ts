/** The rungs above the seals themselves. */
import { RECORD_VERSION, type RunRecord } from '../record.ts'
import { isAsciiJson } from '../render/ascii.ts'
import type { SealSeen } from './check-seal.ts'
import { gapsOf } from './complete.ts'
import type { SealedFile } from './grammar.ts'
import type { Standing } from './trust.ts'

export const rungNames = ['sealed', 'known signer', 're-rendered', 're-judged', 'complete', 'fresh'] as const
export type RungName = (typeof rungNames)[number]

export interface Rung {
  readonly rung: RungName
  readonly state: 'holds' | 'does not hold' | 'not checked'
  readonly detail: string
}

/** The record of a file, read at the first call and once. Throws for a data block that is no JSON. */
export type ReadRecord = () => RunRecord

export interface Renderer {
  /** Renders a record to the page, seals excluded. */
  readonly rerender?: (record: RunRecord) => string
  /** What `rerender` gives before and after the record's JSON; spares the verifier a page of megabytes. */
  readonly surround?: (record: RunRecord) => readonly [before: string, after: string]
  /** Name of the renderer that `rerender` is; a record made by another one is not compared. */
  readonly renderer?: string
}

export function knownSigner(seals: readonly SealSeen[], standing: readonly Standing[] | undefined): Rung {
  const rung = 'known signer'
  if (!standing)
    return {
      rung,
      state: 'not checked',
      detail: 'no trust file was given; the names of signers are nowhere in the seal',
    }
  const problems = standing.flatMap(({ because }) => because ?? [])
  if (problems.length > 0) return { rung, state: 'does not hold', detail: problems.join('; ') }
  return { rung, state: 'holds', detail: seals.map(({ role }, i) => `${standing[i]!.signer} as ${role}`).join(', ') }
}

export function reRendered(sealed: SealedFile, record: ReadRecord, options: Renderer): Rung {
  const rung = 're-rendered'
  const { rerender, renderer, surround } = options
  if (!rerender) return { rung, state: 'not checked', detail: 'the page was not rendered again from its record' }
  try {
    if (isPortfolio(record()))
      return {
        rung,
        state: 'not checked',
        detail: 'this is a portfolio: make it again from its reports with mustdo portfolio, and compare',
      }
    const named = rendererOf(record())
    if (renderer !== undefined && named !== renderer)
      return { rung, state: 'not checked', detail: `the page was made by renderer ${named}; this is ${renderer}` }
    const holds: Rung = { rung, state: 'holds', detail: 'the record renders to exactly this page' }
    if (surround && isSurrounded(sealed, record(), surround(record()))) return holds
    // Whole, where no pieces are to be had, and to tell where a page differs.
    const again = rerender(record())
    const page = sealed.body.toString('latin1')
    if (again === page) return holds
    return {
      rung,
      state: 'does not hold',
      detail: `the page differs from what its record renders to, from byte ${firstDifference(again, page)}`,
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { rung, state: 'does not hold', detail: `the record cannot be rendered (${why})` }
  }
}

/** Whether the page is these two pieces and, between them, its data as this renderer writes them. */
function isSurrounded(
  { body, record }: SealedFile,
  data: RunRecord,
  [before, after]: readonly [string, string],
): boolean {
  const start = record.byteOffset - body.byteOffset
  const end = start + record.length
  return (
    body.toString('latin1', 0, start) === before &&
    body.toString('latin1', end) === after &&
    isAsciiJson(record.toString('latin1'), data)
  )
}

const isPortfolio = (record: object): boolean => 'kind' in record && record.kind === 'portfolio'

function rendererOf(record: RunRecord): string {
  const { tool } = record as { tool?: { renderer?: unknown } }
  return typeof tool?.renderer === 'string' ? tool.renderer : 'without a name'
}

function firstDifference(one: string, other: string): number {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return at
  return one.length
}

export function complete(read: ReadRecord, seals: readonly SealSeen[]): Rung {
  const rung = 'complete'
  try {
    const record = read()
    if (isPortfolio(record))
      return { rung, state: 'not checked', detail: 'this is a portfolio: it speaks of runs and is none' }
    if (record.version !== RECORD_VERSION)
      return {
        rung,
        state: 'not checked',
        detail: `the record has version ${String(record.version)}; this reads ${RECORD_VERSION}`,
      }
    const gaps = gapsOf(
      record,
      seals.map(({ summary }) => summary),
    )
    if (gaps.length === 0) return { rung, state: 'holds', detail: 'one run, everything planned is accounted for' }
    const more = gaps.length > 5 ? `; and ${gaps.length - 5} more` : ''
    return { rung, state: 'does not hold', detail: `${gaps.slice(0, 5).join('; ')}${more}` }
  } catch (error) {
    // A record of another shape fails on the first property it lacks; whatever that is, it is not a whole run.
    const why = error instanceof Error ? error.message : String(error)
    return { rung, state: 'does not hold', detail: `the record is not of the form of a run (${why})` }
  }
}
