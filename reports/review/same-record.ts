/** Whether a published copy and a full report come from one record: the copy is made again from the full one and compared. */
import type { RunRecord } from '../record.ts'
import { publish } from './publish.ts'

export interface SameRecord {
  readonly state: 'holds' | 'does not hold'
  readonly detail: string
  /** Whether the salted digests were made again too; that takes the secret kept beside the full report. */
  readonly digests: 'the same' | 'differ' | 'not checked'
}

interface Full {
  readonly record: RunRecord
  readonly bodyDigest: string
  /** The secret of the salts, where it is at hand. */
  readonly secret?: string
}

export function sameRecord(copy: RunRecord, full: Full): SameRecord {
  const { published } = copy
  const fails = (detail: string, digests: SameRecord['digests'] = 'not checked'): SameRecord => ({
    state: 'does not hold',
    detail,
    digests,
  })
  if (!published) return fails('this is no published copy')
  if (published.of !== full.bodyDigest)
    return fails(`the copy was made from another report (sha256 ${published.of}), not from sha256 ${full.bodyDigest}`)
  const again = publish(full.record, { of: full.bodyDigest, secret: full.secret ?? '' })
  const digests =
    full.secret === undefined ? 'not checked' : text(again.published) === text(published) ? 'the same' : 'differ'
  const member = firstDifference(withoutDigests(again), withoutDigests(copy))
  if (member) return fails(`the copy does not follow from the full report: "${member}" differs`, digests)
  if (digests === 'differ') return fails('the salted digests are not those of the full report', digests)
  return { state: 'holds', detail: 'the copy is exactly what the full report gives when it is published', digests }
}

/** The copy's own key and renderer, and digests that take the secret, are left out. */
function withoutDigests({ published: _, run: { sealKey: __, ...run }, tool, ...record }: RunRecord): object {
  return { ...record, run, tool: { name: tool.name, version: tool.version } }
}

function firstDifference(one: object, other: object): string | undefined {
  const [a, b] = [one, other] as [Record<string, unknown>, Record<string, unknown>]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].find(name => text(a[name]) !== text(b[name]))
}

/** Members come in the order they were written, which publishing fixes. */
const text = (value: unknown): string => JSON.stringify(value) ?? ''
