/**
 * The archive that carries a sealed report through portals and mail that strip or rewrite HTML: the report, the evidence as files
 * named by their digest, checksums, and how to check them. Everything in it follows from the sealed report, byte for byte.
 */
import { zipSync } from 'fflate'
import type { RunRecord } from '../record.ts'
import { sha256 } from '../seal/digest.ts'
import { SealError } from '../seal/errors.ts'
import { recordOf } from '../seal/grammar.ts'
import { howToCheck } from './how-to-check.ts'
import { EVIDENCE, HOW_TO, SUMS } from './layout.ts'

/** No zone: a zip holds local time, so that noon is noon wherever it is packed and the bytes stay the same. */
const FIXED_TIME = '1980-01-01T12:00:00'

/**
 * Packs a sealed report. `name` is the report's file name; in the archive it keeps letters, digits, `.`, `_` and `-` only.
 * Throws SealError where the file is no sealed report.
 */
export function pack(sealed: Uint8Array, name: string): Uint8Array {
  const report = reportName(name)
  const { bodies } = JSON.parse(recordOf(sealed)) as Pick<RunRecord, 'bodies'>
  const odd = Object.entries(bodies).find(([digest, text]) => sha256(Buffer.from(text)) !== digest)
  if (odd)
    throw new SealError('altered', {
      what: `The report holds evidence filed as ${JSON.stringify(odd[0].slice(0, 80))}, which has another digest`,
      expected: 'evidence filed by its SHA-256',
      next: 'Do not rely on this report; see why with: mustdo verify --rejudge.',
    })
  const files: [string, Uint8Array][] = [
    [report, sealed],
    [HOW_TO, Buffer.from(howToCheck(report))],
    ...Object.entries(bodies)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([digest, text]): [string, Uint8Array] => [`${EVIDENCE}${digest}`, Buffer.from(text)]),
  ]
  const sums = files.map(([file, bytes]) => `${sha256(bytes)}  ${file}\n`).join('')
  const all = [...files, [SUMS, Buffer.from(sums)] as const]
  return zipSync(Object.fromEntries(all), { level: 6, mtime: FIXED_TIME, os: 0 })
}

/** A name that every file system and every portal takes, and that ends in .html. */
export function reportName(name: string): string {
  const stem = name
    .replace(/\.html?$/i, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
  return `${stem || 'report'}.html`
}
