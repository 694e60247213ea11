/** `run --bundle`: one archive of the files that attestations rest on, for whoever is to look at them. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { zip } from '../../reports/bundle/zip.ts'
import type { RunRecord } from '../../reports/record.ts'
import type { Attestation } from '../target/model.ts'

export interface Packed {
  readonly file: string
  readonly files: number
  /** Files that are not in it, each with the reason. */
  readonly left: readonly string[]
}

export const attestedBeside = (report: string): string => `${report.replace(/\.html?$/i, '')}.attested.zip`

/**
 * Packs what the record says was vouched for, byte for byte: a file that changed since the run read it is left out. In the archive
 * each lies under the id of its requirement, by its digest and its own name.
 */
export function packAttested(attestations: readonly Attestation[], record: RunRecord, report: string): Packed {
  const results = new Map(record.requirements.map(row => [row.id, row.attestation]))
  const left: string[] = []
  const found = attestations.flatMap(({ requirement, evidence }) =>
    evidence.flatMap(({ name, path }) => {
      const vouched = results.get(requirement)?.evidence.find(one => one.name === name)
      if (!vouched) {
        left.push(`${name} (${requirement}): the report names no digest of it`)
        return []
      }
      const bytes = readFileSync(path)
      if (createHash('sha256').update(bytes).digest('hex') !== vouched.sha256) {
        left.push(`${name} (${requirement}): it has changed since the run read it`)
        return []
      }
      const plain = basename(name).replace(/[^A-Za-z0-9._-]+/g, '-')
      return [{ name: `${requirement}/${vouched.sha256.slice(0, 12)}-${plain}`, bytes, digest: vouched.sha256 }]
    }),
  )
  const files = [...new Map(found.map(one => [one.name, one])).values()]
  const sums = files.map(({ name, digest }) => `${digest}  ${name}\n`).join('')
  const file = attestedBeside(report)
  writeFileSync(file, zip([...files, { name: 'SHA256SUMS', bytes: Buffer.from(sums) }]))
  return { file, files: files.length, left }
}
