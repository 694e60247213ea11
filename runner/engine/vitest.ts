/** Vitest as a run uses it: one worker of ours, no console, no cache, no signal handlers. */
import { extname } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { TestCase, Vitest } from 'vitest/node'
import type { Assertion } from '../../reports/record.ts'
import type { Place } from './job.ts'
import { reachablePool, type ThreadHandle } from './pool.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const suite = `suites/all.suite${extname(fileURLToPath(import.meta.url))}`

/** More assertions than any plan has. */
const ALL_AT_ONCE = 100_000

export interface Reported {
  readonly assertion?: Assertion
  readonly trouble: readonly string[]
}

/** Vitest with our suite, not yet started. `report` hears of each test and of errors outside them, `keep` of each worker. */
export async function startVitest(
  place: Place,
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
      // Politeness says who waits: a long chain that began late would be the end of the run.
      maxConcurrency: ALL_AT_ONCE,
      testTimeout: 0,
      hookTimeout: 120_000,
      retry: 0,
      provide: { place },
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
