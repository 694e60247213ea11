import type { Sampled, Samples } from '../check.ts'
import { digestOf, type Scope } from '../recorder/recorder.ts'
import { samples } from '../samples/samples.ts'
import { liveOf, type World } from './world.ts'

/**
 * The probe's door to made-up resources. Those of R4 are made where they are asked for. One by a profile is a recorded step: what it is made
 * from may be a package of this machine, which a replay elsewhere has not.
 */
export const samplesDoor = (world: World, scope: Scope): Samples => ({
  ...samples,
  byProfile(type, profile, references, definition) {
    const asked = { kind: 'sample', type, profile, references, definition: definition ? digestOf(definition) : null }
    return world.recorder.observe<Sampled>(
      scope,
      asked,
      async () => {
        const began = Date.now()
        const { makerByProfile } = await import('../samples/by-profile.ts')
        const make = await makerByProfile(liveOf(world).packages ?? [])
        const value = make(type, profile, references, definition)
        const name = `sample: a ${type} by ${profile}`
        return { kind: 'step', at: new Date(began).toISOString(), ms: Date.now() - began, name, value }
      },
      world.live && digestOf(asked),
    )
  },
})
