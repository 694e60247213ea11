/** Builds what a probe is handed. Every door goes through the recorder, so a replayed probe cannot tell the difference. */
import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Effect, Given, NotReached, ProbeContext } from '../check.ts'
import { type Scope, waitingIn } from '../recorder/recorder.ts'
import { browserDoor } from './browser.ts'
import { canaryDoor } from './canary.ts'
import { dnsDoor } from './dns.ts'
import { httpDoor } from './http.ts'
import { oauthDoor } from './oauth.ts'
import { samplesDoor } from './samples.ts'
import { settled } from './settle.ts'
import { tlsDoor } from './tls.ts'
import { validatorDoor } from './validator.ts'
import { webDoor } from './web.ts'
import { stageScope, type World } from './world.ts'

export function contextFor<S>(world: World, scope: Scope, effect: Effect, subject: S): ProbeContext<S> {
  let drawn = 0
  return {
    subject,
    landscape: world.landscape,
    http: httpDoor(world, scope, effect),
    tls: tlsDoor(world, scope, effect),
    browser: browserDoor(world, scope, effect),
    oauth: oauthDoor(world, scope, effect),
    web: webDoor(world, scope, effect),
    validator: validatorDoor(world, scope),
    dns: dnsDoor(world, scope),
    canary: canaryDoor(world, scope),
    samples: samplesDoor(world, scope),
    nonce: () => createHash('sha256').update(`${world.seed}|${scope.id}|${drawn++}`).digest('hex').slice(0, 16),
    given: step => waitingIn(scope, givenOnce(world, step)),
    pause: ms => (world.live ? waitingIn(scope, rested(ms, world.live.signal)) : Promise.resolve()),
    signal: world.live?.signal ?? new AbortController().signal,
  }
}

const LONGEST_PAUSE_MS = 10_000
/** A pause that a stopped run cuts short. */
const rested = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(Math.min(ms, LONGEST_PAUSE_MS), undefined, { signal }).catch(() => undefined)

const givens = new WeakMap<World, Map<string, { step: Given<unknown>; made: Promise<unknown> }>>()

/** Sets a given up once in the world, in a scope of its own, and remembers how to undo it. */
function givenOnce<T>(world: World, step: Given<T>): Promise<T | NotReached> {
  const known = givens.get(world) ?? new Map()
  givens.set(world, known)
  const before = known.get(step.id)
  if (before) return before.made as Promise<T | NotReached>
  const scope = stageScope(world, `given:${step.id}`)
  const made = settled(step.setUp(contextFor(world, scope, step.effect, {})), scope, {
    silenceMs: world.silenceMs,
    signal: world.live?.signal,
  })
  known.set(step.id, { step, made })
  return made
}

/** Undoes every given that was set up, last first. Returns what could not be undone. */
export async function undoGivens(world: World): Promise<string[]> {
  const left: string[] = []
  for (const { step, made } of [...(givens.get(world)?.values() ?? [])].reverse()) {
    const value = await made.catch(() => undefined)
    if (!step.undo || value === undefined || isNotReached(value)) continue
    const scope = stageScope(world, `undo:${step.id}`)
    try {
      const undo = step.undo(contextFor(world, scope, step.effect, {}), value)
      await settled(undo, scope, { silenceMs: world.silenceMs, signal: world.live?.signal })
    } catch (error) {
      left.push(`${step.title}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return left
}

const isNotReached = (value: unknown): value is NotReached =>
  typeof (value as { notReached?: unknown } | null)?.notReached === 'string'
