/** Options that narrow a run. Any of them makes it a partial run. */
import type { Command } from 'commander'
import type { Catalogue, Level } from '../../standards/model.ts'
import { nearest } from '../../standards/nearest.ts'
import { requirementsOf } from '../../standards/query.ts'
import type { AnyCheck } from '../check.ts'
import { type Filters, matches } from '../plan/filters.ts'
import type { Target } from '../target/model.ts'
import { UsageError } from './explain.ts'
import { readRecord } from './read-report.ts'

export interface FilterFlags {
  readonly only?: readonly string[]
  readonly pack?: readonly string[]
  readonly level?: string
  readonly failedIn?: string
}

export function filterFlags(command: Command): Command {
  return command
    .option('--only <id...>', 'only these requirements, standards or checks')
    .option('--pack <id...>', 'only these packs')
    .option('--level <level>', 'only this level and above: must, should, may')
    .option('--failed-in <report>', 'only what failed or could not be told in an earlier report')
}

/** Whether a filter names something beside the catalogue: only then the checks have to be known to say what a run looks at. */
export const namesChecks = ({ only = [] }: FilterFlags, { requirements, standards }: Catalogue): boolean =>
  only.some(word => !requirements.has(word) && !standards.some(({ id }) => id === word))

interface Known {
  readonly catalogue: Catalogue
  readonly checks: readonly AnyCheck[]
  readonly target: Target
}

/** Throws UsageError for words that name nothing, or leave nothing: a filter that matches nothing must not look like a pass. */
export function filtersFrom(flags: FilterFlags, { catalogue, checks, target }: Known): Filters {
  const words = [
    ...catalogue.requirements.keys(),
    ...catalogue.standards.map(({ id }) => id),
    ...checks.map(({ id }) => id),
  ]
  for (const word of flags.only ?? []) mustBeOneOf('--only', word, words)
  for (const pack of flags.pack ?? []) mustBeOneOf('--pack', pack, [...catalogue.packs.keys()])
  if (flags.level) mustBeOneOf('--level', flags.level, ['must', 'should', 'may'])
  const fewerPacks = flags.pack !== undefined && target.packs.some(pack => !flags.pack?.includes(pack))
  const said = [
    ...(flags.only ? [`--only ${flags.only.join(' ')}`] : []),
    ...(fewerPacks ? [`--pack ${flags.pack?.join(' ')}`] : []),
    ...(flags.level && flags.level !== 'may' ? [`--level ${flags.level}`] : []),
    ...(flags.failedIn ? [`--failed-in ${flags.failedIn}`] : []),
  ]
  const filters: Filters = {
    only: flags.only ?? [],
    ...(flags.level && { level: flags.level as Level }),
    ...(flags.failedIn && { failedIn: brokenIn(flags.failedIn) }),
    said,
  }
  const packs = flags.pack ?? target.packs
  const left = requirementsOf(catalogue, packs).some(requirement => matches(filters, requirement, checks))
  if (said.length > 0 && !left)
    throw new UsageError(
      `${said.join(' ')} leaves nothing to look at. Expected at least one requirement of ${packs.join(', ')}. Widen the filter, or run without it.`,
    )
  return filters
}

function mustBeOneOf(flag: string, word: string, known: readonly string[]): void {
  if (known.includes(word)) return
  const near = nearest(word, known)
  const expected =
    known.length > 12
      ? 'the id of a requirement, a standard or a check (mustdo standards list)'
      : `one of ${known.join(', ')}`
  throw new UsageError(
    `${flag} names "${word}", which does not exist. Expected ${expected}.${near ? ` Did you mean "${near}"?` : ''}`,
  )
}

function brokenIn(path: string): ReadonlySet<string> {
  return new Set(
    readRecord(path)
      .requirements.filter(({ state }) => state === 'notMet' || state === 'cantTell')
      .map(({ id }) => id),
  )
}
