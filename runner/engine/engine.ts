/**
 * Drives vitest over a plan until every planned assertion has an outcome. What came back is compared with the plan: a check that
 * is missing, for whatever reason, is cantTell and makes the run incomplete.
 */
import type { Assertion } from '../../reports/record.ts'
import type { AnyCheck } from '../check.ts'
import type { ValidatorAddress } from '../instruments/fhir-validator/open.ts'
import { unfinished } from '../judging/assess.ts'
import { RunFolder } from '../recorder/store.ts'
import type { Job, Message, Place } from './job.ts'
import { type OpenRound, openRound } from './round.ts'

export interface EngineOptions {
  readonly checks: ReadonlyMap<string, AnyCheck>
  readonly signal: AbortSignal
  readonly onDone?: (message: Extract<Message, { type: 'done' }>) => void
  /** Where the validator is, once it has started; undefined when there is none after all. Never rejects. */
  readonly validator?: Promise<ValidatorAddress | undefined>
}

export interface EngineResult {
  /** One for each planned assertion, in the order of the plan. */
  readonly assertions: readonly Assertion[]
  /** Empty when everything came back as it should. */
  readonly trouble: readonly string[]
}

const MOST_ROUNDS = 6

export interface Engine {
  /** Vitest is there; its worker may still be loading. */
  readonly ready: Promise<void>
  /** Once only. */
  run(job: Job, options: EngineOptions): Promise<EngineResult>
  /** Ends a worker that was given nothing to do. */
  close(): Promise<void>
}

/** A worker that loads the checks while the run still looks around, and what runs a plan in it. */
export function openEngine(place: Place): Engine {
  const first = openRound(place)
  return {
    ready: first.ready,
    close: () => first.close(),
    run: (job, options) => runChecks(job, options, first, () => openRound(place)),
  }
}

async function runChecks(
  job: Job,
  options: EngineOptions,
  first: OpenRound,
  another: () => OpenRound,
): Promise<EngineResult> {
  const done = new Map<string, Assertion>()
  const folder = new RunFolder(job.folder)
  const trouble: string[] = []
  const onDone = options.onDone ?? (() => undefined)
  const { silenceMs } = job
  let left = job.plan
  for (let round = 1; left.length > 0 && round <= MOST_ROUNDS && !options.signal.aborted; round++) {
    const came = await (round === 1 ? first : another()).run(
      {
        ...job,
        plan: left,
        prefix: `${job.prefix}${round === 1 ? '' : `${round}-`}`,
        validator: options.validator !== undefined,
      },
      { onDone, signal: options.signal, silenceMs, ...(options.validator && { validator: options.validator }) },
    )
    // The run folder has what a worker that was ended could not report.
    for (const assertion of [...came.assertions, ...folder.results()]) done.set(assertion.id, assertion)
    trouble.push(...came.trouble)
    const culprit = came.hung ? left.find(({ id }) => id === came.hung) : undefined
    if (culprit) {
      const because = `it stopped answering for ${silenceMs / 1000} s and was ended`
      done.set(culprit.id, unfinishedOf(culprit, options, 'never-ran', because))
    }
    left = left.filter(({ id }) => !done.has(id))
    if (!came.hung) break
  }
  for (const planned of left) {
    const stopped = options.signal.aborted
    done.set(
      planned.id,
      unfinishedOf(planned, options, stopped ? 'stopped' : 'never-ran', 'it was planned and did not come back'),
    )
  }
  const assertions = job.plan.flatMap(({ id }) => done.get(id) ?? [])
  // What came back through no worker is written down too: the report is made from the run folder.
  const kept = new Set(folder.results().map(({ id }) => id))
  for (const assertion of assertions) if (!kept.has(assertion.id)) folder.append('results.ndjson', assertion)
  return { assertions, trouble: [...new Set([...trouble, ...assertions.flatMap(ownTrouble)])] }
}

const harnessKeys = new Set(['probe-threw', 'judge-threw', 'judge-silent', 'never-ran'])

/** A probe or judge that broke is our own trouble, whatever level its requirement has. */
function ownTrouble({ id, findings }: Assertion): string[] {
  return findings.filter(({ key }) => harnessKeys.has(key)).map(({ message }) => `${id}: ${message}`)
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
