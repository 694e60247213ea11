import { beforeAll, expect, test } from 'vitest'
import { embeddedValidator } from './embedded.ts'
import type { ValidatorEngine } from './engine.ts'

let engine: ValidatorEngine
beforeAll(async () => {
  engine = await embeddedValidator()
})

/** `rule path` of every error. */
const said = async (resource: unknown) =>
  (await engine.validate(resource)).issues
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ rule, path }) => `${rule} ${path}`)

const patient = {
  resourceType: 'Patient',
  id: 'example',
  meta: { versionId: '1', lastUpdated: '2026-11-22T10:15:30.000Z' },
  contained: [{ resourceType: 'Practitioner', id: 'gp' }],
  generalPractitioner: [{ reference: '#gp' }],
  extension: [{ url: 'https://example.org/meta', valueMeta: { versionId: '2' } }],
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9434765919' }],
  active: true,
  name: [
    {
      use: 'official',
      family: 'Smith\u00a0Jones',
      given: ['Anne', null],
      _given: [null, { extension: [{ url: 'https://example.org/unknown', valueBoolean: true }] }],
    },
  ],
  gender: 'female',
  birthDate: '1950-11-22',
  _birthDate: { extension: [{ url: 'https://example.org/time', valueDateTime: '1950-11-22T04:00:00Z' }] },
}
const observation = { resourceType: 'Observation', status: 'final', code: { text: 'Weight' } }

test('a good resource has no issue, with extensions on primitives and a resource inside', async () => {
  expect(await said(patient)).toEqual([])
  expect(await said({ ...observation, valueQuantity: { value: 72.5 } })).toEqual([])
})

test('a CapabilityStatement of 4.0.1 is good, and one of no version of FHIR is not', async () => {
  const statement = {
    resourceType: 'CapabilityStatement',
    status: 'active',
    description: 'What is required',
    date: '2026-11-22',
    kind: 'requirements',
    document: [{ mode: 'producer', profile: 'https://example.org/p' }],
  }
  expect(await said({ ...statement, fhirVersion: '4.0.1', format: ['json'] })).toEqual([])
  expect(await said({ ...statement, fhirVersion: '9.9.9', format: ['json'] })).toEqual([
    'required-binding CapabilityStatement.fhirVersion',
  ])
})

test.each([
  ['an unknown element', { ...patient, nickname: 'Annie' }, 'unknown-element Patient.nickname'],
  ['an unknown element deep inside', { ...patient, name: [{ famly: 'x' }] }, 'unknown-element Patient.name[0].famly'],
  ['a value of the wrong type', { ...patient, active: 'yes' }, 'wrong-type Patient.active'],
  ['one where many may be', { ...patient, name: { family: 'x' } }, 'wrong-type Patient.name'],
  ['many where one may be', { ...patient, gender: ['female'] }, 'wrong-type Patient.gender'],
  [
    'a primitive that must be there',
    { resourceType: 'Observation', code: { text: 'x' } },
    'missing Observation.status',
  ],
  ['an object that must be there', { resourceType: 'Observation', status: 'final' }, 'missing Observation.code'],
  [
    'an element that a backbone must have',
    { ...patient, link: [{ type: 'seealso' }] },
    'missing Patient.link[0].other',
  ],
  ['a date in the English order', { ...patient, birthDate: '22/11/1950' }, 'format Patient.birthDate'],
  [
    'a time without its zone',
    { ...patient, deceasedDateTime: '2026-11-22T10:15:30' },
    'format Patient.deceasedDateTime',
  ],
  ['a rank below one', { ...patient, telecom: [{ rank: 0 }] }, 'format Patient.telecom[0].rank'],
  ['an id with a space', { ...patient, id: 'a b' }, 'format Patient.id'],
  ['a code outside the required list', { ...patient, gender: 'F' }, 'required-binding Patient.gender'],
  ['two of one choice', { ...observation, valueString: 'a', valueInteger: 1 }, 'choice Observation.value[x]'],
  ['an empty array', { ...patient, name: [] }, 'empty Patient.name'],
  ['an empty object', { ...patient, name: [{}] }, 'empty Patient.name[0]'],
  ['a null', { ...patient, gender: null }, 'wrong-type Patient.gender'],
  ['a null without an extension', { ...patient, name: [{ given: [null] }] }, 'wrong-type Patient.name[0].given[0]'],
])('%s is an issue at its place', async (_name, resource, expected) => {
  expect(await said(resource)).toContain(expected)
})

test('a choice that must be made is missed', async () => {
  const request = {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/1' },
  }
  expect(await said(request)).toEqual(['missing MedicationRequest.medication[x]'])
})

test('resources inside a bundle and inside another are validated at their own place', async () => {
  const entry = [{ resource: { ...patient, contained: [{ resourceType: 'Practitioner', id: 'gp', fax: '1' }] } }]
  expect(await said({ resourceType: 'Bundle', type: 'searchset', entry })).toEqual([
    'unknown-element Bundle.entry[0].resource.contained[0].fax',
  ])
})

test.each([[{ resourceType: 'Patiant' }], [{}], ['text'], [null], [[patient]], [{ resourceType: 'HumanName' }]])(
  'what is no resource of R4 is fatal, not a crash: %j',
  async value => {
    const { issues } = await engine.validate(value)
    expect(issues).toMatchObject([{ severity: 'fatal', rule: 'unknown-resource' }])
  },
)

test('codes are those of an OperationOutcome', async () => {
  const { issues } = await engine.validate({ resourceType: 'Observation', status: 'done', more: 1 })
  expect(issues.map(({ code }) => code).sort()).toEqual(['code-invalid', 'invariant', 'required', 'structure'])
})

test('what was not looked at is named, a profile among it', async () => {
  const profile = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient'
  const { notEvaluated } = await engine.validate(patient, { profile })
  expect(notEvaluated).toContain(`profile ${profile}`)
  expect(notEvaluated).toContain('extension https://example.org/meta')
  expect(notEvaluated).toContain('targets of references')
})
