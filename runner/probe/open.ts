/** Opens a live world: instruments, recorder and run folder for one process or worker. */
import { setMaxListeners } from 'node:events'
import type { Landscape } from '../check.ts'
import { openCanary } from '../instruments/canary.ts'
import type { ValidatorAddress } from '../instruments/fhir-validator/open.ts'
import { httpClient } from '../instruments/http/client.ts'
import { politeness } from '../instruments/politeness.ts'
import { hydrate, LiveRecorder } from '../recorder/recorder.ts'
import { type LearntSecret, Redactor } from '../recorder/redact.ts'
import { RunFolder } from '../recorder/store.ts'
import { WriteLog } from '../recorder/writes.ts'
import type { Target } from '../target/model.ts'
import { secretsOf } from '../target/public.ts'
import { userAgent } from '../version.ts'
import type { Live, World } from './world.ts'

export interface OpenOptions {
  readonly runId: string
  /** A framework's nonce; every request carries it. */
  readonly challenge?: string
  readonly folder: string
  readonly seed: string
  readonly target: Target
  readonly landscape: Landscape
  readonly learnt: readonly LearntSecret[]
  readonly prefix: string
  readonly browser?: { readonly wsEndpoint: string }
  /** Asked once, when the first resource is to be judged; undefined when there is no validator after all. */
  readonly validator?: () => Promise<ValidatorAddress | undefined>
  /** Folders of FHIR packages, with snapshots, whose profiles resources are made by. */
  readonly packages?: readonly string[]
  readonly silenceMs?: number
  readonly timeoutMs?: number
  readonly signal: AbortSignal
}

export interface OpenWorld extends World {
  readonly live: Live
  readonly folder: RunFolder
  /** Requests put on the wire so far. */
  requests(): number
  /** Lets instruments work on for so long although the run was stopped: to take away what was made. */
  resume(ms: number): void
  close(): Promise<void>
}

/** Answers that an earlier stage of the same run wrote are there for the asking: discovery is not repeated. */
export async function openWorld(options: OpenOptions): Promise<OpenWorld> {
  const { target } = options
  let { signal } = options
  // Every request in flight listens for the stop.
  setMaxListeners(0, signal)
  const folder = new RunFolder(options.folder)
  const redactor = new Redactor()
  redactor.import(options.learnt)
  for (const secret of secretsOf(target)) redactor.learn(secret.reveal(), secret.name)
  const recorder = new LiveRecorder(folder, redactor, options.prefix)
  for (const observation of folder.observations())
    if (observation.kind === 'exchange')
      recorder.remember(
        `${observation.key}@0`,
        hydrate(observation, digest => folder.body(digest)),
      )
  const agent = userAgent(options.runId, options.challenge)
  const client = httpClient({
    userAgent: agent,
    ...(target.ca && { ca: [target.ca.pem] }),
    ...(target.proxy && { proxy: target.proxy.url }),
    ...(options.timeoutMs && { timeoutMs: options.timeoutMs, connectTimeoutMs: options.timeoutMs }),
  })
  const queue = politeness(target.politeness)
  const { wsEndpoint } = options.browser ?? {}
  const browser =
    wsEndpoint === undefined
      ? undefined
      : once(async () => (await import('../instruments/browser/connect.ts')).connectBrowser(wsEndpoint))
  const { validator: find } = options
  const validator =
    find &&
    once(async () => {
      const [address, { openValidator }] = await Promise.all([find(), import('../instruments/fhir-validator/open.ts')])
      return address && openValidator(address)
    })
  const place = target.canary
  const canary = place && once(() => openCanary(place))
  const live: Live = {
    target,
    client,
    agent,
    politeness: queue,
    redactor,
    folder,
    ...(browser && { browser: browser.get }),
    ...(validator && { validator: validator.get }),
    ...(canary && { canary: canary.get }),
    ...(options.packages && { packages: options.packages }),
    epochs: new Map(),
    notFollowed: new Set(),
    stages: new Map(),
    listedPatients: new Set(target.testData.patients.map(({ nhsNumber }) => nhsNumber.replace(/\D/g, ''))),
    writes: new WriteLog(folder, options.prefix),
    timeouts: new Map(),
    ...(options.timeoutMs && { timeoutMs: options.timeoutMs }),
    get signal() {
      return signal
    },
  }
  return {
    recorder,
    landscape: options.landscape,
    seed: options.seed,
    live,
    folder,
    ...(options.silenceMs !== undefined && { silenceMs: options.silenceMs }),
    requests: () => queue.requests(),
    resume(ms) {
      signal = AbortSignal.timeout(ms)
      setMaxListeners(0, signal)
    },
    async close() {
      await Promise.allSettled([
        client.close(),
        browser?.opened()?.then(opened => opened.close()),
        canary?.opened()?.then(opened => opened.close()),
        validator?.opened()?.then(opened => opened?.close()),
      ])
    },
  }
}

/** Opens on first use, and knows whether it was opened. */
function once<T>(open: () => Promise<T>): { get: () => Promise<T>; opened: () => Promise<T> | undefined } {
  let made: Promise<T> | undefined
  return {
    get: () => {
      made ??= open()
      return made
    },
    opened: () => made,
  }
}
