import type { Dns, Lookup } from '../check.ts'
import { lookup } from '../instruments/dns/lookup.ts'
import { digestOf, type Scope } from '../recorder/recorder.ts'
import { liveOf, type World } from './world.ts'

export function dnsDoor(world: World, scope: Scope): Dns {
  return {
    lookup: (name, type) => {
      const asked = { kind: 'dns', name, type }
      const look = () => {
        const { resolver } = liveOf(world).target
        return lookup({ name, type, ...(resolver && { server: resolver }) })
      }
      return world.recorder.observe<Lookup>(scope, asked, look, world.live && digestOf(asked))
    },
  }
}
