/** One vitest run over what is still to be done. Says what came back, what went wrong, and which check hung, if one did. */
import { extname } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { BroadcastChannel } from 'node:worker_threads'
import type { TestCase, Vitest } from 'vitest/node'
import type { Assertion } from '../../reports/record.ts'
import type { ValidatorAddress } from '../instruments/fhir-validator/open.ts'
import { shareCurrent } from './current.ts'
import { channelName, type Job, type Message } from './job.ts'
import { reachablePool, type ThreadHandle } from './pool.ts'

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

/** A worker may be silent for so long while it loads the checks. */
const LOADING_MS = 60_000

const root = fileURLToPath(new URL('../..', import.meta.url))
const suite = `suites/all.suite${extname(fileURLToPath(import.meta.url))}`

export async function runRound(job: Job, { onDone, signal, silenceMs, validator }: RoundOptions): Promise<Round> {
  const assertions: Assertion[] = []
  const trouble: string[] = []
  const running = new Set<string>()
  let entered: string | undefined
  let heard = performance.now()
  let worker: ThreadHandle | undefined
  let loaded = false
  const channel = new BroadcastChannel(channelName(job.runId))
  channel.onmessage = event => {
    const message = (event as { data: Message }).data
    loaded = true
    heard = performance.now()
    if (message.type === 'entered') {
      entered = message.assertion
      running.add(message.assertion)
    }
    if (message.type === 'done') {
      running.delete(message.assertion)
      onDone(message)
    }
    if (message.type === 'validator-wanted')
      validator?.then(address => post({ type: 'validator', ...(address && { address }) }))
  }
  let open = true
  const post = (message: Message) => {
    if (open) channel.postMessage(message)
  }
  const stop = () => post({ type: 'stop' })
  signal.addEventListener('abort', stop)
  const current = shareCurrent()

  const vitest = await startVitest(
    job,
    reported => {
      if (reported.assertion) assertions.push(reported.assertion)
      trouble.push(...reported.trouble)
    },
    handle => {
      worker = handle
      heard = performance.now()
    },
  )
  let hung: string | undefined
  const watchdog = { timer: undefined as NodeJS.Timeout | undefined }
  const silence = new Promise<'hung'>(resolve => {
    watchdog.timer = setInterval(() => {
      if (worker && performance.now() - heard > (loaded ? silenceMs : Math.max(silenceMs, LOADING_MS))) resolve('hung')
    }, 250)
  })
  try {
    if (signal.aborted) stop()
    const ended = await Promise.race([vitest.start().then(() => 'ended' as const), silence])
    if (ended === 'hung') {
      hung = job.plan[current()]?.id ?? (entered && running.has(entered) ? entered : [...running].at(-1))
      await worker?.terminate()
      // close() would wait a minute for a thread that is gone.
      vitest.close().catch(() => undefined)
    } else await vitest.close()
  } catch (error) {
    trouble.push(`vitest: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    clearInterval(watchdog.timer)
    signal.removeEventListener('abort', stop)
    open = false
    channel.close()
  }
  return { assertions, trouble, ...(hung && { hung }) }
}

interface Reported {
  readonly assertion?: Assertion
  readonly trouble: readonly string[]
}

async function startVitest(
  job: Job,
  report: (reported: Reported) => void,
  keep: (worker: ThreadHandle) => void,
): Promise<Vitest> {
  const { createVitest } = await import('vitest/node')
  const before = new Map(exitSignals.map(name => [name, process.listeners(name as NodeJS.Signals)]))
  const silent = new PassThrough().resume()
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root,
      include: [suite],
      exclude: [],
      watch: false,
      pool: reachablePool(keep),
      isolate: false,
      fileParallelism: false,
      // Its cache of timings would be written into the package itself.
      cache: false,
      // All begin at once: politeness says who waits, and a long chain that began late would be the end of the run.
      maxConcurrency: job.plan.length,
      testTimeout: 0,
      hookTimeout: 120_000,
      retry: 0,
      provide: { job: JSON.stringify(job) },
      server: { deps: { external: [/\.m?js$/] } },
      reporters: [
        {
          onTestCaseResult(test: TestCase) {
            const { assertion } = test.meta() as { assertion?: string }
            const errors = test.result().errors ?? []
            report({
              ...(assertion && { assertion: JSON.parse(assertion) as Assertion }),
              trouble: errors.map(error => `${test.name}: ${error.message}`),
            })
          },
          onTestRunEnd(modules, errors) {
            const moduleErrors = modules.flatMap(module => [...module.errors()])
            report({ trouble: [...errors, ...moduleErrors].map(error => error.message) })
          },
        },
      ],
    },
    { logLevel: 'silent' },
    { stdout: silent, stderr: silent },
  )
  // Its handlers would end the process before the report is written.
  for (const [name, listeners] of before)
    for (const added of process.listeners(name as NodeJS.Signals))
      if (!listeners.includes(added)) process.off(name, added)
  return vitest
}

const exitSignals = ['SIGINT', 'SIGTERM', 'unhandledRejection', 'uncaughtException']
