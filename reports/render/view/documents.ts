import type { Look } from './look.ts'

/** Documents that pages of the run link to: no instrument of ours looks into a PDF or an office file. */
export function documentsOf({ record }: Look): readonly string[] {
  const linked = record.observations.flatMap(seen => (seen.kind === 'page' ? (seen.details?.documents ?? []) : []))
  return [...new Set(linked)].sort()
}
