import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js'
import { expect, test } from 'vitest'
import { embeddedValidator } from './embedded.ts'
import type { FhirPackage } from './package.ts'
import { readDefinitions } from './r4/definitions.ts'

const PROFILE = 'https://example.org/StructureDefinition/patient'
const NHS = 'https://fhir.nhs.uk/Id/nhs-number'

/** A profile on a type of R4: its snapshot with elements changed, and others put behind the elements that they slice. */
function profileOn(
  type: string,
  url: string,
  changed: Readonly<Record<string, Partial<ElementDefinition>>>,
  slices: readonly (ElementDefinition & { readonly after: string })[] = [],
): StructureDefinition {
  const base = readDefinitions().base(type) as StructureDefinition
  const element = (base.snapshot?.element ?? []).flatMap(one => [
    { ...one, ...changed[one.path] },
    ...slices.filter(({ after }) => after === one.path).map(({ after: _, ...slice }) => slice),
  ])
  return { ...base, url, derivation: 'constraint', snapshot: { element } }
}

const strict = profileOn(
  'Patient',
  PROFILE,
  {
    'Patient.birthDate': { min: 1 },
    'Patient.photo': { max: '0', base: { path: 'Patient.photo', min: 0, max: '*' } },
    'Patient.deceased[x]': { type: [{ code: 'dateTime' }] },
    'Patient.identifier': {
      slicing: { discriminator: [{ type: 'value', path: 'system' }], rules: 'open' },
    },
    'Patient.gender': {
      constraint: [{ key: 'ex-1', severity: 'error', human: 'Not unknown', expression: "$this != 'unknown'" }],
    },
  },
  [
    {
      after: 'Patient.identifier',
      id: 'Patient.identifier:nhs',
      path: 'Patient.identifier',
      sliceName: 'nhs',
      min: 1,
      max: '1',
      base: { path: 'Patient.identifier', min: 0, max: '*' },
      type: [{ code: 'Identifier' }],
    },
    {
      after: 'Patient.identifier',
      id: 'Patient.identifier:nhs.system',
      path: 'Patient.identifier.system',
      min: 1,
      max: '1',
      type: [{ code: 'uri' }],
      fixedUri: NHS,
    },
    {
      after: 'Patient.identifier',
      id: 'Patient.identifier:nhs.value',
      path: 'Patient.identifier.value',
      min: 1,
      max: '1',
      type: [{ code: 'string' }],
      maxLength: 10,
    },
  ],
)
const packages: readonly FhirPackage[] = [{ name: 'example', version: '1.0.0', resources: [strict] }]
const good = {
  resourceType: 'Patient',
  meta: { profile: [PROFILE] },
  identifier: [
    { system: 'https://example.org/hospital', value: '1' },
    { system: NHS, value: '9434765919' },
  ],
  birthDate: '1950-11-22',
  deceasedDateTime: '2026-11-22',
}

const said = async (resource: unknown, profile?: string) => {
  const engine = await embeddedValidator({ packages })
  const { issues, notEvaluated } = await engine.validate(resource, profile === undefined ? {} : { profile })
  return {
    errors: issues.filter(({ severity }) => severity === 'error').map(({ rule, path }) => `${rule} ${path}`),
    notEvaluated,
  }
}

test('a resource that follows its profile has no error', async () => {
  expect((await said(good)).errors).toEqual([])
})

test.each([
  ['an element that the profile demands', { birthDate: undefined }, 'missing Patient.birthDate'],
  ['an element that it forbids', { photo: [{ title: 'x' }] }, 'too-many Patient.photo'],
  [
    'a type that it took away',
    { deceasedDateTime: undefined, deceasedBoolean: true },
    'unknown-element Patient.deceasedBoolean',
  ],
  ['an invariant of its own', { gender: 'unknown' }, 'ex-1 Patient.gender'],
  [
    'a slice that is missing',
    { identifier: [{ system: 'https://example.org/x', value: '1' }] },
    'slice Patient.identifier',
  ],
  ['a slice that is there twice', { identifier: [good.identifier[1], good.identifier[1]] }, 'slice Patient.identifier'],
  ['an element in a slice', { identifier: [{ system: NHS }] }, 'missing Patient.identifier[0].value'],
  [
    'a length in a slice',
    { identifier: [{ system: NHS, value: '943 476 5919' }] },
    'too-long Patient.identifier[0].value',
  ],
])('%s is judged', async (_name, change, expected) => {
  const resource = JSON.parse(JSON.stringify({ ...good, ...change }))
  expect((await said(resource)).errors).toContain(expected)
  expect((await said({ ...resource, meta: undefined }, PROFILE)).errors).toContain(expected)
})

test('a profile on another type is an error, and one that is not at hand is named as not evaluated', async () => {
  const { errors } = await said({ resourceType: 'Basic', code: { text: 'x' }, meta: { profile: [PROFILE] } })
  expect(errors).toEqual(['profile Basic'])
  const unknown = 'https://example.org/StructureDefinition/unheard-of'
  expect((await said({ ...good, meta: { profile: [unknown] } })).notEvaluated).toContain(`profile ${unknown}`)
})

test('a profile is judged by in the version that is claimed; another version is named as not evaluated', async () => {
  const versions = ['1.0.0', '2.0.0'].map(version => ({
    ...profileOn('Patient', PROFILE, version === '1.0.0' ? {} : { 'Patient.birthDate': { min: 1 } }),
    version,
  }))
  const engine = await embeddedValidator({ packages: [{ name: 'two', version: '1', resources: versions }] })
  const claiming = (claim: string) => engine.validate({ resourceType: 'Patient', meta: { profile: [claim] } })
  expect((await claiming(`${PROFILE}|1.0.0`)).issues.filter(({ severity }) => severity === 'error')).toEqual([])
  expect((await claiming(`${PROFILE}|2.0.0`)).issues.map(({ rule }) => rule)).toContain('missing')
  const unknown = await claiming(`${PROFILE}|3.0.0`)
  expect(unknown.issues.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(unknown.notEvaluated).toContain(`profile ${PROFILE}|3.0.0`)
  const own = 'http://hl7.org/fhir/StructureDefinition/Patient'
  expect((await claiming(`${own}|4.0.1`)).notEvaluated.filter(what => what.startsWith('profile'))).toEqual([])
  expect((await claiming(`${own}|5.0.0`)).notEvaluated).toContain(`profile ${own}|5.0.0`)
})

test('a profile without a snapshot is as good as none', async () => {
  const { snapshot: _, ...bare } = strict
  const engine = await embeddedValidator({ packages: [{ name: 'bare', version: '1', resources: [bare] }] })
  expect((await engine.validate(good)).notEvaluated).toContain(`profile ${PROFILE}`)
})

test('vital signs follow their profile whether they claim it or not', async () => {
  const { errors } = await said({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
    valueQuantity: { value: 72, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  })
  expect(errors).toEqual(
    expect.arrayContaining([
      'missing Observation.category',
      'missing Observation.subject',
      'missing Observation.effective[x]',
    ]),
  )
})
