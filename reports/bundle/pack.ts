/**
 * The archive that carries a sealed report through portals and mail that strip or rewrite HTML: the report, the evidence as files
 * named by their digest, checksums, and how to check them. Everything in it follows from the sealed report, byte for byte.
 */
import type { RunRecord } from '../record.ts'
import { sha256 } from '../seal/digest.ts'
import { SealError } from '../seal/errors.ts'
import { recordOf } from '../seal/grammar.ts'
import { howToCheck } from './how-to-check.ts'
import { EVIDENCE, HOW_TO, SUMS } from './layout.ts'
import { deflated, type ZipFile, zip } from './zip.ts'

/** Evidence that was packed while the report was being made, by its digest. */
export type Ahead = ReadonlyMap<string, File & { readonly text: string; readonly packed: Buffer }>

type File = ZipFile & { readonly digest: string }

/** Packs the evidence of a report that is not yet there. */
export const packAhead = (bodies: RunRecord['bodies']): Ahead =>
  new Map(
    Object.entries(bodies).map(([digest, text]) => {
      const file = asFile(`${EVIDENCE}${digest}`, Buffer.from(text))
      return [digest, { ...file, text, packed: deflated(file.bytes) }]
    }),
  )

/**
 * Packs a sealed report. `name` is the report's file name; in the archive it keeps letters, digits, `.`, `_` and `-` only. What is in
 * `ahead` is taken from there where the report holds the same text. Throws SealError where the file is no sealed report.
 */
export function pack(sealed: Uint8Array, name: string, ahead: Ahead = new Map()): Uint8Array {
  const report = reportName(name)
  const { bodies } = JSON.parse(recordOf(sealed)) as Pick<RunRecord, 'bodies'>
  const evidence = Object.entries(bodies)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([digest, text]) => filed(digest, text, ahead))
  const files = [asFile(report, sealed), asFile(HOW_TO, Buffer.from(howToCheck(report))), ...evidence]
  const sums = files.map(({ name: file, digest }) => `${digest}  ${file}\n`).join('')
  return zip([...files, { name: SUMS, bytes: Buffer.from(sums) }])
}

const asFile = (name: string, bytes: Uint8Array): File => ({ name, bytes, digest: sha256(bytes) })

function filed(digest: string, text: string, ahead: Ahead): File {
  const known = ahead.get(digest)
  const file = known?.text === text ? known : asFile(`${EVIDENCE}${digest}`, Buffer.from(text))
  if (file.digest === digest) return file
  throw new SealError('altered', {
    what: `The report holds evidence filed as ${JSON.stringify(digest.slice(0, 80))}, which has another digest`,
    expected: 'evidence filed by its SHA-256',
    next: 'Do not rely on this report; see why with: mustdo verify --rejudge.',
  })
}

/** A name that every file system and every portal takes, and that ends in .html. */
export function reportName(name: string): string {
  const stem = name
    .replace(/\.html?$/i, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
  return `${stem || 'report'}.html`
}
