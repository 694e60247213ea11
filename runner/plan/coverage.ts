/** How each requirement is looked at: by which checks, by a person, or not and why. Pure. */
import type { Requirement } from '../../standards/model.ts'
import type { AnyCheck } from '../check.ts'

export interface CoverageRow {
  readonly id: string
  readonly level: string
  readonly pillar: string
  readonly clause: string
  /** `checked`, `checked-and-attested`, or the fate the catalogue declares. */
  readonly fate: string
  readonly reason?: string
  readonly checks: readonly { readonly id: string; readonly coverage: 'all' | 'part' }[]
}

export interface Coverage {
  readonly version: 1
  readonly totals: { readonly requirements: number; readonly fates: { readonly [fate: string]: number } }
  readonly requirements: readonly CoverageRow[]
}

export function coverage(requirements: readonly Requirement[], checks: readonly AnyCheck[]): Coverage {
  const rows = requirements.map((requirement): CoverageRow => {
    const { id, level, pillar, clause, fateReason } = requirement
    const verifying = checks
      .filter(check => id in check.verifies)
      .map(check => ({ id: check.id, coverage: check.verifies[id] ?? 'part' }))
    return {
      id,
      level,
      pillar,
      clause,
      fate: fateOf(requirement, verifying),
      ...(fateReason && { reason: fateReason }),
      checks: verifying,
    }
  })
  const fates: { [fate: string]: number } = {}
  for (const { fate } of rows) fates[fate] = (fates[fate] ?? 0) + 1
  return { version: 1, totals: { requirements: rows.length, fates }, requirements: rows }
}

function fateOf({ fate }: Requirement, checks: CoverageRow['checks']): string {
  if (checks.length === 0) return fate ?? 'undeclared'
  return checks.some(check => check.coverage === 'all') ? 'checked' : 'checked-and-attested'
}

export function coverageText({ totals, requirements }: Coverage): string {
  const fates = Object.entries(totals.fates).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    `${totals.requirements} requirements`,
    ...fates.map(([fate, count]) => `${String(count).padStart(6)}  ${fate}`),
    '',
    ...requirements.map(
      ({ id, level, fate, reason, checks }) =>
        `${id.padEnd(18)} ${level.padEnd(7)} ${fate.padEnd(21)} ${[...checks.map(check => check.id), ...(reason ? [`(${reason})`] : [])].join(' ')}`,
    ),
  ].join('\n')
}
