import type { EngineHit, PageVisit } from '../../../reports/record.ts'

/** Elements of one rule that are kept: a page with thousands of them needs no list of them all. */
const MOST = 60

/** The hits that the record of a visit lists, and how many more its rules had. */
export function listed(hits: readonly EngineHit[]): Pick<PageVisit, 'hits' | 'unlisted'> {
  const count = new Map<string, number>()
  const kept = hits.filter(({ engine, rule, outcome }) => {
    const key = JSON.stringify([engine, rule, outcome])
    count.set(key, (count.get(key) ?? 0) + 1)
    return (count.get(key) ?? 0) <= MOST
  })
  const unlisted = [...count]
    .filter(([, elements]) => elements > MOST)
    .map(([key, elements]) => {
      const [engine, rule] = JSON.parse(key) as [EngineHit['engine'], string]
      return { engine, rule, elements: elements - MOST }
    })
  return { hits: kept, ...(unlisted.length > 0 && { unlisted }) }
}
