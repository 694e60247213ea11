import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { embeddedValidator } from '../instruments/fhir-validator/embedded.ts'
import { readDefinitions } from '../instruments/fhir-validator/r4/definitions.ts'
import { modelOf } from '../instruments/fhir-validator/r4/model.ts'
import { forEmbedded } from '../packages/for-embedded.ts'
import { readPackage } from '../packages/read.ts'
import { withSnapshots } from '../packages/snapshots.ts'
import { basePackages, ukCorePackage, withoutBases, withoutUkCore } from '../packages/testing.ts'
import { sampleOf } from './generate.ts'

const kept = mkdtempSync(join(tmpdir(), 'mustdo-samples-'))
afterAll(() => rmSync(kept, { recursive: true, force: true }))

/** Profiles of UK Core whose made-up resource their own rules pass; it may only rise. */
const LEAST = 63

const skipped = ukCorePackage ? withoutBases : withoutUkCore
test.skipIf(skipped)(
  `what is made from the profiles of UK Core is valid by them${skipped}`,
  {
    timeout: 120_000,
  },
  async () => {
    const read = await readPackage(ukCorePackage ?? '', [])
    const whole = forEmbedded(await withSnapshots(read, { caches: [basePackages ?? ''], kept }))
    const model = modelOf(readDefinitions([whole]))
    const engine = await embeddedValidator({ packages: [whole] })
    const outcomes = new Map<string, string>()
    for (const one of whole.resources) {
      if (one.resourceType !== 'StructureDefinition' || one.kind !== 'resource') continue
      const made = sampleOf(model, one.url, ([type = 'Patient']) => `${type}/any`)
      const { issues } = await engine.validate(made, { profile: one.url })
      const [fault] = issues.filter(({ severity }) => severity === 'error' || severity === 'fatal')
      outcomes.set(one.name, !made ? 'nothing was made' : fault ? `${fault.path}: ${fault.message}` : '')
    }
    const faulty = [...outcomes].filter(([, fault]) => fault !== '')
    const told = faulty.map(([name, fault]) => `${name}: ${fault}`).join('\n')
    expect(outcomes.size - faulty.length, told).toBeGreaterThanOrEqual(LEAST)
    for (const name of ['UKCorePatient', 'UKCoreCondition', 'UKCoreAllergyIntolerance', 'UKCoreMedicationRequest'])
      expect(outcomes.get(name), name).toBe('')
  },
)
