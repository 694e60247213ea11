/** Reads a report whose word is going to be taken for something: its seal must hold, and its page be its record's. */
import { readFileSync } from 'node:fs'
import type { RunRecord } from '../../reports/record.ts'
import { SealError } from '../../reports/seal/errors.ts'
import { readRecord } from '../commands/read-report.ts'
import { verifyFile } from '../run/write-report.ts'

export interface VerifiedReport {
  readonly record: RunRecord
  /** sha256 of the page without its seals; absent for a bare record, which proves nothing. */
  readonly bodyDigest?: string
}

/** A sealed report, or the JSON of a record as `--record` writes it. Throws SealError and UsageError. */
export async function readVerified(path: string): Promise<VerifiedReport> {
  const record = readRecord(path)
  if (readFileSync(path).subarray(0, 1).toString() === '{') return { record }
  const { ok, bodyDigest } = await verifyFile(path)
  if (ok && bodyDigest) return { record, bodyDigest }
  throw new SealError('altered', {
    what: `${path} is not as it was sealed`,
    expected: 'a report whose seal holds and whose page is that of its record',
    next: `See why with: mustdo verify ${path}`,
  })
}
