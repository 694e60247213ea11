/** Machine-readable companions of the report, each written only when asked for. */
import { writeFileSync } from 'node:fs'
import { csv } from '../../reports/export/csv.ts'
import { earl } from '../../reports/export/earl.ts'
import { har } from '../../reports/export/har.ts'
import { inToto } from '../../reports/export/in-toto.ts'
import { junit } from '../../reports/export/junit.ts'
import { markdown } from '../../reports/export/markdown.ts'
import { oscal } from '../../reports/export/oscal.ts'
import { sarif } from '../../reports/export/sarif.ts'
import type { RunRecord } from '../../reports/record.ts'
import { type ExportFlags, type ExportKind, exportKinds } from './export-flags.ts'

const writers: { readonly [kind in ExportKind]: (record: RunRecord) => string } = {
  junit,
  sarif,
  earl,
  har,
  markdown,
  csv,
  inToto,
  oscal,
  record: (record: RunRecord) => `${JSON.stringify(record)}\n`,
}

export function writeExports(record: RunRecord, flags: ExportFlags): void {
  for (const kind of exportKinds) {
    const file = flags[kind]
    if (file) writeFileSync(file, writers[kind](record))
  }
}
