/** `mustdo verify --evidence`: whether the files that a supplier sent are those that the attestations of a report rest on. */
import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { SUMS } from '../../reports/bundle/layout.ts'
import type { RunRecord } from '../../reports/record.ts'
import { plain } from '../../reports/terminal/text.ts'
import { UsageError } from './explain.ts'

export interface EvidenceMatch {
  readonly requirement: string
  /** As the target file names it. */
  readonly name: string
  readonly sha256: string
  readonly state: 'found' | 'differs' | 'missing'
  /** Path below the folder of the file that is it, or that has its name and other contents. */
  readonly as?: string
}

export interface EvidenceMatches {
  readonly rows: readonly EvidenceMatch[]
  /** Files of the folder that no attestation names, but for the checksums that `run --bundle` packs. */
  readonly unnamed: number
}

interface Sent {
  /** Below the folder, with forward slashes. */
  readonly path: string
  readonly sha256: string
}

const MOST_FILES = 10_000
const MOST_BYTES = 8 * 1024 ** 3

/** Throws UsageError, before anything is verified. */
export function checkEvidenceFolder(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(
      `--evidence is ${folder}, which is no folder. Expected the folder that holds the files which the supplier sent, unpacked. Check the path.`,
    )
}

/** Throws UsageError for a folder of more than 10,000 entries or 8 GB. */
export async function matchEvidence(record: RunRecord, folder: string): Promise<EvidenceMatches> {
  const vouched = record.requirements.flatMap(({ id, attestation }) =>
    (attestation?.evidence ?? []).map(({ name, sha256 }) => ({ requirement: id, name, sha256 })),
  )
  const sent = await digestsOf(folder, await filesIn(folder))
  const wanted = new Set(vouched.map(({ sha256 }) => sha256))
  const right = groups(sent, ({ sha256 }) => [sha256])
  const named = groups(sent, ({ path, sha256 }) => [path, ...(wanted.has(sha256) ? [] : namesOf(path))])
  const rows = vouched.map((one): EvidenceMatch => {
    const name = belowFolder(one.name)
    const same = right.get(one.sha256)
    if (same) return { ...one, state: 'found', as: (same.find(({ path }) => path === name) ?? same[0])?.path ?? '' }
    const other = [name, baseOf(name), one.sha256.slice(0, PREFIX)].flatMap(word => named.get(word) ?? [])[0]
    return other ? { ...one, state: 'differs', as: other.path } : { ...one, state: 'missing' }
  })
  const differing = new Set(rows.filter(({ state }) => state === 'differs').map(row => row.as))
  const unnamed = sent.filter(
    ({ path, sha256 }) => !wanted.has(sha256) && !differing.has(path) && baseOf(path) !== SUMS,
  ).length
  return { rows, unnamed }
}

export function matchesText({ rows, unnamed }: EvidenceMatches, { published }: RunRecord): string {
  const none = published
    ? 'this published copy does not say which files attestations rest on: give the full report'
    : 'no attestation in this report rests on a file'
  return [
    'Evidence of attestations',
    ...(rows.length === 0 ? [`  ${none}`] : rows.map(row => `  ${row.state.padEnd(7)}  ${plain(wordsOf(row))}`)),
    `  ${unnamed === 1 ? '1 file' : `${unnamed} files`} in the folder that no attestation names`,
  ].join('\n')
}

function wordsOf({ requirement, name, sha256, state, as }: EvidenceMatch): string {
  const about = `${requirement}: ${name}`
  if (state === 'found') return `${about}, sha256 ${sha256}${as === belowFolder(name) ? '' : `, as ${as}`}`
  if (state === 'differs') return `${about}: ${as} has other contents; expected sha256 ${sha256}: ask for that file`
  return `${about}: expected sha256 ${sha256}, and no file has it: ask for that file`
}

/** `run --bundle` puts so much of a file's digest before its name. */
const PREFIX = 12

/** The names under which a file may be meant: its own, and the digest that it was packed under. */
function namesOf(path: string): string[] {
  const base = baseOf(path)
  const packed = /^([0-9a-f]{12})-/.exec(base)?.[1]
  return packed ? [base, packed] : [base]
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** A target file may name what lies beside or above it; macOS takes letters and their accents apart. */
const belowFolder = (name: string): string =>
  name
    .replaceAll('\\', '/')
    .replace(/^(\.{0,2}\/)+/, '')
    .normalize('NFC')

function groups(sent: readonly Sent[], keys: (one: Sent) => readonly string[]): ReadonlyMap<string, readonly Sent[]> {
  const found = new Map<string, Sent[]>()
  for (const one of sent)
    for (const key of keys(one)) {
      const group = found.get(key)
      if (group) group.push(one)
      else found.set(key, [one])
    }
  return found
}

/** Paths below the folder in code-point order. Symbolic links are not followed: what they lead to was not sent. */
async function filesIn(root: string): Promise<readonly string[]> {
  const files: string[] = []
  const folders: string[] = ['']
  let seen = 0
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for await (const entry of await opendir(join(root, folder))) {
      seen += 1
      if (seen > MOST_FILES) throw tooMuch(root, `more than ${MOST_FILES} files`)
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) folders.push(path)
      else if (entry.isFile()) files.push(path)
    }
  return files.sort()
}

async function digestsOf(root: string, files: readonly string[]): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  let bytes = 0
  for (const path of files) {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(join(root, path), { highWaterMark: 1024 * 1024 })) {
      hash.update(chunk as Buffer)
      bytes += (chunk as Buffer).length
      if (bytes > MOST_BYTES) throw tooMuch(root, `more than ${MOST_BYTES / 1024 ** 3} GB`)
    }
    sent.push({ path: path.normalize('NFC'), sha256: hash.digest('hex') })
  }
  return sent
}

const tooMuch = (folder: string, what: string) =>
  new UsageError(
    `--evidence is ${folder}, which holds ${what}. Expected only the files which the supplier sent. Put them into a folder of their own.`,
  )
