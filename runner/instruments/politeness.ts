/** What an origin is asked to bear; the target file's `politeness`. Times of day are UTC, `HH:MM`; `to` may lie past midnight. */
export interface Limits {
  readonly concurrency: number
  readonly requestsPerSecond: number
  readonly window?: { readonly from: string; readonly to: string }
  /** Longest pause that a `Retry-After` may ask for; 60 s. A longer one is cut, and the rate falls all the same. */
  readonly maxPauseMs?: number
  /** After so many pauses in a row an origin is given up; 4. */
  readonly mostPauses?: number
}

export interface Clock {
  now(): number
  /** Resolves after that many milliseconds, with no regard to anything else. */
  wait(ms: number): Promise<void>
}

export interface Politeness {
  /**
   * Runs the task when the origin may be asked. Looks at its result: a 429 or 503 with `Retry-After` pauses the origin and
   * halves its rate. Rejects with `Stopped` when the signal aborts before the task's turn, with `GivenUp` when the origin
   * answered nothing but "later" too often; else as the task does. `chain` is how many requests the asker has sent before this
   * one: of those that wait, the longest chain goes on first, because the last one to end is the end of the run. Its lane is kept
   * for it for a moment.
   */
  run<T>(origin: string, task: () => Promise<T>, signal?: AbortSignal, chain?: number): Promise<T>
  /** Tasks started so far: at one origin, or at all. */
  requests(origin?: string): number
  /** The rate now in force at an origin, requests per second. */
  rate(origin: string): number
}

/** The run was stopped while a request stood in the queue; nothing was sent. */
export class Stopped extends Error {
  override readonly name: string = 'Stopped'
}

/** The origin was given up while a request stood in the queue, or before; nothing was sent, and nothing more will be. */
export class GivenUp extends Stopped {
  override readonly name = 'GivenUp'
}

interface Entry {
  readonly chain: number
  readonly start: () => void
  readonly refuse: (why: Error) => void
}

interface Origin {
  readonly queue: Entry[]
  running: number
  started: number
  rate: number
  tokens: number
  refilledAt: number
  pausedUntil: number
  pauses: number
  waiting: boolean
  /** The longest chain so far, and whether a lane is kept for what follows its last request. */
  longest: number
  kept: boolean
}

const DAY = 86_400_000
const SLOWEST = 0.1
const MOST_PAUSES = 4
/** A chain's next request follows within this time, or it has ended. Of fewer lanes or for a shorter chain none is kept. */
const KEPT_MS = 25
const FEWEST_LANES = 4
const SHORTEST_CHAIN = 4
/** A bucket holds a tenth of a second's worth, so that a burst is no way around the rate. */
const bucket = (rate: number) => Math.max(1, rate / 10)

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: ms => new Promise(resolve => setTimeout(resolve, ms)),
}

/** One queue per origin: the longest chain first, then first come, first served, within concurrency, rate and daily window. */
export function politeness(limits: Limits, clock: Clock = systemClock): Politeness {
  const origins = new Map<string, Origin>()
  const at = (name: string): Origin => {
    const known = origins.get(name)
    if (known) return known
    const rate = limits.requestsPerSecond
    const times = { tokens: bucket(rate), refilledAt: clock.now(), pausedUntil: 0, pauses: 0 }
    const made: Origin = { queue: [], running: 0, started: 0, rate, ...times, waiting: false, longest: 0, kept: false }
    origins.set(name, made)
    return made
  }

  const delay = (origin: Origin): number => {
    const now = clock.now()
    const refill = ((now - origin.refilledAt) / 1000) * origin.rate
    origin.tokens = Math.min(bucket(origin.rate), origin.tokens + refill)
    origin.refilledAt = now
    // A hair under one counts as one: sums of thirds would else wait for nothing.
    const token = origin.tokens > 0.999 ? 0 : ((1 - origin.tokens) / origin.rate) * 1000
    const window = limits.window ? untilOpen(limits.window, now) : 0
    return Math.ceil(Math.max(token, window, origin.pausedUntil - now, 0))
  }

  const pump = (origin: Origin): void => {
    while (!origin.waiting && origin.queue.length > 0 && origin.running < limits.concurrency) {
      const ms = delay(origin)
      if (ms > 0) {
        origin.waiting = true
        // Woken at least hourly: timers of more than 24 days do not exist, and clocks get set.
        void clock.wait(Math.min(ms, DAY / 24)).then(() => {
          origin.waiting = false
          pump(origin)
        })
        return
      }
      origin.tokens -= 1
      origin.running += 1
      origin.started += 1
      origin.queue.shift()!.start()
    }
  }

  const leave = (origin: Origin): void => {
    origin.running -= 1
    pump(origin)
  }

  /** Whether the lane of a request that has ended waits for the next one of its chain. */
  const keeps = (origin: Origin, chain: number): boolean => {
    if (chain < Math.max(SHORTEST_CHAIN, origin.longest) || limits.concurrency < FEWEST_LANES) return false
    origin.longest = chain
    return !origin.kept && origin.queue.length > 0 && !origin.queue.some(other => other.chain > chain)
  }

  const keep = (origin: Origin): void => {
    origin.kept = true
    void clock.wait(KEPT_MS).then(() => {
      if (origin.kept) letGo(origin)
    })
  }
  const letGo = (origin: Origin): void => {
    origin.kept = false
    leave(origin)
  }

  const givenUp = ({ pauses }: Origin): boolean => pauses >= (limits.mostPauses ?? MOST_PAUSES)
  const giveUp = ({ pauses }: Origin) =>
    new GivenUp(`${pauses} pauses in a row were kept, and each ended in being asked to wait again; no more were sent.`)

  const hear = (origin: Origin, result: unknown): void => {
    const now = clock.now()
    const ms = retryAfter(result, now)
    if (ms === undefined) {
      if (isAnswer(result)) origin.pauses = 0
      return
    }
    // Answers to requests that were under way when the pause began ask for the same pause, not for another.
    if (origin.pausedUntil <= now) {
      origin.rate = Math.max(SLOWEST, origin.rate / 2)
      origin.pauses += 1
    }
    // Those that stand in the queue would wait for a rate that nothing is left of.
    if (givenUp(origin)) for (const { refuse } of origin.queue.splice(0)) refuse(giveUp(origin))
    origin.pausedUntil = Math.max(origin.pausedUntil, now + Math.min(ms, limits.maxPauseMs ?? 60_000))
  }

  return {
    run: async (name, task, signal, chain = 0) => {
      const origin = at(name)
      if (givenUp(origin)) throw giveUp(origin)
      const ours = turn(origin, pump, signal, chain)
      if (origin.kept && chain > origin.longest) letGo(origin)
      await ours
      try {
        const result = await task()
        hear(origin, result)
        return result
      } finally {
        if (keeps(origin, chain)) keep(origin)
        else leave(origin)
      }
    },
    requests: name =>
      (name === undefined ? [...origins.values()] : [at(name)]).reduce((n, { started }) => n + started, 0),
    rate: name => at(name).rate,
  }
}

/**
 * Asks in the origin's turn. What may not be sent any more is left to the instrument to tell, which is handed a signal that is
 * aborted already, with the reason: it sends nothing.
 */
export function inTurn<T>(
  queue: Politeness,
  origin: string,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
  chain?: number,
): Promise<T> {
  return queue
    .run(origin, () => ask(signal), signal, chain)
    .catch(error => (error instanceof Stopped ? ask(AbortSignal.abort(error)) : Promise.reject(error)))
}

/** Why a signal ended an instrument's work, in words for the record. */
export const whyStopped = ({ reason }: AbortSignal): string =>
  reason instanceof GivenUp ? reason.message : 'The run was stopped'

function turn(
  origin: Origin,
  pump: (origin: Origin) => void,
  signal: AbortSignal | undefined,
  chain: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const entry: Entry = {
      chain,
      start: () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      },
      refuse: why => {
        signal?.removeEventListener('abort', stop)
        reject(why)
      },
    }
    const stop = () => {
      const place = origin.queue.indexOf(entry)
      if (place >= 0) origin.queue.splice(place, 1)
      reject(new Stopped('The run was stopped before this request had its turn'))
    }
    if (signal?.aborted) return stop()
    signal?.addEventListener('abort', stop, { once: true })
    const shorter = origin.queue.findIndex(other => other.chain < chain)
    origin.queue.splice(shorter < 0 ? origin.queue.length : shorter, 0, entry)
    pump(origin)
  })
}

const isAnswer = (result: unknown): boolean => Boolean((result as { response?: unknown } | undefined)?.response)

/** Milliseconds that a 429 or 503 asks to wait (RFC 9110, 10.2.3: seconds or a date); undefined when it asks nothing. */
function retryAfter(result: unknown, now: number): number | undefined {
  const { response } = (result ?? {}) as { response?: { status?: unknown; rawHeaders?: unknown } }
  if (!response || (response.status !== 429 && response.status !== 503) || !Array.isArray(response.rawHeaders))
    return undefined
  const headers = response.rawHeaders as readonly (readonly [string, string])[]
  const value = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1]?.trim()
  if (value === undefined) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}

/** Milliseconds until the daily window opens; 0 inside it. */
function untilOpen({ from, to }: { from: string; to: string }, now: number): number {
  const ms = (time: string) => Number(time.slice(0, 2)) * 3_600_000 + Number(time.slice(3)) * 60_000
  const since = (((now - ms(from)) % DAY) + DAY) % DAY
  const length = (ms(to) - ms(from) + DAY) % DAY || DAY
  return since < length ? 0 : DAY - since
}
