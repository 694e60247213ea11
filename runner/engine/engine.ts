/**
 * Drives vitest over a plan until every planned assertion has an outcome. What came back is compared with the plan: a check that
 * is missing, for whatever reason, is cantTell and makes the run incomplete.
 */
import type { Assertion } from '../../reports/record.ts'
import type { AnyCheck } from '../check.ts'
import { unfinished } from '../judging/assess.ts'
import { RunFolder } from '../recorder/store.ts'
import type { Job, Message } from './job.ts'
import { runRound } from './round.ts'

export interface EngineOptions {
  readonly checks: ReadonlyMap<string, AnyCheck>
  readonly signal: AbortSignal
  readonly onDone?: (message: Extract<Message, { type: 'done' }>) => void
  /** Silence of a worker after which its thread is ended; 15 s unless told. */
  readonly silenceMs?: number
}

export interface EngineResult {
  /** One for each planned assertion, in the order of the plan. */
  readonly assertions: readonly Assertion[]
  /** Empty when everything came back as it should. */
  readonly trouble: readonly string[]
}

const MOST_ROUNDS = 6

export async function runChecks(job: Job, options: EngineOptions): Promise<EngineResult> {
  const done = new Map<string, Assertion>()
  const trouble: string[] = []
  const onDone = options.onDone ?? (() => undefined)
  const silenceMs = options.silenceMs ?? 15_000
  let left = job.plan
  for (let round = 1; left.length > 0 && round <= MOST_ROUNDS && !options.signal.aborted; round++) {
    const came = await runRound(
      { ...job, plan: left, prefix: `${job.prefix}${round === 1 ? '' : `${round}-`}` },
      { onDone, signal: options.signal, silenceMs },
    )
    // The run folder has what a worker that was ended could not report.
    for (const assertion of [...came.assertions, ...new RunFolder(job.folder).results()])
      done.set(assertion.id, assertion)
    trouble.push(...came.trouble)
    const culprit = came.hung ? left.find(({ id }) => id === came.hung) : undefined
    if (culprit) {
      trouble.push(`${culprit.id} stopped answering for ${silenceMs / 1000} s and was ended`)
      done.set(culprit.id, unfinishedOf(culprit, options, 'never-ran', 'it stopped answering and was ended'))
    }
    left = left.filter(({ id }) => !done.has(id))
    if (!came.hung) break
  }
  for (const planned of left) {
    const stopped = options.signal.aborted
    if (!stopped) trouble.push(`${planned.id} was planned and did not come back`)
    done.set(
      planned.id,
      unfinishedOf(planned, options, stopped ? 'stopped' : 'never-ran', 'it was planned and did not come back'),
    )
  }
  return { assertions: job.plan.flatMap(({ id }) => done.get(id) ?? []), trouble }
}

function unfinishedOf(
  planned: Job['plan'][number],
  { checks }: EngineOptions,
  key: 'never-ran' | 'stopped',
  because: string,
): Assertion {
  const check = checks.get(planned.check)
  if (!check) throw new Error(`The plan names a check that does not exist: ${planned.check}.`)
  return unfinished(check, planned, key, because)
}
