/** One vitest run over what is still to be done. Says what came back, what went wrong, and which check hung, if one did. */
import { BroadcastChannel } from 'node:worker_threads'
import type { Assertion } from '../../reports/record.ts'
import type { ValidatorAddress } from '../instruments/fhir-validator/open.ts'
import { shareCurrent } from './current.ts'
import { channelName, type Job, type Message, type Place } from './job.ts'
import type { ThreadHandle } from './pool.ts'
import { startVitest } from './vitest.ts'

export interface Round {
  readonly assertions: readonly Assertion[]
  /** Errors outside any check, and anything vitest reports that our own results do not explain. */
  readonly trouble: readonly string[]
  /** The assertion that was running when the worker stopped answering. */
  readonly hung?: string
}

export interface RoundOptions {
  readonly onDone: (message: Extract<Message, { type: 'done' }>) => void
  readonly signal: AbortSignal
  /** How long a worker may stay silent before its thread is ended. */
  readonly silenceMs: number
  readonly validator?: Promise<ValidatorAddress | undefined>
}

export interface OpenRound {
  /** Vitest is there; its worker may still be loading. */
  readonly ready: Promise<void>
  /** Hands the worker its job and waits for the end of it. Once only. */
  run(job: Job, options: RoundOptions): Promise<Round>
  /** Ends a worker that was given nothing to do; of one whose job is done nothing is left. */
  close(): Promise<void>
}

/** A worker may be silent for so long while it loads the checks. */
const LOADING_MS = 60_000

/** Starts a worker that loads the checks and waits for its job. */
export function openRound(place: Place): OpenRound {
  const assertions: Assertion[] = []
  const trouble: string[] = []
  let worker: ThreadHandle | undefined
  let heard = performance.now()
  const channel = new BroadcastChannel(channelName(place.runId))
  let open = true
  const post = (message: Message) => {
    if (open) channel.postMessage(message)
  }
  const close = () => {
    open = false
    channel.close()
  }
  let hear: (message: Message) => void = () => undefined
  /** The checks are loaded; from here on a worker that says nothing is stuck. */
  let wanted = false
  channel.onmessage = event => {
    const message = (event as { data: Message }).data
    heard = performance.now()
    if (message.type === 'job-wanted') wanted = true
    hear(message)
  }
  const current = shareCurrent()
  const vitest = startVitest(
    place,
    reported => {
      if (reported.assertion) assertions.push(reported.assertion)
      trouble.push(...reported.trouble)
    },
    handle => {
      worker = handle
      heard = performance.now()
    },
  )
  const ended = vitest.then(one => one.start())
  // Whoever runs the job hears of it; nobody may.
  ended.catch(() => undefined)

  return {
    ready: vitest.then(
      () => undefined,
      () => undefined,
    ),
    async close() {
      if (!open) return
      close()
      await worker?.terminate()
      void vitest.then(one => one.close()).catch(() => undefined)
    },
    async run(job, { onDone, signal, silenceMs, validator }) {
      const running = new Set<string>()
      let entered: string | undefined
      const stop = () => post({ type: 'stop' })
      const begin = () => {
        post({ type: 'job', job })
        if (signal.aborted) stop()
      }
      hear = message => {
        if (message.type === 'job-wanted') begin()
        if (message.type === 'validator-wanted')
          validator?.then(address => post({ type: 'validator', ...(address && { address }) }))
        if (message.type === 'entered') {
          entered = message.assertion
          running.add(message.assertion)
        }
        if (message.type === 'done') {
          running.delete(message.assertion)
          onDone(message)
        }
      }
      heard = performance.now()
      if (wanted) begin()
      signal.addEventListener('abort', stop)
      let timer: NodeJS.Timeout | undefined
      const silence = new Promise<'hung'>(resolve => {
        timer = setInterval(() => {
          const patience = wanted ? silenceMs : Math.max(silenceMs, LOADING_MS)
          if (worker && performance.now() - heard > patience) resolve('hung')
        }, 250)
      })
      let hung: string | undefined
      try {
        const end = await Promise.race([ended.then(() => 'ended' as const), silence])
        if (end === 'hung') {
          hung = job.plan[current()]?.id ?? (entered && running.has(entered) ? entered : [...running].at(-1))
          await worker?.terminate()
          // close() would wait a minute for a thread that is gone.
          void vitest.then(one => one.close()).catch(() => undefined)
        } else await (await vitest).close()
      } catch (error) {
        trouble.push(`vitest: ${error instanceof Error ? error.message : String(error)}`)
      } finally {
        clearInterval(timer)
        signal.removeEventListener('abort', stop)
        close()
      }
      return { assertions, trouble, ...(hung && { hung }) }
    },
  }
}
