/** What every command does that adds a line to a report: a decision, a time-stamp. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isZip } from '../../reports/bundle/layout.ts'
import { bundleBeside, writeBundle } from '../run/write-bundle.ts'
import { UsageError } from './explain.ts'

/** The bytes of a report. Throws UsageError for an archive, which has no last line to add to. */
export function readBareReport(report: string): Buffer {
  const bytes = readFileSync(report)
  if (!isZip(bytes)) return bytes
  throw new UsageError(
    `${report} is an archive. Expected the report itself, to add a line to. Unpack it, and give the .html file in it.`,
  )
}

/** Puts a report in its place, and the archive beside it where there is one. Returns the archive's path. */
export function replaceReport(file: string, bytes: Uint8Array): { readonly archive?: string } {
  // In one step: a crash must not leave a report cut short.
  writeFileSync(`${file}.new`, bytes)
  renameSync(`${file}.new`, file)
  // An archive of the report as it was would go on without the line.
  return existsSync(bundleBeside(file)) ? { archive: writeBundle(file) } : {}
}
