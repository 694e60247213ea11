/** What all probes of one process share. A replay has no `live` part, and so nothing in it can reach the network. */
import type { Effect, Landscape } from '../check.ts'
import type { PageBrowser } from '../instruments/browser/connect.ts'
import type { OpenCanary } from '../instruments/canary.ts'
import type { ValidatorEngine } from '../instruments/fhir-validator/engine.ts'
import type { HttpClient } from '../instruments/http/client.ts'
import type { Politeness } from '../instruments/politeness.ts'
import type { Recorder, Scope } from '../recorder/recorder.ts'
import type { Redactor } from '../recorder/redact.ts'
import type { RunFolder } from '../recorder/store.ts'
import type { WriteLog } from '../recorder/writes.ts'
import type { Target } from '../target/model.ts'

export interface World {
  readonly recorder: Recorder
  readonly landscape: Landscape
  /** Feeds every random word, so that a replay draws the same ones. */
  readonly seed: string
  readonly live?: Live
  /** How long a probe may rest with no question under way before it counts as stuck, in milliseconds; 15 s unless told. */
  readonly silenceMs?: number
}

export interface Live {
  readonly target: Target
  readonly client: HttpClient
  /** What the tool calls itself on the wire, run id included; the browser adds it to its own name. */
  readonly agent: string
  readonly politeness: Politeness
  readonly redactor: Redactor
  readonly folder: RunFolder
  readonly browser?: () => Promise<PageBrowser>
  /** Waits for one that is starting; undefined when none could be. */
  readonly validator?: () => Promise<ValidatorEngine | undefined>
  /** Folders of FHIR packages, with snapshots, whose profiles resources are made by. */
  readonly packages?: readonly string[]
  /** Opens the listener on first use; absent where the target file names none. */
  readonly canary?: () => Promise<OpenCanary>
  /** Raised by unsafe requests, per origin; an answer from before is not an answer after. */
  readonly epochs: Map<string, number>
  /** Addresses that were met and not asked, because the target file does not name their origin. */
  readonly notFollowed: Set<string>
  /** Scopes of stages outside checks: sign-ins and givens. */
  readonly stages: Map<string, Scope>
  /** NHS numbers, digits only, that the target file lists as test patients. */
  readonly listedPatients: ReadonlySet<string>
  /** Writes, before and after they are sent. */
  readonly writes: WriteLog
  /** Consecutive requests to an origin that ran out of time. */
  readonly timeouts: Map<string, number>
  /** The longest that a request or a handshake may take; the instruments' own limits where absent. */
  readonly timeoutMs?: number
  readonly signal: AbortSignal
}

/** The scope of a stage outside checks, made on first use. */
export function stageScope(world: World, id: string): Scope {
  const stages = world.live?.stages
  const known = stages?.get(id)
  if (known) return known
  const scope = world.recorder.scope(id, 'stage')
  stages?.set(id, scope)
  return scope
}

/** A rule of the house that a check broke: its effect is too weak for what it asked. Ends as cantTell, a defect of ours. */
export class EffectError extends Error {
  override readonly name = 'EffectError'
}

/** A live instrument was asked for in a replay. */
export function liveOf(world: World): Live {
  if (!world.live) throw new Error('A replay has no network; the recorder should have answered.')
  return world.live
}

/** Throws an EffectError unless the effect is `intrusive`. */
export function needIntrusive(effect: Effect): void {
  if (effect !== 'intrusive')
    throw new EffectError(`spoilt credentials and requests need the effect intrusive, not ${effect}`)
}
