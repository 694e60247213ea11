import type { Catalogue } from '../../standards/model.ts'
import type { Known } from './context.ts'

/** The names of a catalogue that a target file may use. */
export const knownIn = (catalogue: Catalogue): Known => ({
  packs: [...catalogue.packs.keys()],
  requirements: [...catalogue.requirements.keys()],
  conditions: [...catalogue.conditions.keys()],
  catalogue: { version: catalogue.version, digest: catalogue.digest },
})
