/** Who begins when: what only reads comes before what changes, and the first requests are out before the last check has begun. */
import type { PlannedAssertion } from '../../reports/record.ts'
import { changing } from '../check/effects.ts'
import type { AnyCheck } from '../check.ts'

/** As many as there are lanes in a usual target file. */
const AT_ONCE = 4

/** Lets callers on in the order in which they ask, a few in each turn of the event loop, so that sockets have theirs in between. */
export function turns(atOnce = AT_ONCE): () => Promise<void> {
  const waiting: (() => void)[] = []
  const next = () => {
    for (const go of waiting.splice(0, atOnce)) go()
    if (waiting.length > 0) setImmediate(next)
  }
  return () =>
    new Promise(resolve => {
      if (waiting.push(resolve) === 1) setImmediate(next)
    })
}

/**
 * Places of a plan in the order in which they begin. A change makes every answer before it stale, so checks that only read go first and
 * share theirs: fewer requests for the same verdicts.
 */
export function readersFirst(
  plan: readonly PlannedAssertion[],
  checks: ReadonlyMap<string, AnyCheck>,
): readonly (readonly [place: number, planned: PlannedAssertion])[] {
  const changes = ({ check }: PlannedAssertion): boolean => changing.has(checks.get(check)?.effect ?? 'read')
  const entries = [...plan.entries()]
  return [...entries.filter(([, one]) => !changes(one)), ...entries.filter(([, one]) => changes(one))]
}
