/** Whether a person's word counts on a day and for a version. Judging is pure; reading the evidence is the edge. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { AttestationResult } from '../../reports/record.ts'
import type { Attestation, EvidenceFile } from './model.ts'

/** What was found of an evidence file: its digest, or why there is none. */
export interface EvidenceSeen {
  readonly name: string
  readonly sha256?: string
  readonly problem?: string
}

/** Another product version, or a day outside `on` … `until`, or evidence that is not what was vouched for, voids it. */
export function judgeAttestation(
  attestation: Attestation,
  seen: readonly EvidenceSeen[],
  { now, version }: { readonly now: string; readonly version: string },
): AttestationResult {
  const today = now.slice(0, 10)
  const { by, role, on, until, statement } = attestation
  const problems: string[] = []
  if (on > today) problems.push(`dated ${on}, after the day of the run (${today})`)
  if (until < today) problems.push(`expired on ${until}`)
  if (attestation.version !== version)
    problems.push(`speaks of version ${attestation.version}, the product is ${version}`)
  const evidence: { name: string; sha256: string }[] = []
  for (const file of attestation.evidence) {
    const found = seen.find(({ name }) => name === file.name)
    if (found?.sha256 === undefined) {
      problems.push(`evidence ${file.name} ${found?.problem ?? 'was not looked for'}`)
      continue
    }
    evidence.push({ name: file.name, sha256: found.sha256 })
    if (file.sha256 !== undefined && file.sha256 !== found.sha256)
      problems.push(`evidence ${file.name} has changed: sha256 ${found.sha256}, vouched for ${file.sha256}`)
  }
  return { by, role, on, until, statement, evidence, problems }
}

/** Digests of evidence files, in their order. A file that cannot be read is a fact about it, never an exception. */
export const readEvidence = (files: readonly EvidenceFile[]): Promise<readonly EvidenceSeen[]> =>
  Promise.all(files.map(seeEvidence))

async function seeEvidence({ name, path }: EvidenceFile): Promise<EvidenceSeen> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk)
      bytes += chunk.length
    }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    return { name, problem: code === 'ENOENT' ? 'is missing' : `cannot be read (${code})` }
  }
  return bytes === 0 ? { name, problem: 'is empty' } : { name, sha256: hash.digest('hex') }
}
