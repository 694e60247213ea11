/** The same defect on many pages is one finding with its places. Pure. */
import type { Finding } from './findings.ts'

export interface PlacedFinding extends Finding {
  /** Where it was found, the first of which `selector` and `html` show. */
  readonly places: readonly { readonly page: string; readonly selector: string }[]
}

/** What makes two findings the same defect: the same rules say the same of an element that is written the same way. */
export const signatureOf = ({ outcome, rules, html }: Finding): string =>
  JSON.stringify([outcome, rules, html.replace(/\d+/g, '0')])

/** One finding for each defect, in the order in which they were met. */
export function acrossPages(
  pages: readonly { readonly page: string; readonly findings: readonly Finding[] }[],
): PlacedFinding[] {
  const found = new Map<string, PlacedFinding>()
  for (const { page, findings } of pages)
    for (const finding of findings) {
      const key = signatureOf(finding)
      const place = { page, selector: finding.selector }
      const known = found.get(key)
      found.set(key, known ? { ...known, places: [...known.places, place] } : { ...finding, places: [place] })
    }
  return [...found.values()]
}
