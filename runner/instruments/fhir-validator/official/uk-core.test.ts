/** Both engines on resources that claim UK Core profiles, judged by HL7 UK's package where this machine has it. */
import { list } from 'tar'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forEmbedded } from '../../../packages/for-embedded.ts'
import { readPackage } from '../../../packages/read.ts'
import { ukCorePackage, withoutUkCore } from '../../../packages/testing.ts'
import { embeddedValidator } from '../embedded.ts'
import type { ValidatorAnswer, ValidatorEngine } from '../engine.ts'
import { officialValidator } from './official.ts'
import { type OfficialValidator, startOfficialValidator } from './start.ts'
import { data, isMissing, java, PATIENCE, withoutOfficial } from './testing.ts'

const base = 'https://fhir.hl7.org.uk/StructureDefinition'
const profile = `${base}/UKCore-Patient`
const verified = (code: string) => ({
  url: `${base}/Extension-UKCore-NHSNumberVerificationStatus`,
  valueCodeableConcept: {
    coding: [{ system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland', code }],
  },
})
const nhsNumber = { extension: [verified('01')], system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }
const patient = {
  resourceType: 'Patient',
  id: 'a',
  meta: { profile: [profile] },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Anne Smith</div>' },
  identifier: [nhsNumber],
  name: [{ use: 'official', family: 'Smith', given: ['Anne'] }],
  gender: 'female',
  birthDate: '1950-11-22',
}

const bad: readonly (readonly [name: string, resource: unknown, at: RegExp])[] = [
  ['an NHS number without a value', { ...patient, identifier: [{ ...nhsNumber, value: undefined }] }, /identifier/],
  ['two NHS numbers', { ...patient, identifier: [nhsNumber, { ...nhsNumber, value: '9990000026' }] }, /Patient/],
  [
    'an unknown verification status',
    { ...patient, identifier: [{ ...nhsNumber, extension: [verified('99')] }] },
    /identifier\[0\]\.extension/,
  ],
  [
    'an extension of the wrong type',
    { ...patient, extension: [{ url: `${base}/Extension-UKCore-BirthSex`, valueString: 'female' }] },
    /extension/,
  ],
]

/** HL7 UK's own examples; they lie where the reader of packages does not look. */
async function examplesIn(file: string): Promise<unknown[]> {
  const reading: Promise<Buffer>[] = []
  await list({
    file,
    onReadEntry: entry => {
      if (/^package\/example\/.*\.json$/.test(entry.path)) reading.push(entry.concat().then(Buffer.from))
      else entry.resume()
    },
  })
  return (await Promise.all(reading)).map(content => JSON.parse(content.toString('utf8')) as unknown)
}

const clean = (resource: unknown) => JSON.parse(JSON.stringify(resource)) as unknown
const errorsOf = ({ issues }: ValidatorAnswer) =>
  issues.filter(({ severity }) => severity === 'error' || severity === 'fatal')

describe.skipIf(isMissing || !ukCorePackage)(`UK Core${withoutOfficial}${withoutUkCore}`, () => {
  let server: OfficialValidator
  let engines: readonly ValidatorEngine[] = []
  beforeAll(async () => {
    const one = await readPackage(ukCorePackage ?? '', [])
    server = await startOfficialValidator({ data, java, timeoutMs: PATIENCE, packages: [one] })
    engines = [officialValidator(server), await embeddedValidator({ packages: [forEmbedded(one)] })]
  })
  afterAll(async () => {
    await Promise.all(engines.map(engine => engine.close()))
    await server?.close()
  })

  test('both engines pass a patient that is what it claims', async () => {
    for (const engine of engines) {
      const answer = await engine.validate(clean(patient))
      expect(errorsOf(answer), engine.name).toEqual([])
      expect(answer.notEvaluated.filter(what => what.startsWith('profile'))).toEqual([])
    }
  })

  test.each(bad)('both engines see %s', async (_name, resource, at) => {
    for (const engine of engines) {
      const errors = errorsOf(await engine.validate(clean(resource)))
      expect(errors.map(({ path }) => path).join(' '), engine.name).toMatch(at)
    }
  })

  test('a profile may be asked for besides those that are claimed, alone and of many at once', async () => {
    const unclaimed = { ...patient, meta: undefined, identifier: [{ ...nhsNumber, value: undefined }] }
    const asked = Array.from({ length: 10 }, () => clean(unclaimed))
    for (const engine of engines)
      for (const answer of await Promise.all(asked.map(one => engine.validate(one, { profile }))))
        expect(errorsOf(answer).length, engine.name).toBeGreaterThan(0)
  })

  test('a version of the profile that the package has not is not evaluated, and no error', async () => {
    const [engine] = engines
    const answer = await engine?.validate(clean({ ...patient, meta: { profile: [`${profile}|9.9.9`] } }))
    expect(answer && errorsOf(answer)).toEqual([])
    expect(answer?.notEvaluated).toContain(`profile ${profile}|9.9.9`)
  })

  test("HL7 UK's examples get the same answers in a batch as alone", async () => {
    const [engine] = engines
    const examples = (await examplesIn(ukCorePackage ?? '')).filter((_, place) => place % 5 === 0)
    expect(examples.length).toBeGreaterThan(40)
    const alone: unknown[] = []
    for (const one of examples) alone.push(await engine?.validate(one))
    const together = await Promise.all(examples.map(one => engine?.validate(one)))
    for (const [place, answer] of together.entries())
      expect(answer, JSON.stringify(examples[place]).slice(0, 200)).toEqual(alone[place])
  })
})

test.skipIf(!ukCorePackage)(
  `without the package a claim is named as not evaluated, never passed over${withoutUkCore}`,
  async () => {
    const engine = await embeddedValidator()
    expect((await engine.validate(clean(patient))).notEvaluated).toContain(`profile ${profile}`)
    await engine.close()
  },
)
