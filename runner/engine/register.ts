/**
 * The worker's half of the engine: one vitest test for each planned assertion. Vitest schedules and cancels; our own outcome,
 * keyed by check and subject, is the truth, and travels as one JSON string because a value that cannot be cloned would lose all.
 */
import { BroadcastChannel } from 'node:worker_threads'
import { afterAll, describe, inject, test } from 'vitest'
import type { AnyCheck } from '../check.ts'
import type { ValidatorAddress } from '../instruments/fhir-validator/open.ts'
import { assess } from '../judging/assess.ts'
import { undoGivens } from '../probe/context.ts'
import { openWorld } from '../probe/open.ts'
import { unpackTarget } from '../target/pack.ts'
import { followCurrent } from './current.ts'
import { channelName, type Job, type Message, type Place } from './job.ts'
import { readersFirst, turns } from './turns.ts'

const BEAT_MS = 250
/** Time for taking away what givens made. */
const UNDO_MS = 60_000

declare module 'vitest' {
  interface ProvidedContext {
    place: Place
  }
  interface TaskMeta {
    assertion?: string
  }
}

/** Called by `suites/all.suite.ts` with the checks it found. */
export async function registerPlan(load: (extra?: string) => Promise<AnyCheck[]>): Promise<void> {
  const { runId, extraChecks } = inject('place')
  const channel = new BroadcastChannel(channelName(runId))
  const tell = (message: Message) => channel.postMessage(message)
  const stop = new AbortController()
  let given: (job: Job) => void = () => undefined
  let found: (address?: ValidatorAddress) => void = () => undefined
  channel.onmessage = event => {
    const message = (event as { data?: Message }).data
    if (message?.type === 'stop') stop.abort()
    if (message?.type === 'job') given(message.job)
    if (message?.type === 'validator') found(message.address)
  }
  const whereIsValidator = () =>
    new Promise<ValidatorAddress | undefined>(resolve => {
      found = resolve
      tell({ type: 'validator-wanted' })
    })
  const beat = setInterval(() => tell({ type: 'beat' }), BEAT_MS)
  const checks = await load(extraChecks)
  const job = await new Promise<Job>(resolve => {
    given = resolve
    tell({ type: 'job-wanted' })
  })
  const { validator, ...rest } = job
  const world = await openWorld({
    ...rest,
    target: unpackTarget(job.target),
    signal: stop.signal,
    ...(validator && { validator: whereIsValidator }),
  })
  const current = followCurrent()
  const byId = new Map(checks.map(check => [check.id, check]))

  const turn = turns()

  describe.concurrent('plan', () => {
    for (const [place, planned] of readersFirst(job.plan, byId))
      test(planned.id, async ({ task }) => {
        await turn()
        const check = byId.get(planned.check)
        if (!check || stop.signal.aborted) return
        tell({ type: 'entered', assertion: planned.id })
        const assertion = await current.enter(place, () => assess(world, check, planned))
        world.folder.append('results.ndjson', assertion)
        task.meta.assertion = JSON.stringify(assertion)
        tell({ type: 'done', assertion: planned.id, outcome: assertion.outcome, requests: world.requests() })
      })
  })

  afterAll(async () => {
    // What was made is taken away again, also when the run was stopped.
    world.resume(UNDO_MS)
    for (const left of await undoGivens(world))
      world.folder.append('stages.ndjson', { id: 'left-behind', observations: [], left: [left] })
    clearInterval(beat)
    current.end()
    await world.close()
    channel.close()
  })
}
