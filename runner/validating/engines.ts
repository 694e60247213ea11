/** Opens the validator that a command asked for, outside a run. */
import type { ValidatorEngine } from '../instruments/fhir-validator/engine.ts'
import type { TerminologyServer } from '../instruments/fhir-validator/official/terminology.ts'
import type { FhirPackage } from '../packages/package.ts'
import { officialAtHand, packagesForEmbedded, type ValidatorChoice } from '../run/validator.ts'

export interface Opened {
  readonly engine: ValidatorEngine
  /** Why it is not HL7's, where the best there is was asked for. */
  readonly because?: string
  close(): Promise<void>
}

interface Asked {
  readonly choice: ValidatorChoice
  readonly data: string
  readonly packages: readonly FhirPackage[]
  readonly terminology?: TerminologyServer
  readonly signal: AbortSignal
}

/** A Bundle may be large, and nobody waits for the next check. */
const LONGEST_MS = 300_000

/** Rejects with ValidatorTrouble where HL7's validator was demanded and does not start; the best there is always opens. */
export async function openEngine(asked: Asked): Promise<Opened> {
  if (asked.choice === 'embedded') return openEmbedded(asked)
  const found = await officialAtHand(asked.data)
  if ('because' in found) return openEmbedded(asked, found.because)
  try {
    return await openOfficial(asked, found.java)
  } catch (error) {
    if (asked.choice === 'official') throw error
    return openEmbedded(asked, `it did not start (${(error as Error).message})`)
  }
}

async function openOfficial({ data, packages, terminology, signal }: Asked, java: string): Promise<Opened> {
  const { shareOfficialValidator } = await import('../instruments/fhir-validator/official/share.ts')
  const { officialValidator } = await import('../instruments/fhir-validator/official/official.ts')
  const server = await shareOfficialValidator({ data, java, packages, signal, ...(terminology && { terminology }) })
  const engine = officialValidator({ ...server, packages: server.digests }, LONGEST_MS)
  return {
    engine,
    async close() {
      await engine.close()
      await server.close()
    },
  }
}

async function openEmbedded({ data, packages }: Asked, because?: string): Promise<Opened> {
  const { embeddedValidator } = await import('../instruments/fhir-validator/embedded.ts')
  const engine = await embeddedValidator({ packages: await packagesForEmbedded(data, packages) })
  return { engine, ...(because !== undefined && { because }), close: () => engine.close() }
}
