/** News of the validator's process, from the thread that watches over it to the engines that ask it. */
import { BroadcastChannel } from 'node:worker_threads'

export type News =
  | 'restarting'
  | 'dead'
  | 'hung'
  /** It serves again, on this port. `again`: others kept it busy, so what it gave no answer to in time may be asked again. */
  | { readonly ready: number; readonly again: boolean }

/** How long to wait for word of a restart, once the validator is gone, in milliseconds; it takes a few to be noticed. */
const WORD_MS = 2_000
/** The longest that a restart may take. */
const RESTART_MS = 120_000

const channelOf = (lifeline: string) => {
  const channel = new BroadcastChannel(`mustdo:validator:${lifeline}`)
  channel.unref()
  return channel
}

/** The watcher's end. Engines say `hung` when they wait in vain. */
export function watcherOf(lifeline: string, onHung: () => void): { tell(news: News): void; close(): void } {
  const channel = channelOf(lifeline)
  channel.onmessage = event => {
    if ((event as { data: News }).data === 'hung') onHung()
  }
  return { tell: news => channel.postMessage(news), close: () => channel.close() }
}

/** An engine's end. */
export class Lifeline {
  readonly #channel: BroadcastChannel
  readonly #waiting = new Set<() => void>()
  #restarting = false
  #restarts = 0
  #port: number
  #again = false
  #watched = true

  constructor(lifeline: string, port: number) {
    this.#port = port
    this.#channel = channelOf(lifeline)
    this.#channel.onmessage = event => {
      const { data } = event as { data: News }
      if (data === 'hung') return
      this.#restarting = data === 'restarting'
      this.#watched = data !== 'dead'
      if (typeof data === 'object') {
        this.#restarts++
        this.#port = data.ready
        this.#again = data.again
      }
      for (const wake of [...this.#waiting]) wake()
    }
  }

  /** How often it was started again so far; noted before a question, compared after it. */
  get restarts(): number {
    return this.#restarts
  }

  /** Where it listens; another place after a restart. */
  get port(): number {
    return this.#port
  }

  /** Whether its last hanging was the work of others. */
  get again(): boolean {
    return this.#again
  }

  /** Asks the watcher to end a validator that does not answer, and to start it again. */
  hung(): void {
    this.#channel.postMessage('hung' satisfies News)
  }

  /** Whether the validator is there again, after it was gone in a question that began after so many restarts. */
  async recovered(since: number): Promise<boolean> {
    // Who heard nothing once has nobody who watches.
    if (!this.#restarting && this.#restarts === since && this.#watched && !(await this.#next(WORD_MS)))
      this.#watched = false
    const until = performance.now() + RESTART_MS
    while (this.#restarting && performance.now() < until) await this.#next(until - performance.now())
    return this.#restarts > since
  }

  /** Whether there was news within this time. */
  #next(ms: number): Promise<boolean> {
    return new Promise(resolve => {
      const end = (heard: boolean) => {
        clearTimeout(timer)
        this.#waiting.delete(wake)
        resolve(heard)
      }
      const wake = () => end(true)
      const timer = setTimeout(() => end(false), ms)
      this.#waiting.add(wake)
    })
  }

  close(): void {
    this.#channel.close()
  }
}
