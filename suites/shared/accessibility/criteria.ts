/** Levels of the success criteria of WCAG 2.2; all that are not listed are level A. 4.1.1 Parsing is gone since 2.2. */
const AA = new Set(
  '1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3'.split(
    ' ',
  ),
)
const AAA = new Set(
  '1.2.6 1.2.7 1.2.8 1.2.9 1.3.6 1.4.6 1.4.7 1.4.8 1.4.9 2.1.3 2.2.3 2.2.4 2.2.5 2.2.6 2.3.2 2.3.3 2.4.8 2.4.9 2.4.10 2.4.12 2.4.13 2.5.5 2.5.6 3.1.3 3.1.4 3.1.5 3.1.6 3.2.5 3.3.5 3.3.6 3.3.9'.split(
    ' ',
  ),
)

/** `none` is for rules that no success criterion stands behind. */
export type Level = 'A' | 'AA' | 'AAA' | 'none'

export const levelOf = (criterion: string): Level => (AAA.has(criterion) ? 'AAA' : AA.has(criterion) ? 'AA' : 'A')

/** The strictest conformance level at which one of the criteria is demanded: A before AA before AAA. */
export function demandedAt(criteria: readonly string[]): Level {
  const levels = criteria.filter(criterion => criterion !== '4.1.1').map(levelOf)
  return (['A', 'AA', 'AAA'] as const).find(level => levels.includes(level)) ?? 'none'
}
