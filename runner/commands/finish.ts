/** The tail of every command that ends in a report: seal and write it, write the exports, say what came out. */
import { runResult } from '../../reports/export/result-json.ts'
import type { RunRecord } from '../../reports/record.ts'
import { type EvidenceLevel, levelThatFits, MOST_EVIDENCE } from '../../reports/review/withhold.ts'
import type { Signer } from '../../reports/seal/seal.ts'
import type { Gate } from '../../reports/verdict.ts'
import type { AskIdentity } from '../run/write-report.ts'
import type { BaselineOutcome } from './baseline.ts'
import type { ExportFlags } from './export-flags.ts'
import { writeExports } from './exports.ts'
import { printJson, remark } from './output.ts'
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
  /** With `--strict`: what does not hold of that which persons vouched and asked for. */
  readonly lax?: readonly string[]
  /** How much evidence the report is to carry; all where it is left out. */
  readonly evidence?: EvidenceLevel | undefined
}

/** Returns what was written and how it verified. With `--json` nothing but the result goes to stdout. */
export async function finish(
  whole: RunRecord,
  flags: Flags,
  { signer, remark: aboutKey, baseline, lax, askIdentity, evidence = 'full' }: Ending,
) {
  const { record, kept } = await asMuchAs(evidence, whole, flags.output)
  const { written, archive } = await writeBoth(record, flags, signer, askIdentity)
  if (flags.json)
    printJson({ ...runResult(record), ...(baseline && { baseline: resultOf(baseline) }), ...(lax && { strict: lax }) })
  else
    printSummary(record, written, {
      gate: flags.gate ?? 'complete',
      ...(aboutKey && { aboutKey }),
      ...(archive && { archive }),
      ...(kept && { kept }),
      ...(baseline && { baseline: baseline.text }),
      ...(lax && { lax }),
    })
  return written
}

/** The report, the archive beside it where one is asked for, and the exports: it is packed while the report is verified and they are written. */
async function writeBoth(record: RunRecord, flags: Flags, signer: Signer, askIdentity?: AskIdentity) {
  const archivist = flags.zip ? (await import('../run/archive.ts')).openArchivist(record) : undefined
  let packed: Promise<string> | undefined
  const onFile = (file: string) => {
    packed = archivist?.pack(file)
    // What it rejects with is thrown below, unless something worse comes first.
    packed?.catch(() => undefined)
  }
  try {
    // Templates and seals load now: the first request does not wait for them.
    const { writeReport } = await import('../run/write-report.ts')
    const written = await writeReport(record, flags.output, signer, { askIdentity, onFile })
    writeExports(record, flags)
    return { written, archive: await packed }
  } finally {
    await archivist?.close()
  }
}

/** The record with as much evidence as the report is to carry, and where the rest went. */
async function asMuchAs(asked: EvidenceLevel, record: RunRecord, report: string) {
  const level = levelThatFits(asked, record)
  if (level === 'full') return { record, kept: undefined }
  if (level !== asked)
    remark(`The evidence is more than a report holds (${MOST_EVIDENCE / 2 ** 20} MB): it is ${level}.`)
  const { keepBack } = await import('../desk/kept-evidence.ts')
  const { record: less, file } = keepBack(record, level, report)
  return { record: less, kept: file }
}

const resultOf = ({ exitCode, because, comparison }: BaselineOutcome) => ({ exitCode, because, comparison })
