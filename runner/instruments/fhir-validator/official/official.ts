import type { ValidationOptions, ValidatorAnswer, ValidatorEngine } from '../engine.ts'
import { type Asker, askerOf } from './ask.ts'
import { batchOf, readBatch, typeForBatch } from './batch.ts'
import { Lifeline } from './lifeline.ts'
import { readOutcome } from './outcome.ts'
import { type Query, queryOf } from './query.ts'
import { ValidatorTrouble } from './trouble.ts'

/** How a worker reaches the validator that the main process started. Crosses threads as JSON. */
export interface OfficialAddress {
  readonly port: number
  /** By which its restarts are heard of; its port unless told. */
  readonly lifeline?: string
  readonly version: string
  readonly packages: readonly string[]
}

/** A batch takes under a second. Less than the patience of the engine that runs the checks, so that the reason is told. */
const LONGEST_MS = 12_000
/** What shares one request at most, and at first; more of them gain little, and one that is broken costs the others a second look. */
const BATCH = { most: 400, first: 50, characters: 4_000_000, briefMs: 1_200, longMs: 3_000 } as const

interface Job {
  readonly resource: unknown
  readonly text: string
  /** What it may share a request under; undefined when it goes alone. */
  readonly type: string | undefined
  /** Only what is asked in the same words may share a request. */
  readonly options: ValidationOptions
  readonly resolve: (answer: ValidatorAnswer) => void
  readonly reject: (error: unknown) => void
}

/**
 * HL7's own validator, driven over loopback. It works on one request at a time, so resources queue here; those that wait together
 * go together, as one Bundle, and each gets the answer that it would get alone. Rejects with ValidatorTrouble whenever no answer
 * came; that is never an issue of the resource. A validator that died is waited for while it is started again, once for each.
 */
export function officialValidator(address: OfficialAddress, longestMs: number = LONGEST_MS): ValidatorEngine {
  const lifeline = new Lifeline(address.lifeline ?? String(address.port), address.port)
  let asker = askerOf(lifeline.port, longestMs)
  let restarts = 0
  const queue: Job[] = []
  let working = false
  let room: number = BATCH.first

  async function work(): Promise<void> {
    if (working) return
    working = true
    // What is asked in the same breath waits together.
    await new Promise(resolve => setImmediate(resolve))
    while (queue.length > 0) await answer(takeTogether(queue, room))
    working = false
  }

  /** To where it listens now. */
  async function asking(): Promise<Asker> {
    if (lifeline.restarts !== restarts) {
      restarts = lifeline.restarts
      await asker.close()
      asker = askerOf(lifeline.port, longestMs)
    }
    return asker
  }

  async function answer(jobs: readonly Job[]): Promise<void> {
    const began = performance.now()
    const together = jobs.length > 1 ? await inOne(await asking(), jobs).catch(() => undefined) : undefined
    if (jobs.length === room) room = roomAfter(room, performance.now() - began)
    for (const [place, job] of jobs.entries()) {
      const known = together?.[place]
      if (known) job.resolve(known)
      else await alone(job).then(job.resolve, job.reject)
    }
  }

  /** Asks once more when the validator was started again in between. */
  async function alone(job: Job): Promise<ValidatorAnswer> {
    const since = lifeline.restarts
    try {
      return await one(await asking(), job)
    } catch (error) {
      const { code } = error as ValidatorTrouble
      if (code === 'timed-out') lifeline.hung()
      if (code === 'refused' || !(await lifeline.recovered(since))) throw error
      // What made it hang would do so again, unless others did.
      if (code === 'timed-out' && !lifeline.again) throw error
      return one(await asking(), job)
    }
  }

  /** A batch that takes long holds up what comes after it, of this process or another, and may be given up. */
  const roomAfter = (now: number, ms: number) =>
    ms < BATCH.briefMs ? Math.min(BATCH.most, now * 2) : ms > BATCH.longMs ? Math.max(1, now >> 1) : now

  return {
    name: 'official',
    version: address.version,
    packages: address.packages,
    validate: (resource, options = {}) =>
      new Promise((resolve, reject) => {
        const text = JSON.stringify(resource) ?? 'null'
        queue.push({ resource, text, type: typeForBatch(resource), options, resolve, reject })
        void work()
      }),
    async close() {
      lifeline.close()
      await asker.close()
    },
  }
}

/** The next of the queue, and those after it that may share its request. */
function takeTogether(queue: Job[], room: number): Job[] {
  const [first] = queue.splice(0, 1)
  if (!first) return []
  const jobs = [first]
  let characters = first.text.length
  while (first.type && queue[0] && jobs.length < room) {
    const [next] = queue
    // One rule of a Bundle names one type and its profile.
    if (!next.type || (first.options.profile && next.type !== first.type)) break
    if (JSON.stringify(next.options) !== JSON.stringify(first.options)) break
    characters += next.text.length
    if (characters > BATCH.characters) break
    jobs.push(...queue.splice(0, 1))
  }
  return jobs
}

async function inOne(asker: Asker, jobs: readonly Job[]): Promise<readonly ValidatorAnswer[] | undefined> {
  const [first] = jobs
  const options = first?.options ?? {}
  const query: Query = {
    ...queryOf(options),
    ...(options.profile && { bundleValidationRule: first?.type, bundleValidationProfile: options.profile }),
  }
  const parts = jobs.map(({ type = '', text }) => ({ type, text }))
  const outcome = await asker.ask(batchOf(parts), query)
  return (
    outcome &&
    readBatch(
      outcome,
      jobs.map(({ resource }) => resource),
      options.also,
    )
  )
}

async function one(asker: Asker, { resource, text, options }: Job): Promise<ValidatorAnswer> {
  const { profile, also } = options
  const query = queryOf(options)
  const outcome = await asker.ask(text, { ...query, profile })
  if (outcome) return readOutcome(outcome, resource, also)
  // A profile that cannot be resolved makes it throw; if it manages without, that was why.
  const base = profile ? await asker.ask(text, query) : undefined
  if (!base) throw new ValidatorTrouble('refused', "HL7's validator failed on this resource")
  const { issues, notEvaluated } = readOutcome(base, resource, also)
  return { issues, notEvaluated: [...notEvaluated, `profile ${profile}`] }
}
