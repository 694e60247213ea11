/** Every report in a folder, verified; what cannot be read is there too, with the reason. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { RECORD_VERSION, type RunRecord } from '../../reports/record.ts'
import { recordOf } from '../../reports/seal/grammar.ts'
import type { Verification, VerifyOptions } from '../../reports/seal/verify.ts'
import { runVerdict } from '../../reports/verdict.ts'
import { UsageError } from '../commands/explain.ts'
import { verifyFile } from '../run/write-report.ts'

export interface FoundReport {
  /** Path below the folder, with forward slashes. */
  readonly file: string
  readonly verification: Verification
  /** Absent where the file does not hold as it was sealed, or its record is of a version not known here. */
  readonly record?: RunRecord
}

/** One after the other, in code-point order of their names; only one report is in memory at a time but for its record. */
export async function* reportsIn(folder: string, options: VerifyOptions = {}): AsyncGenerator<FoundReport> {
  for (const file of htmlFiles(folder)) {
    const path = join(folder, file)
    const verification = await verifyFile(path, options)
    const record = verification.bodyDigest ? readable(path) : undefined
    yield { file, verification, ...(record && { record }) }
  }
}

function htmlFiles(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${folder} is no folder. Expected one that holds sealed reports. Check the path.`)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.html$/i.test(name))
    .map(name => name.replaceAll('\\', '/'))
    .sort()
  if (files.length > 0) return files
  throw new UsageError(`${folder} holds no .html file. Expected sealed reports. Check the path.`)
}

function readable(path: string): RunRecord | undefined {
  try {
    const record = JSON.parse(recordOf(readFileSync(path))) as RunRecord
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
