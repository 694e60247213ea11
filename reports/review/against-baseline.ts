/** The exit code of a run that is held against an earlier report: only what is new counts. The verdict stays what it is. */
import type { RunRecord } from '../record.ts'
import { counted, type ExitCode, exits, runVerdict } from '../verdict.ts'
import type { Comparison } from './compare.ts'

export interface AgainstBaseline {
  readonly exitCode: ExitCode
  /** Why, in one sentence. */
  readonly because: string
}

export function againstBaseline(record: RunRecord, comparison: Comparison): AgainstBaseline {
  const { trouble } = runVerdict(record)
  const anew = comparison.newFailures.filter(({ must }) => must)
  const lost = comparison.noLongerSettled.filter(({ byCheck }) => !byCheck)
  if (anew.length > 0)
    return {
      exitCode: exits.notConformant,
      because: `${anew.length} ${anew.length === 1 ? 'finding' : 'findings'} against a must that the baseline does not have`,
    }
  if (trouble.length > 0) return { exitCode: exits.incomplete, because: 'the run did not come to its end' }
  if (lost.length > 0)
    return {
      exitCode: exits.incomplete,
      because: `${lost.length} ${lost.length === 1 ? 'must' : 'musts'} settled in the baseline cannot be told now`,
    }
  if (!counted(record, 'must').some(({ result }) => result.state === 'met'))
    return { exitCode: exits.incomplete, because: 'no must was met' }
  return { exitCode: exits.conformant, because: 'nothing fails that did not fail in the baseline' }
}
