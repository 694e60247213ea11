/** `mustdo owed`: who owes which act, so that nobody waits for somebody else. */
import type { Command } from 'commander'
import { owed, owedText } from '../../reports/terminal/owed.ts'
import { print, printJson } from './output.ts'
import { DEFAULT_REPORT, readRecord } from './read-report.ts'

export function addOwed(program: Command): void {
  program
    .command('owed')
    .description('List what is still open in a report, by who has to act')
    .argument('[report]', 'the report', DEFAULT_REPORT)
    .option('--json', 'print one JSON document')
    .action((report: string, { json }: { json?: boolean }) => {
      const record = readRecord(report)
      if (json) printJson({ version: 1, owed: owed(record) })
      else print(owedText(record, { columns: process.stdout.columns ?? 120 }))
    })
}
