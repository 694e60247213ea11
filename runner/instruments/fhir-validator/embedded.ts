import type { ValidatorEngine } from './engine.ts'
import { withoutRules } from './extra-rules.ts'
import type { FhirPackage } from './package.ts'
import { readDefinitions } from './r4/definitions.ts'
import { modelOf } from './r4/model.ts'
import { Report } from './r4/report.ts'
import { walkResource } from './r4/walk.ts'

export interface EmbeddedOptions {
  /** Definitions beyond those of R4: profiles with snapshots, value sets, code systems. */
  readonly packages?: readonly FhirPackage[]
}

/**
 * FHIR R4 validity inside the harness: snapshots, invariants, and the value sets that can be expanded from the definitions at hand.
 * Needs no Java and no network. What it could not look at is in `notEvaluated`, place by place.
 */
export async function embeddedValidator({ packages = [] }: EmbeddedOptions = {}): Promise<ValidatorEngine> {
  const model = modelOf(readDefinitions(packages))
  return {
    name: 'embedded',
    version: '2',
    packages: [
      'hl7.fhir.r4.core#4.0.1',
      'hl7.terminology.r4#7.0.1',
      ...packages.map(({ name, version }) => `${name}#${version}`),
    ],
    async validate(resource, { profile, also = [] } = {}) {
      const report = new Report()
      for (const what of withoutRules(also)) report.skip(what)
      walkResource(resource, '', { model, report }, profile === undefined ? [] : [profile])
      return report.answer()
    },
    close: async () => undefined,
  }
}
