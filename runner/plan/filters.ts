/** Which requirements a filtered run looks at. Any filter makes the run partial, by title, verdict and exit code. */
import type { Level, Requirement } from '../../standards/model.ts'
import type { AnyCheck } from '../check.ts'

export interface Filters {
  /** Ids of requirements, standards or checks. */
  readonly only: readonly string[]
  readonly level?: Level
  /** Requirements that failed or could not be told in an earlier report. */
  readonly failedIn?: ReadonlySet<string>
  /** The user's words, for the cover. */
  readonly said: readonly string[]
}

export const noFilters: Filters = { only: [], said: [] }

export function matches(
  { only, level, failedIn }: Filters,
  requirement: Requirement,
  checks: readonly AnyCheck[],
): boolean {
  if (level && rank[requirement.level] > rank[level]) return false
  if (failedIn && !failedIn.has(requirement.id)) return false
  if (only.length === 0) return true
  return only.some(
    word =>
      word === requirement.id ||
      word === requirement.standard ||
      checks.some(check => check.id === word && requirement.id in check.verifies),
  )
}

const rank: { readonly [level in Level]: number } = { must: 0, should: 1, may: 2 }
