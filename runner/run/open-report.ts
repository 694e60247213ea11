/** A report from a file: as it is, or out of the archive that `mustdo run` wrote beside it. */
import { readFileSync } from 'node:fs'
import { isZip } from '../../reports/bundle/layout.ts'
import { type Bundle, unpack } from '../../reports/bundle/unpack.ts'

export interface Opened {
  readonly bytes: Uint8Array
  /** Present where the file was an archive; it holds as it was packed, else this would have thrown. */
  readonly archive?: Bundle
}

/** Throws SealError for an archive that is not whole, or not one of ours. */
export function openReport(path: string): Opened {
  const bytes = readFileSync(path)
  if (!isZip(bytes)) return { bytes }
  const archive = unpack(bytes)
  return { bytes: archive.report, archive }
}
