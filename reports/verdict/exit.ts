import type { RunRecord } from '../record.ts'
import { counted, runVerdict } from './roll-up.ts'

/** Exit codes of every command (design: Verdicts). */
export const exits = { conformant: 0, notConformant: 1, wrongUse: 2, incomplete: 3, sealBroken: 4 } as const
export type ExitCode = (typeof exits)[keyof typeof exits]

/** `complete`: only a conformant run passes. `tested`: what the plan named untested beforehand is forgiven. */
export type Gate = 'complete' | 'tested'

/** The exit code of a run that has a record. Wrong use (2) and broken seals (4) never get this far. */
export function exitCode(record: RunRecord, gate: Gate = 'complete'): ExitCode {
  const { word, trouble } = runVerdict(record)
  if (word === 'not conformant') return exits.notConformant
  if (trouble.length > 0) return exits.incomplete
  if (word === 'conformant') return exits.conformant
  return gate === 'tested' && word === 'incomplete' && onlyForetold(record) ? exits.conformant : exits.incomplete
}

/** True when a must passed, every planned check came to a conclusion, and all that is open was foretold by the plan. */
function onlyForetold(record: RunRecord): boolean {
  const undecided = new Set(
    record.assertions.filter(({ outcome }) => outcome === 'cantTell' || outcome === 'untested').map(({ id }) => id),
  )
  if (undecided.size > 0) return false
  if (record.plan.length === 0 || !counted(record, 'must').some(({ result }) => result.state === 'met')) return false
  return runVerdict(record).open.every(
    ({ result }) => result.state !== 'notMet' && (result.foretold || result.assertions.length > 0),
  )
}
