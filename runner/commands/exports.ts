/** Machine-readable companions of the report, each written only when asked for. */
import { statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { csv } from '../../reports/export/csv.ts'
import { earl } from '../../reports/export/earl.ts'
import { har } from '../../reports/export/har.ts'
import { inToto } from '../../reports/export/in-toto.ts'
import { junit } from '../../reports/export/junit.ts'
import { markdown } from '../../reports/export/markdown.ts'
import { oscal } from '../../reports/export/oscal.ts'
import { sarif } from '../../reports/export/sarif.ts'
import type { RunRecord } from '../../reports/record.ts'
import { UsageError } from './explain.ts'

const writers = {
  junit,
  sarif,
  earl,
  har,
  markdown,
  csv,
  inToto,
  oscal,
  record: (record: RunRecord) => `${JSON.stringify(record)}\n`,
} as const
export type ExportFlags = { readonly [kind in keyof typeof writers]?: string }

export function exportFlags(command: Command): Command {
  return command
    .option('--junit <file>', 'also write JUnit XML')
    .option('--sarif <file>', 'also write SARIF 2.1.0')
    .option('--earl <file>', 'also write EARL 1.0 as JSON-LD')
    .option('--har <file>', 'also write the exchanges as HAR 1.2')
    .option('--markdown <file>', 'also write a summary in Markdown')
    .option('--csv <file>', 'also write requirements as CSV')
    .option('--in-toto <file>', 'also write an in-toto test-result statement')
    .option('--oscal <file>', 'also write OSCAL assessment results')
    .option('--record <file>', 'also write the record as JSON')
}

/** Throws UsageError for a file whose folder is not there, so that nobody learns of it when a long run has ended. */
export function writablePlaces({ output, ...flags }: ExportFlags & { readonly output: string }): void {
  const files = [output, ...(Object.keys(writers) as (keyof typeof writers)[]).map(kind => flags[kind])]
  for (const file of files)
    if (file && !statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(
        `${file} cannot be written: there is no folder ${dirname(file)}. Expected a folder that exists. Make it, or name another.`,
      )
}

export function writeExports(record: RunRecord, flags: ExportFlags): void {
  for (const [kind, write] of Object.entries(writers) as [keyof typeof writers, (record: RunRecord) => string][]) {
    const file = flags[kind]
    if (file) writeFileSync(file, write(record))
  }
}
