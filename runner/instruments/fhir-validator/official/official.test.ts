import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { embeddedValidator } from '../embedded.ts'
import type { ValidatorAnswer, ValidatorEngine } from '../engine.ts'
import { type ExtraRule, extraRules } from '../extra-rules.ts'
import { officialValidator } from './official.ts'
import { type OfficialValidator, startOfficialValidator } from './start.ts'
import { data, isMissing, java, PATIENCE, withoutOfficial } from './testing.ts'

const patient = {
  resourceType: 'Patient',
  id: 'example',
  meta: { versionId: '1', lastUpdated: '2026-11-22T10:15:30.000Z' },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Anne Smith</div>' },
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }],
  active: true,
  name: [{ use: 'official', family: 'Smith', given: ['Anne'] }],
  telecom: [{ system: 'phone', value: '01632 960000', rank: 1 }],
  gender: 'female',
  birthDate: '1950-11-22',
  address: [{ line: ['1 High Street'], postalCode: 'LS1 4AP' }],
}
const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Weight' },
  subject: { reference: 'Patient/example' },
}
const bundle = { resourceType: 'Bundle', type: 'searchset' }
const appointment = { resourceType: 'Appointment', status: 'booked', participant: [{ status: 'accepted' }] }

const good: readonly (readonly [string, unknown])[] = [
  ['a Patient', patient],
  ['an Observation', { ...observation, valueQuantity: { value: 72.5, unit: 'kg' } }],
  ['a Bundle', { ...bundle, entry: [{ fullUrl: 'https://fhir.acme.example/Patient/example', resource: patient }] }],
  ['a DetectedIssue with a status that R4 has and R5 has not', { resourceType: 'DetectedIssue', status: 'registered' }],
  ['an extension of their own', { ...patient, extension: [{ url: 'https://acme.example/x', valueString: 'y' }] }],
]

/** Faults of base R4, and where both engines must see one. */
const faults: readonly (readonly [name: string, resource: unknown, at: string])[] = [
  ['an unknown element', { ...patient, nickname: 'Annie' }, 'Patient'],
  ['an element of R5, or of a vendor', { ...patient, meta: { author: { reference: 'Device/a' } } }, 'Patient.meta'],
  ['an unknown element deep inside', { ...patient, name: [{ family: 'a', famly: 'x' }] }, 'Patient.name[0]'],
  ['text where a boolean belongs', { ...patient, active: 'yes' }, 'Patient.active'],
  ['a number where text belongs', { ...patient, birthDate: 1950 }, 'Patient.birthDate'],
  ['one where many may be', { ...patient, name: { family: 'x' } }, 'Patient.name'],
  ['many where one may be', { ...patient, gender: ['female'] }, 'Patient.gender'],
  ['text where an object belongs', { ...observation, code: 'weight' }, 'Observation.code'],
  ['an array where an object belongs', { ...observation, code: [{ text: 'x' }] }, 'Observation.code'],
  ['a status that is missing', { ...observation, status: undefined }, 'Observation'],
  ['a code that is missing', { ...observation, code: undefined }, 'Observation'],
  ['a backbone without its element', { ...patient, link: [{ type: 'seealso' }] }, 'Patient.link[0]'],
  ['an appointment with nobody', { ...appointment, participant: undefined }, 'Appointment'],
  ['a bundle without a type', { resourceType: 'Bundle' }, 'Bundle'],
  ['a date in the English order', { ...patient, birthDate: '22/11/1950' }, 'Patient.birthDate'],
  ['a month that is none', { ...patient, birthDate: '1950-13-01' }, 'Patient.birthDate'],
  ['a time without its zone', { ...patient, deceasedDateTime: '2026-11-22T10:15:30' }, 'Patient.deceased'],
  ['an instant without a time', { ...patient, meta: { lastUpdated: '2026-11-22' } }, 'Patient.meta.lastUpdated'],
  ['a rank below one', { ...patient, telecom: [{ system: 'phone', value: '1', rank: 0 }] }, 'Patient.telecom[0].rank'],
  ['an id with a space', { ...patient, id: 'a b' }, 'Patient.id'],
  ['a code outside the required list', { ...patient, gender: 'F' }, 'Patient.gender'],
  ['a status outside the required list', { ...observation, status: 'done' }, 'Observation.status'],
  ['a use outside the required list', { ...patient, name: [{ use: 'main', family: 'x' }] }, 'Patient.name[0].use'],
  ['two of one choice', { ...observation, valueString: 'a', valueInteger: 1 }, 'Observation'],
  ['a choice of a type that it has not', { ...observation, valueMoney: { value: 1 } }, 'Observation'],
  ['an empty array', { ...patient, name: [] }, 'Patient.name'],
  ['an empty object', { ...patient, name: [{}] }, 'Patient.name[0]'],
  ['a null', { ...patient, gender: null }, 'Patient.gender'],
  ['a resource that R4 has not', { resourceType: 'Patiant' }, ''],
  [
    'a fault inside a bundle',
    { ...bundle, entry: [{ fullUrl: 'https://a.example/Patient/example', resource: { ...patient, gender: 'F' } }] },
    'Bundle.entry[0].resource',
  ],
]

/** Rules that are more than shape, by the name that HL7's validator has for them. */
const rules: readonly (readonly [name: string, resource: unknown, rule: RegExp])[] = [
  ['an invariant', { ...patient, contact: [{ gender: 'male' }] }, /^pat-1$/],
  ['a day that the month has not', { ...patient, birthDate: '1950-02-30' }, /date/i],
  [
    'a script in the narrative',
    {
      ...patient,
      text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>' },
    },
    /xhtml/i,
  ],
]

const codes = {
  resourceType: 'CodeSystem',
  text: patient.text,
  url: 'http://hl7.org/fhir/CodeSystem/mine',
  name: 'Mine',
  status: 'active',
  description: 'Some <b>bold</b> words',
  experimental: true,
  caseSensitive: true,
  content: 'complete',
  concept: [{ code: 'a', display: 'A' }],
}
const elsewhere = { fullUrl: 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0', resource: patient }
const weight = { fullUrl: 'urn:uuid:9ce2a97b-5cab-4986-814f-4734016e6084', resource: { ...observation, id: 'w' } }

/** What R4 lets pass, and what HL7's validator says when it is asked to look. */
const extra: readonly (readonly [ExtraRule, unknown, said: RegExp])[] = [
  ['security', { ...patient, name: [{ text: 'Anne <script>x</script>' }] }, /^error SECURITY_STRING_CONTENT/],
  ['publication', codes, /^error VALIDATION_HL7_WG_NEEDED/],
  ['html-in-markdown', codes, /^error .*MARKDOWN_HTML$/],
  ['experimental', codes, /^error .*NO_EXPERIMENTAL_CONTENT$/],
  [
    'example-addresses',
    { ...patient, identifier: [{ system: 'http://example.org/i', value: '1' }] },
    /^error .*URL_EXAMPLE$/,
  ],
  [
    'unknown-extensions',
    { ...patient, extension: [{ url: 'https://acme.health/age', valueString: 'x' }] },
    /^error EXTENSION_EXT_UNKNOWN_NOTHERE$/i,
  ],
  ['r5-references', { ...bundle, type: 'collection', entry: [weight, elsewhere] }, / REFERENCE_REF_REL_UNSOLVEABLE$/],
]

describe.skipIf(isMissing)(`HL7's validator${withoutOfficial}`, () => {
  let server: OfficialValidator
  let official: ValidatorEngine
  let embedded: ValidatorEngine
  beforeAll(async () => {
    server = await startOfficialValidator({ data, java, timeoutMs: PATIENCE })
    official = officialValidator(server)
    embedded = await embeddedValidator()
  })
  afterAll(async () => {
    await official?.close()
    await server?.close()
  })
  const broken = async (engine: ValidatorEngine, resource: unknown) =>
    (await engine.validate(JSON.parse(JSON.stringify(resource)))).issues.filter(
      ({ severity }) => severity === 'error' || severity === 'fatal',
    )

  test.each(good)('both engines pass %s', async (_name, resource) => {
    expect(await broken(official, resource)).toEqual([])
    expect(await broken(embedded, resource)).toEqual([])
  })

  test.each(faults)('both engines see %s at its place', async (_name, resource, at) => {
    for (const engine of [official, embedded]) {
      const places = (await broken(engine, resource)).map(({ path }) => path.replaceAll(/\/\*.*?\*\//g, ''))
      expect(
        places.some(path => path.startsWith(at)),
        `${engine.name}: ${places.join(', ') || 'nothing'}`,
      ).toBe(true)
    }
  })

  test.each(rules)('both engines see %s', async (_name, resource, rule) => {
    const issues = await broken(official, resource)
    expect(
      issues.some(issue => rule.test(issue.rule ?? '')),
      JSON.stringify(issues),
    ).toBe(true)
    expect(await broken(embedded, resource)).not.toEqual([])
  })

  test('what it had nothing to judge by is named apart, and is no issue', async () => {
    const { issues, notEvaluated } = await official.validate({
      ...patient,
      meta: { profile: ['https://acme.example/StructureDefinition/none'] },
      maritalStatus: { coding: [{ system: 'https://acme.example/codes', code: 'x' }] },
      extension: [{ url: 'https://acme.example/x', valueString: 'y' }],
    })
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(notEvaluated).toEqual([
      'codes of a code system whose content is not at hand',
      'extensions whose definition is not at hand',
      'profile https://acme.example/StructureDefinition/none',
      'targets of references',
    ])
  })

  test('a profile that it knows is judged by, one that it does not is named', async () => {
    const profile = 'http://hl7.org/fhir/StructureDefinition/vitalsigns'
    const known = await official.validate(observation, { profile })
    expect(known.issues.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toContain('Observation')
    const none = await official.validate(patient, { profile: 'https://acme.example/none' })
    expect(none.notEvaluated).toContain('profile https://acme.example/none')
    expect(none.issues.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('the same answer comes whatever was asked before: MIME types stay good', async () => {
    const picture = { ...patient, photo: [{ contentType: 'image/png', url: 'https://acme.example/a.png' }] }
    await official.validate({ ...patient, gender: 'F' })
    await official.validate({ ...patient, maritalStatus: { coding: [{ code: 'M' }] } })
    for (let again = 0; again < 5; again++) expect(await broken(official, picture)).toEqual([])
  })

  test.each(extra)('it looks at %s only when asked to, also where others are not', async (rule, resource, said) => {
    const asked = await Promise.all([{}, { also: [rule] }, {}].map(options => official.validate(resource, options)))
    const found = asked.map(({ issues }) => issues.some(one => said.test(`${one.severity} ${one.rule}`)))
    expect(found, JSON.stringify(asked[1]?.issues)).toEqual([false, true, false])
    expect((await embedded.validate(resource, { also: [rule] })).notEvaluated).toContain(
      `rules asked for: ${extraRules[rule]}`,
    )
  })

  test('extensions whose address begins as told need no definition', async () => {
    const resource = { ...patient, extension: [{ url: 'https://acme.example/x/y', valueString: 'y' }] }
    const extensions = ['https://acme.example/other', 'https://acme.example/x']
    expect((await official.validate(resource, { extensions })).notEvaluated).toEqual(['targets of references'])
  })

  test('a filter that only a terminology server could tell wrong is no issue; one that anybody can is', async () => {
    const by = (property: string, op: string, value: string) => ({
      resourceType: 'ValueSet',
      status: 'active',
      compose: { include: [{ system: 'http://snomed.info/sct', filter: [{ property, op, value }] }] },
    })
    const unseen = await official.validate(by('constraint', '=', '234234 << 234234'))
    expect(unseen.issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(unseen.notEvaluated).toContain('codes bound to a value set that needs a terminology server')
    expect(await broken(official, by('constraint', '=', ''))).not.toEqual([])
  })

  test('many at once are all answered, each its own', async () => {
    const asked = Array.from({ length: 40 }, (_, n) => (n % 2 ? patient : { ...patient, gender: 'F' }))
    const seen = await Promise.all(asked.map(async one => (await broken(official, one)).length > 0))
    expect(seen).toEqual(asked.map((_, n) => n % 2 === 0))
  })

  test('each gets the answer in a batch that it gets alone', async () => {
    const asked = [...good, ...faults, ...rules].map(([, resource]) => JSON.parse(JSON.stringify(resource)) as unknown)
    const alone: ValidatorAnswer[] = []
    for (const one of asked) alone.push(await official.validate(one))
    const together = await Promise.all(asked.map(one => official.validate(one)))
    for (const [place, answer] of together.entries()) expect(answer, JSON.stringify(asked[place])).toEqual(alone[place])
  })
})
