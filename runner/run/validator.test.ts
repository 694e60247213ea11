import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openValidator } from '../instruments/fhir-validator/open.ts'
import { packFhir, ukCorePackage, withoutUkCore } from '../packages/testing.ts'
import { setUpUkCore } from '../setup/uk-core.ts'
import { startValidator } from './validator.ts'

const before = process.env['MUSTDO_HOME']
const home = mkdtempSync(join(tmpdir(), 'mustdo-run-validator-'))
beforeAll(() => {
  process.env['MUSTDO_HOME'] = home
})
afterAll(() => {
  if (before === undefined) delete process.env['MUSTDO_HOME']
  else process.env['MUSTDO_HOME'] = before
  rmSync(home, { recursive: true, force: true })
})

const never = new AbortController().signal
const quiet = () => undefined
const profile = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient'
const claiming = {
  resourceType: 'Patient',
  meta: { profile: [profile] },
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number' }],
}

/** As a run and its worker do it: chosen in one thread, opened from JSON in another. */
async function judged(resource: unknown) {
  const { engines, address, close } = await startValidator('embedded', never)
  const engine = await openValidator(JSON.parse(JSON.stringify(address)))
  const answer = await engine.validate(resource)
  await engine.close()
  await close()
  return { engines, answer }
}

test('without a UK Core package a claim is not evaluated, and the engine says what it lacks', async () => {
  const { engines, answer } = await judged(claiming)
  expect(answer.notEvaluated).toContain(`profile ${profile}`)
  expect(engines[0]).toMatchObject({ available: true, packages: [] })
  expect(engines[0]?.version).toContain('without a terminology server or a UK Core package')
})

test("HL7's validator that was demanded and is not there is missed in the open", async () => {
  const { engines, address } = await startValidator('official', never)
  expect(address).toBeUndefined()
  expect(engines[0]).toMatchObject({ available: false, mend: 'mustdo setup validator' })
})

test('the best there is names why it is not the best', async () => {
  const { engines, address } = await startValidator('best', never)
  expect(address).toMatchObject({ engine: 'embedded' })
  expect(engines.map(({ available }) => available)).toEqual([true, false])
})

test.skipIf(!ukCorePackage)(
  `a UK Core package that was set up judges the claims of a run, and its digest is kept${withoutUkCore}`,
  async () => {
    const id = await setUpUkCore(home, ukCorePackage, quiet)
    const { engines, answer } = await judged(claiming)
    expect(answer.notEvaluated.filter(what => what.startsWith('profile'))).toEqual([])
    expect(answer.issues.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toContain(
      'Patient.identifier[0].value',
    )
    expect(engines[0]?.packages).toEqual([expect.stringMatching(new RegExp(`^${id} sha256:[0-9a-f]{64}$`))])
  },
)

test('a damaged package costs its profiles, not the run', async () => {
  const manifest = { name: 'fhir.r4.ukcore.zzz', version: '9.0.0', fhirVersions: ['4.0.1'] }
  await packFhir(join(home, 'fhir', '.fhir', 'packages'), 'fhir.r4.ukcore.zzz#9.0.0', manifest, {
    'StructureDefinition-x.json': '{"cut":',
  })
  const { answer } = await judged(claiming)
  expect(answer.notEvaluated).toContain(`profile ${profile}`)
})
