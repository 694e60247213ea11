/** `mustdo show <finding>`: everything about one finding: requirement, request, answer, how to reproduce it, how to fix it. */
import type { Command } from 'commander'
import type { RunRecord } from '../../reports/record.ts'
import { showFinding } from '../../reports/terminal/show-finding.ts'
import { print, printJson } from './output.ts'
import { DEFAULT_REPORT, readRecord } from './read-report.ts'

export function addShow(program: Command): void {
  program
    .command('show')
    .description('Show one finding of a report, with evidence, a curl line and the fix')
    .argument('<finding>', 'the short id of the finding')
    .option('-r, --report <file>', 'the report', DEFAULT_REPORT)
    .option('--json', 'print one JSON document')
    .action((id: string, { report, json }: { report: string; json?: boolean }) => {
      const record = readRecord(report)
      const text = showFinding(record, id)
      if (json) printJson({ version: 1, ...findingView(record, id) })
      else print(text)
    })
}

/** The finding with the assertion and the evidence it stands on; bodies by digest, as in the record. */
function findingView(record: RunRecord, id: string) {
  for (const assertion of record.assertions) {
    const finding = assertion.findings.find(one => one.id.startsWith(id))
    if (!finding) continue
    const verified = Object.keys(record.checks.find(check => check.id === assertion.check)?.verifies ?? {})
    return {
      finding,
      assertion,
      requirements: record.catalogue.requirements.filter(row =>
        finding.requirement ? row.id === finding.requirement : verified.includes(row.id),
      ),
      observations: record.observations.filter(seen => assertion.observations.includes(seen.id)),
    }
  }
  return {}
}
