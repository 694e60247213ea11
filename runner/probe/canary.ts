import type { Canary, CanaryHeard, CanaryReady, Step } from '../check.ts'
import { inTurn } from '../instruments/politeness.ts'
import { digestOf, type Scope } from '../recorder/recorder.ts'
import { liveOf, type World } from './world.ts'

/** The probe's door to the listener: whether it works, and who asked it. Both are recorded steps, which a replay reads. */
export function canaryDoor(world: World, scope: Scope): Canary {
  return {
    async ready() {
      const asked = { kind: 'canary', does: 'ready' }
      const look = () => timed('canary: the listener answers at its public address', () => control(world))
      const { value } = await world.recorder.observe<Step>(scope, asked, look, world.live && digestOf(asked))
      return value as CanaryReady
    },
    heard: word =>
      world.recorder.observe(scope, { kind: 'canary', does: 'heard', word }, () =>
        timed('canary: who asked the listener', async (): Promise<CanaryHeard['value']> => {
          const canary = await liveOf(world).canary?.()
          return { address: canary?.address(word) ?? '', asks: canary?.heard(word) ?? [] }
        }),
      ),
  }
}

const CONTROL = '0000000000000000'
const CONTROL_MS = 5000

/** Asks the listener at its public address, as the product would. */
async function control(world: World): Promise<CanaryReady> {
  const { target, client, politeness, signal, canary } = liveOf(world)
  if (!canary) return { open: false, because: 'the target file names no canary' }
  try {
    const opened = await canary()
    const url = opened.address(CONTROL)
    await inTurn(politeness, new URL(url).origin, signal, given =>
      client.ask({ method: 'GET', url, headers: {}, timeoutMs: CONTROL_MS, signal: given }),
    )
    return opened.heard(CONTROL).length > 0
      ? { open: true }
      : { open: false, because: `nothing arrived at ${target.canary?.listen} when ${url} was asked` }
  } catch (error) {
    return { open: false, because: error instanceof Error ? error.message : String(error) }
  }
}

async function timed<T>(name: string, work: () => Promise<T>) {
  const began = Date.now()
  const value = await work()
  return { kind: 'step' as const, at: new Date(began).toISOString(), ms: Date.now() - began, name, value }
}
