/** Every report in a folder, verified; what cannot be read is there too, with the reason. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { RECORD_VERSION, type RunRecord } from '../../reports/record.ts'
import { SealError } from '../../reports/seal/errors.ts'
import type { ReadRecord } from '../../reports/seal/rungs.ts'
import { refused, type Verification, type VerifyOptions } from '../../reports/seal/verify.ts'
import { runVerdict } from '../../reports/verdict.ts'
import { UsageError } from '../commands/explain.ts'
import { openReport } from '../run/open-report.ts'
import { verifyBytes } from '../run/write-report.ts'

export interface FoundReport {
  /** Path below the folder, with forward slashes. */
  readonly file: string
  readonly verification: Verification
  /** Absent where the file does not hold as it was sealed, or its record is of a version not known here. */
  readonly record?: RunRecord
}

/** One after the other, in code-point order of their names; only one report is in memory at a time but for its record. */
export async function* reportsIn(folder: string, options: VerifyOptions = {}): AsyncGenerator<FoundReport> {
  for (const file of reportFiles(folder)) yield { file, ...(await verified(join(folder, file), options)) }
}

/** One file of a folder, whatever it is. */
export async function verified(path: string, options: VerifyOptions): Promise<Omit<FoundReport, 'file'>> {
  const bytes = opened(path)
  if (bytes instanceof SealError) return { verification: refused(bytes, options) }
  let read: ReadRecord | undefined
  const keep = (one: ReadRecord) => {
    read = one
  }
  const verification = await verifyBytes(bytes, { ...options, keep })
  const record = verification.bodyDigest && read ? readable(read) : undefined
  return { verification, ...(record && { record }) }
}

function opened(path: string): Uint8Array | SealError {
  try {
    return openReport(path).bytes
  } catch (error) {
    if (error instanceof SealError) return error
    throw error
  }
}

/** An archive beside the report that it was made from is the same report, and counts once. */
export function reportFiles(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${folder} is no folder. Expected one that holds sealed reports. Check the path.`)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(html|zip)$/i.test(name))
    .map(name => name.replaceAll('\\', '/'))
    .sort()
  const pages = new Set(files.filter(name => /\.html$/i.test(name)).map(stem))
  const chosen = files.filter(name => /\.html$/i.test(name) || !pages.has(stem(name)))
  if (chosen.length > 0) return chosen
  throw new UsageError(`${folder} holds no .html or .zip file. Expected sealed reports. Check the path.`)
}

const stem = (name: string) => name.replace(/\.[^.]*$/, '')

function readable(read: ReadRecord): RunRecord | undefined {
  try {
    const record = read()
    if (record.version !== RECORD_VERSION) return undefined
    // A stranger may seal any JSON: what cannot be counted is no report.
    runVerdict(record)
    const { supplier, product, version, environment } = record.target
    const texts = [supplier, product, version, environment, record.run.startedAt, record.run.validUntil]
    return texts.every(text => typeof text === 'string') && Array.isArray(record.packs) ? record : undefined
  } catch {
    return undefined
  }
}
