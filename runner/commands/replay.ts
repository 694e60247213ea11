/** `mustdo replay <report>`: every judge again over the recorded evidence, with no network. */
import type { Command } from 'commander'
import { exits } from '../../reports/verdict.ts'
import { loadChecks } from '../../suites/registry.ts'
import { replay } from '../run/replay.ts'
import { print, printJson } from './output.ts'
import { DEFAULT_REPORT, readRecord } from './read-report.ts'

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('Judge the evidence of a report again, without any network')
    .argument('[report]', 'the report or record', DEFAULT_REPORT)
    .option('--json', 'print one JSON document')
    .action(async (report: string, { json }: { json?: boolean }) => {
      const record = readRecord(report)
      const { assertions, differences } = await replay(record, await loadChecks(process.env['MUSTDO_EXTRA_CHECKS']))
      if (json) printJson({ version: 1, judged: assertions.length, differences })
      else {
        for (const { assertion, recorded, replayed, versions } of differences)
          print(
            `${assertion}\n  recorded  ${recorded} (check version ${versions[0]})\n  now       ${replayed} (check version ${versions[1] ?? 'none'})`,
          )
        print(
          differences.length === 0
            ? `${assertions.length} judgements repeated from the evidence: all the same.`
            : `${differences.length} of ${assertions.length} judgements differ.`,
        )
      }
      process.exitCode = differences.length === 0 ? 0 : exits.sealBroken
    })
}
