import type { RunRecord } from '../../reports/record.ts'
import { summary } from '../../reports/terminal/summary.ts'
import type { Gate } from '../../reports/verdict.ts'
import type { Written } from '../run/write-report.ts'
import { colourful, print } from './output.ts'

/** The last screen of a run: verdict, what fails and how to go on, where the report is, the exit code and why; `baseline` and `lax` say the last where they decide. */
export function printSummary(
  record: RunRecord,
  written: Written,
  {
    gate,
    aboutKey,
    archive,
    baseline,
    kept,
    lax = [],
  }: { gate: Gate; aboutKey?: string; archive?: string; baseline?: string; kept?: string; lax?: readonly string[] },
): void {
  const fingerprint = written.verification.seals[0]?.fingerprint
  print(
    summary(record, {
      reportPath: written.path,
      columns: process.stdout.columns ?? 120,
      colour: colourful(),
      gate,
      endsItself: baseline !== undefined || lax.length > 0,
      ...(fingerprint && { sealedBy: fingerprint }),
      ...(archive && { archivePath: archive }),
    }),
  )
  if (aboutKey) print(aboutKey)
  if (kept)
    print(`${kept} holds the evidence that the report does not; keep it, and show a piece with: mustdo disclose`)
  if (baseline) print(`\n${baseline}`)
  if (lax.length > 0)
    print(
      `\n${lax.map(one => `- ${one}`).join('\n')}\nexit 1: --strict lets none of these pass. Renew, correct or remove them.`,
    )
  print(`verified: ${written.verification.headline}`)
}
