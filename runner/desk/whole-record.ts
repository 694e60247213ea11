/** A record with the evidence that was kept beside its report put back, for judging again. */
import type { RunRecord } from '../../reports/record.ts'
import { restore } from '../../reports/review/withhold.ts'
import { type Rejudge, troubled } from '../../reports/seal/rejudged.ts'
import { EvidenceError, readKept } from './kept-evidence.ts'

/** `rejudge` over the whole record; a piece that the report has no digest of ends it. Throws EvidenceError for a wrong file. */
export const withKept =
  (rejudge: Rejudge, file: string): Rejudge =>
  async recordJson => {
    const record = JSON.parse(recordJson) as RunRecord
    const kept = readKept(file, record.run.id)
    if (!kept)
      throw new EvidenceError(
        `${file} does not exist. Expected the evidence that was kept beside the report. Ask the supplier for it.`,
      )
    const { record: whole, foreign } = restore(record, kept, kept.secret)
    if (foreign.length > 0)
      return troubled(
        `${file} does not hold what the report has digests of (${foreign.slice(0, 5).join(', ')}${foreign.length > 5 ? ' …' : ''})`,
      )
    return rejudge(JSON.stringify(whole))
  }
