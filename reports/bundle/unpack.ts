/** Reads the archive of a report. A stranger's file: what is not exactly as `pack` makes it is refused before it is unpacked. */
import { inflateRawSync } from 'node:zlib'
import type { RunRecord } from '../record.ts'
import { sha256 } from '../seal/digest.ts'
import { recordOf } from '../seal/grammar.ts'
import { broken, type Entry, EVIDENCE, entriesOf, HOW_TO, SUMS } from './layout.ts'

export interface Bundle {
  /** The report's name in the archive, and its bytes. */
  readonly name: string
  readonly report: Uint8Array
  readonly evidence: number
  /** Files whose checksum was compared. */
  readonly files: number
}

/** Together, unpacked: twenty times what a report may hold. */
const MOST_BYTES = 512 * 1024 * 1024
const REPORT = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,200}\.html$/
const EVIDENCE_FILE = /^evidence\/[0-9a-f]{64}$/

/** Throws SealError for an archive that holds anything else than a report with what belongs to it, whole. */
export function unpack(file: Uint8Array): Bundle {
  const entries = entriesOf(file)
  const names = new Set<string>()
  for (const { name } of entries) {
    if (names.has(name)) throw broken(`The archive holds ${name} twice`)
    if (!REPORT.test(name) && !EVIDENCE_FILE.test(name) && name !== SUMS && name !== HOW_TO)
      throw broken(
        `The archive holds ${JSON.stringify(name.slice(0, 80))}`,
        undefined,
        `A report’s archive holds one .html file, ${EVIDENCE}, ${HOW_TO} and ${SUMS} only.`,
      )
    names.add(name)
  }
  const reports = entries.filter(({ name }) => REPORT.test(name))
  const [only] = reports
  if (!only || reports.length > 1)
    throw broken(
      `The archive holds ${reports.length} reports`,
      undefined,
      only ? 'Which one is meant, nobody can tell: pack each by itself, or unpack and verify each.' : '',
    )
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  if (total > MOST_BYTES)
    throw broken(
      `The archive says that it unpacks to ${total} bytes, more than ${MOST_BYTES}`,
      undefined,
      'Nothing was unpacked.',
    )
  const contents = new Map(entries.map(entry => [entry.name, inflated(entry)]))
  compareSums(contents)
  const report = contents.get(only.name) ?? new Uint8Array()
  const evidence = entries.filter(({ name }) => EVIDENCE_FILE.test(name)).map(({ name }) => name.slice(EVIDENCE.length))
  compareEvidence(report, evidence)
  return { name: only.name, report, evidence: evidence.length, files: entries.length - 1 }
}

function inflated({ name, method, size, packed }: Entry): Uint8Array {
  if (method !== 0 && method !== 8) throw broken(`${name} is packed in a way (${method}) that is not read here`)
  let bytes: Uint8Array | undefined
  try {
    bytes = method === 0 ? packed : size === 0 ? new Uint8Array() : inflateRawSync(packed, { maxOutputLength: size })
  } catch {
    // More than it says, or no deflate stream: refused below.
  }
  if (bytes?.length !== size) throw broken(`${name} does not unpack to the ${size} bytes that the archive says`)
  return bytes
}

function compareSums(contents: ReadonlyMap<string, Uint8Array>): void {
  const sums = contents.get(SUMS)
  if (!sums) throw broken(`The archive holds no ${SUMS}`)
  const listed = new Map<string, string>()
  for (const line of Buffer.from(sums).toString('latin1').split('\n').slice(0, -1)) {
    const [, digest = '', name = ''] = /^([0-9a-f]{64}) [ *](\S+)$/.exec(line) ?? []
    if (!digest || listed.has(name)) throw broken(`${SUMS} has a line that is none of its own, or a name twice`)
    listed.set(name, digest)
  }
  for (const [name, bytes] of contents) {
    if (name === SUMS) continue
    if (!listed.has(name)) throw broken(`${name} is not in ${SUMS}`)
    if (listed.get(name) !== sha256(bytes)) throw broken(`${name} is not the file whose SHA-256 stands in ${SUMS}`)
    listed.delete(name)
  }
  const [missing] = listed.keys()
  if (missing !== undefined)
    throw broken(`${SUMS} lists ${JSON.stringify(missing.slice(0, 80))}, which is not in the archive`)
}

/** The files are the bodies of the report's own record, all of them, and nothing else; their names are their digests. */
function compareEvidence(report: Uint8Array, evidence: readonly string[]): void {
  const bodies = bodiesIn(report)
  if (!bodies) return
  const foreign = evidence.find(digest => bodies[digest] === undefined)
  if (foreign) throw broken(`${EVIDENCE}${foreign} is no evidence of the report beside it`)
  const packed = new Set(evidence)
  const lost = Object.keys(bodies).find(digest => !packed.has(digest))
  if (lost) throw broken(`${EVIDENCE}${lost.slice(0, 80)}, which the report holds, is not in the archive`)
}

/** Undefined where the report cannot be read: its verification says why. */
function bodiesIn(report: Uint8Array): RunRecord['bodies'] | undefined {
  try {
    const { bodies } = JSON.parse(recordOf(report)) as Partial<RunRecord>
    return typeof bodies === 'object' && bodies !== null ? bodies : undefined
  } catch {
    return undefined
  }
}
