/** One check on one subject: probe, then judge. The same function serves a live run and a replay. */
import type { Assertion, Finding, PlannedAssertion } from '../../reports/record.ts'
import type { AnyCheck, Subject } from '../check.ts'
import { contextFor } from '../probe/context.ts'
import { Interrupted, settled, Unsettled } from '../probe/settle.ts'
import type { World } from '../probe/world.ts'
import { findingsOf, rollUp, troubleFindings } from './judge.ts'

/** Never throws: whatever goes wrong in our own code ends as cantTell and names the check. */
export async function assess(world: World, check: AnyCheck, planned: PlannedAssertion): Promise<Assertion> {
  const began = performance.now()
  const scope = world.recorder.scope(planned.id)
  const signal = world.live?.signal
  let findings: Finding[]
  let subject: Subject | undefined
  try {
    subject = subjectOf(world, check, planned)
  } catch (error) {
    return assertionOf(check, planned, troubleFindings(check, planned.subject, 'probe-threw', error), [], 0)
  }
  if (!subject) findings = troubleFindings(check, { ...planned.subject }, 'never-ran', 'its subject is no longer there')
  else
    try {
      const probe = check.probe(contextFor(world, scope, check.effect, subject))
      const seen = await settled(probe, scope, { silenceMs: world.silenceMs, signal })
      if (signal?.aborted) throw new Interrupted('the run was stopped')
      findings = findingsOf(check, seen, subject)
    } catch (error) {
      const key = signal?.aborted ? 'stopped' : error instanceof Unsettled ? 'never-ran' : 'probe-threw'
      findings = troubleFindings(check, subject, key, key === 'never-ran' ? (error as Error).message : error)
    }
  return assertionOf(check, planned, findings, scope.asked, Math.round(performance.now() - began))
}

/** The assertion of a check that did not come to its end. */
export function unfinished(
  check: AnyCheck,
  planned: PlannedAssertion,
  key: 'never-ran' | 'stopped',
  because: string,
): Assertion {
  return assertionOf(check, planned, troubleFindings(check, planned.subject, key, because), [], 0)
}

function assertionOf(
  check: AnyCheck,
  planned: PlannedAssertion,
  findings: Finding[],
  observations: readonly string[],
  ms: number,
): Assertion {
  const { id, subject } = planned
  return {
    id,
    check: check.id,
    version: check.version,
    subject,
    outcome: rollUp(findings),
    findings,
    observations: [...observations],
    ms,
  }
}

function subjectOf(world: World, check: AnyCheck, planned: PlannedAssertion): Subject | undefined {
  return (check.subjects(world.landscape) as readonly Subject[]).find(subject => subject.id === planned.subject.id)
}
