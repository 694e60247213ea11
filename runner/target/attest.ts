/** Adds an attestation to a target file, leaving its comments and order as they are. Pure: text in, text out. */
import { isSeq, parseDocument } from 'yaml'

export interface NewAttestation {
  readonly requirement: string
  readonly statement: string
  readonly by: string
  readonly role: string
  /** Calendar days, UTC. */
  readonly on: string
  readonly until: string
  /** The product version it speaks of. */
  readonly version: string
  readonly evidence: readonly { readonly file: string; readonly sha256: string }[]
}

/** The file's text with the attestation added; an earlier one for the same requirement is replaced. */
export function withAttestation(text: string, attestation: NewAttestation): string {
  const document = parseDocument(text)
  const before = document.get('attestations')
  const rows = isSeq(before) ? (before.toJSON() as NewAttestation[]) : []
  const place = rows.findIndex(({ requirement }) => requirement === attestation.requirement)
  const node = document.createNode(attestation)
  if (!isSeq(before)) document.set('attestations', document.createNode([attestation]))
  else if (place >= 0) before.set(place, node)
  else before.add(node)
  return document.toString({ lineWidth: 120 })
}
