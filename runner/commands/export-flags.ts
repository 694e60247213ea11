/** Which machine-readable companions of the report are asked for. What writes them is loaded when there is a report. */
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { UsageError } from './explain.ts'

export const exportKinds = ['junit', 'sarif', 'earl', 'har', 'markdown', 'csv', 'inToto', 'oscal', 'record'] as const
export type ExportKind = (typeof exportKinds)[number]
export type ExportFlags = { readonly [kind in ExportKind]?: string }

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
  const files = [output, ...exportKinds.map(kind => flags[kind])]
  for (const file of files)
    if (file && !statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(
        `${file} cannot be written: there is no folder ${dirname(file)}. Expected a folder that exists. Make it, or name another.`,
      )
}
