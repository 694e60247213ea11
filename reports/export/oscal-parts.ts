import { createHash } from 'node:crypto'
import type { RunRecord } from '../record.ts'

/** Names of our own properties; an address of nothing, as OSCAL wants one. */
const NAMESPACE = 'urn:mustdo:oscal'

/** UUIDs of version 5 (RFC 9562): the same record gives the same ones. SHA-1 is what the version is defined by, not a safeguard. */
export function uuidsOf({ run, catalogue }: RunRecord): (kind: string, id: string) => string {
  return (kind, id) => {
    const digest = createHash('sha1').update(`${NAMESPACE} ${run.id} ${catalogue.digest} ${kind} ${id}`).digest()
    digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50
    digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
    const hex = digest.toString('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
  }
}

/** One line without white space at its ends, and never empty. */
export const line = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim() || '-'

/** An NCName: letters, digits, `.`, `_` and `-`, not beginning with a digit. */
export const token = (text: string): string => {
  const kept = text.replace(/[^\p{L}\p{N}._-]/gu, '_')
  return /^[\p{L}_]/u.test(kept) ? kept : `_${kept}`
}

export const props = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => ({ name: token(name), ns: NAMESPACE, value: line(value) }))
