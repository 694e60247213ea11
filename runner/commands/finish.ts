/** The tail of every command that ends in a report: seal and write it, write the exports, say what came out. */
import { runResult } from '../../reports/export/result-json.ts'
import type { RunRecord } from '../../reports/record.ts'
import type { Gate } from '../../reports/verdict.ts'
import type { BaselineOutcome } from './baseline.ts'
import { type ExportFlags, writeExports } from './exports.ts'
import { printJson } from './output.ts'
import type { ChosenSigner } from './sign.ts'
import { printSummary } from './summary.ts'

interface Flags extends ExportFlags {
  readonly output: string
  readonly gate?: Gate
  readonly json?: boolean
  /** False where --no-zip was given; absent in commands that write no archive. */
  readonly zip?: boolean
}

interface Ending extends ChosenSigner {
  /** What came of holding the run against an earlier report. */
  readonly baseline?: BaselineOutcome
}

/** Returns what was written and how it verified. With `--json` nothing but the result goes to stdout. */
export async function finish(record: RunRecord, flags: Flags, { signer, remark, baseline }: Ending) {
  // Templates and seals load now: the first request does not wait for them.
  const { writeReport } = await import('../run/write-report.ts')
  const written = await writeReport(record, flags.output, signer)
  const archive = flags.zip ? (await import('../run/write-bundle.ts')).writeBundle(written.path) : undefined
  writeExports(record, flags)
  if (flags.json) printJson({ ...runResult(record), ...(baseline && { baseline: resultOf(baseline) }) })
  else
    printSummary(record, written, {
      gate: flags.gate ?? 'complete',
      ...(remark && { aboutKey: remark }),
      ...(archive && { archive }),
      ...(baseline && { baseline: baseline.text }),
    })
  return written
}

const resultOf = ({ exitCode, because, comparison }: BaselineOutcome) => ({ exitCode, because, comparison })
