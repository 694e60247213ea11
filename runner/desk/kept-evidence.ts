/** The private file beside a report that holds the evidence which the report does not, and the secret of its digests. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Observation, RunRecord } from '../../reports/record.ts'
import { type EvidenceLevel, withhold } from '../../reports/review/withhold.ts'

export interface KeptEvidence {
  readonly version: 1
  readonly run: string
  readonly secret: string
  readonly observations: readonly Observation[]
  readonly bodies: Readonly<Record<string, string>>
}

export const evidenceBeside = (report: string): string => `${report.replace(/\.html?$/i, '')}.evidence.json`

/** A file of kept evidence that cannot be used. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError'
}

/** Takes evidence out of a record and writes it beside the report, readable by its owner only, replacing that of an earlier run. */
export function keepBack(record: RunRecord, level: Exclude<EvidenceLevel, 'full'>, report: string) {
  const secret = randomBytes(32).toString('hex')
  const { record: less, observations, bodies } = withhold(record, level, secret)
  const kept: KeptEvidence = { version: 1, run: record.run.id, secret, observations, bodies }
  const file = evidenceBeside(report)
  writeFileSync(file, `${JSON.stringify(kept)}\n`, { mode: 0o600 })
  return { record: less, file }
}

/** The evidence kept for a run; undefined where there is no file. Throws EvidenceError for a file of another run, or none of ours. */
export function readKept(path: string, run: string): KeptEvidence | undefined {
  if (!existsSync(path)) return undefined
  const kept = parse(path)
  if (kept?.version === 1 && kept.run === run && kept.observations && kept.bodies && kept.secret)
    return kept as KeptEvidence
  throw new EvidenceError(
    `${path} does not hold the evidence of this report. Expected that of the run ${run}. Name the right file with --evidence.`,
  )
}

function parse(path: string): Partial<KeptEvidence> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<KeptEvidence>
  } catch {
    return undefined
  }
}
