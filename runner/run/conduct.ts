/** One run from target to record: look around, plan, check, look again. Everything is on disk as it happens. */
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { RunRecord } from '../../reports/record.ts'
import type { Catalogue } from '../../standards/model.ts'
import type { AnyCheck, Landscape } from '../check.ts'
import { discover, emptyLandscape } from '../discovery/discover.ts'
import type { Engine } from '../engine/engine.ts'
import type { Message } from '../engine/job.ts'
import type { BrowserServer } from '../instruments/browser/launch.ts'
import type { Filters } from '../plan/filters.ts'
import { makePlan, type Plan } from '../plan/plan.ts'
import { openWorld } from '../probe/open.ts'
import { DEFAULT_SILENCE_MS } from '../probe/settle.ts'
import type { Target } from '../target/model.ts'
import { declarationsOf } from './declarations.ts'
import { startEngines } from './engines.ts'
import { firstNotes } from './first-notes.ts'
import { discoveryInputs } from './inputs.ts'
import type { RunNotes } from './notes.ts'
import { runPlanned } from './run-checks.ts'
import { throughTarget } from './terminology-way.ts'
import { beginValidator, type StartingValidator, type ValidatorChoice } from './validator.ts'
import { warmUp } from './warm-up.ts'
import { look, observedFrom } from './watch.ts'

export interface ConductOptions {
  readonly target: Target
  readonly catalogue: Catalogue
  /** Asked for when the first requests are on their way: reading hundreds of files takes as long as looking around. */
  readonly loadChecks: () => Promise<readonly AnyCheck[]>
  readonly filters: Filters
  readonly operator: string
  readonly demo: boolean
  readonly signal: AbortSignal
  readonly runsFolder?: string
  readonly extraChecks?: string
  readonly challenge?: string
  /** The one inside when left out. */
  readonly validator?: ValidatorChoice
  /** The operator's own terminology server, for HL7's validator. */
  readonly terminology?: { readonly url: string }
  /** Rest of a probe, or silence of a worker, after which it is given up; 15 s unless told. */
  readonly silenceMs?: number
  /** Longest wait for one answer; 30 s unless told. */
  readonly timeoutMs?: number
  /** Discovery and plan only. */
  readonly planOnly?: boolean
  readonly onPlan?: (plan: Plan, landscape: Landscape) => void
  readonly onDone?: (message: Extract<Message, { type: 'done' }>) => void
}

export interface Conducted {
  readonly record: RunRecord
  readonly plan: Plan
  readonly landscape: Landscape
  readonly folder: string
}

export async function conduct(options: ConductOptions): Promise<Conducted> {
  const { target, catalogue, signal } = options
  const startedAt = new Date().toISOString()
  const id = `r-${startedAt.slice(0, 16).replace(/[-:]/g, '').replace('T', '-')}-${randomBytes(2).toString('hex')}`
  const folder = resolve(options.runsFolder ?? join('.mustdo', 'runs'), id)
  const seed = randomBytes(8).toString('hex')
  const inputs = discoveryInputs(target, startedAt)
  const place = { runId: id, ...(options.extraChecks && { extraChecks: options.extraChecks }) }
  const limits = {
    silenceMs: options.silenceMs ?? DEFAULT_SILENCE_MS,
    ...(options.timeoutMs && { timeoutMs: options.timeoutMs }),
  }
  const world = await openWorld({
    runId: id,
    folder,
    seed,
    target,
    landscape: emptyLandscape(inputs),
    learnt: [],
    prefix: 'd',
    signal,
    ...(options.challenge && { challenge: options.challenge }),
    ...limits,
  })
  let notes = firstNotes(options, { id, seed, startedAt, inputs })
  const keep = (more: Partial<RunNotes>) => {
    notes = { ...notes, ...more }
    world.folder.write('run.json', notes)
  }
  let browser: BrowserServer | undefined
  // A plan names the validator and starts none.
  const choice = options.validator ?? 'embedded'
  const begin = () =>
    beginValidator(
      options.planOnly ? 'embedded' : choice,
      signal,
      options.terminology && throughTarget(options.terminology, target),
    )
  let validator: StartingValidator | undefined
  let engine: Promise<Engine> | undefined
  try {
    // It takes longer to start than discovery takes; a target that names no FHIR endpoint may yet turn out to have one.
    if (target.endpoints.some(({ kind }) => kind === 'fhir')) validator = begin()
    keep({})
    // Marks say where a run's time goes; scripts/bench.mjs collects them.
    performance.mark('mustdo:discovery')
    const looking = discover(world, inputs)
    // Vitest loads when the first requests are out, and its worker beside the rest of discovery: what loads the checks in its own
    // thread begins before this one does.
    if (!options.planOnly) engine = import('../engine/engine.ts').then(one => one.openEngine(place))
    const loading = Promise.resolve(engine?.then(one => one.ready)).then(() => options.loadChecks())
    const [{ landscape, asked }, checks] = await Promise.all([looking, loading])
    keep({ discovery: asked })
    const opening = await look(world, landscape, 'opening')
    performance.mark('mustdo:engines')
    if (landscape.fhir.length > 0) validator ??= begin()
    // It gives signal handlers back that it took: nothing else may take any meanwhile.
    await engine?.then(one => one.ready)
    const started = await startEngines({
      stopped: signal.aborted,
      target,
      landscape,
      trusted: opening.trusted,
      planOnly: options.planOnly === true,
    })
    browser = started.browser
    // Checks do not wait for it: what is to be judged does.
    const { foreseen, running } = validator ?? beginValidator('embedded', signal)
    const engines = [...started.engines, ...(await foreseen)]
    performance.mark('mustdo:plan')
    const plan = makePlan({ catalogue, packs: target.packs, checks, landscape, engines, filters: options.filters })
    const reached =
      opening.keys.length > 0 || world.folder.observations().some(seen => seen.kind === 'exchange' && seen.response)
    const declared = await declarationsOf(target, plan, landscape, catalogue, startedAt)
    keep({
      discovery: asked,
      engines,
      plan: plan.assertions,
      fates: plan.fates,
      leftOut: plan.leftOut,
      observed: observedFrom(opening),
      notReached: !reached,
      privateRoots: target.ca ? opening.trusted.map(({ origin }) => origin) : [],
      ...declared,
    })
    options.onPlan?.(plan, landscape)
    performance.mark('mustdo:checks')
    if (engine && reached) {
      const cancel = warmUp(async () =>
        (await import('./record-of.ts')).recordOf(notes, world.folder, catalogue, checks),
      )
      const ready = { checks, landscape, engine: await engine, browser, validator: running, limits }
      keep(await runPlanned(options, world, notes, ready).finally(cancel))
    }
    keep({ engines: [...started.engines, ...(reached ? (await running).engines : await foreseen)] })
    performance.mark('mustdo:closing')
    const closing = options.planOnly || signal.aborted || !reached ? undefined : await look(world, landscape, 'closing')
    const observed = observedFrom(opening, closing)
    keep({
      endedAt: new Date().toISOString(),
      observed,
      trouble: [...notes.trouble, ...observed.changes, ...(signal.aborted ? ['the run was stopped'] : [])],
      requests: notes.requests + world.requests(),
    })
    performance.mark('mustdo:record')
    const { recordOf } = await import('./record-of.ts')
    return { record: recordOf(notes, world.folder, catalogue, checks), plan, landscape, folder }
  } finally {
    await Promise.allSettled([
      engine?.then(one => one.close()),
      browser?.close(),
      validator?.running.then(started => started.close()),
      world.close(),
    ])
  }
}
