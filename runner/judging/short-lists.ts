import type { Decision, PageVisit } from '../check.ts'

/** Pages of which a judge read lists that are not whole, and which lists. */
export type ListsRead = Map<string, Set<string>>

/**
 * The visit as it is handed to a judge: the lists that it names as cut (`facts.headings`, `details.images`) note in `read` that they
 * were read. A page without such lists is handed on as it is.
 */
export function withShortLists(visit: PageVisit, read: ListsRead): PageVisit {
  if (!visit.cut) return visit
  const guarded: Record<string, unknown> = { ...visit }
  for (const path of visit.cut) {
    const [part = '', list = ''] = path.split('.')
    const whole = (visit as unknown as Record<string, Record<string, unknown> | undefined>)[part]
    if (!whole) continue
    const holder = guarded[part] === whole ? { ...whole } : (guarded[part] as Record<string, unknown>)
    Object.defineProperty(holder, list, {
      enumerable: true,
      get: () => {
        read.set(visit.finalUrl, (read.get(visit.finalUrl) ?? new Set()).add(list))
        return whole[list]
      },
    })
    guarded[part] = holder
  }
  return guarded as unknown as PageVisit
}

/** What was found in the part that was read stands; of what comes after it nothing is said. */
export const listsCut = ([at, lists]: readonly [string, ReadonlySet<string>]): Decision => ({
  outcome: 'cantTell',
  key: 'lists-cut',
  at,
  actual: [...lists].sort().join(', '),
  owes: { who: 'reviewer', act: 'look at the whole page' },
})
