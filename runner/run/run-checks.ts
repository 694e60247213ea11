/** The part of a run that asks: the planned checks in the engine, then everything that was created taken away again. */
import type { AnyCheck, Landscape } from '../check.ts'
import type { Engine } from '../engine/engine.ts'
import type { BrowserServer } from '../instruments/browser/launch.ts'
import type { OpenWorld } from '../probe/open.ts'
import { packTarget } from '../target/pack.ts'
import { cleanUp } from './cleanup.ts'
import type { ConductOptions } from './conduct.ts'
import type { RunNotes } from './notes.ts'
import { installedUkCore, type RunningValidator } from './validator.ts'

/** Time for taking away what checks created. */
const CLEANUP_MS = 60_000

interface Ready {
  readonly checks: readonly AnyCheck[]
  readonly landscape: Landscape
  readonly engine: Engine
  readonly browser: BrowserServer | undefined
  readonly validator: Promise<RunningValidator>
  readonly limits: { readonly silenceMs: number; readonly timeoutMs?: number }
}

/** What the notes have to say afterwards: troubles beside those there were, and the requests that the checks sent. */
export async function runPlanned(
  options: ConductOptions,
  world: OpenWorld,
  notes: RunNotes,
  { checks, landscape, engine, browser, validator, limits }: Ready,
): Promise<Pick<RunNotes, 'trouble' | 'requests'>> {
  let requests = 0
  const { trouble } = await engine.run(
    {
      runId: notes.id,
      folder: world.folder.path,
      seed: notes.seed,
      target: packTarget(options.target),
      landscape,
      plan: notes.plan,
      learnt: world.live.redactor.export(),
      prefix: 'o',
      packages: installedUkCore(),
      ...(browser && { browser: { wsEndpoint: browser.wsEndpoint } }),
      ...(options.challenge && { challenge: options.challenge }),
      ...limits,
    },
    {
      checks: new Map(checks.map(one => [one.id, one])),
      signal: options.signal,
      validator: validator.then(({ address }) => address),
      onDone: message => {
        requests = message.requests
        options.onDone?.(message)
      },
    },
  )
  // Also after a stop, and whatever became of the worker.
  world.resume(CLEANUP_MS)
  await cleanUp(world, world.folder)
  return { trouble: [...notes.trouble, ...trouble], requests }
}
