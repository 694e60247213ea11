/** Rules that are neither in the shape of R4 nor of a profile: each broken once, and kept once where that is easily got wrong. */
import { beforeAll, expect, test } from 'vitest'
import { embeddedValidator } from './embedded.ts'
import type { ValidatorEngine } from './engine.ts'

let engine: ValidatorEngine
beforeAll(async () => {
  engine = await embeddedValidator()
})

const issuesOf = async (resource: unknown) =>
  (await engine.validate(resource)).issues.map(({ severity, rule, path }) => `${severity} ${rule} ${path}`)
const errorsOf = async (resource: unknown) =>
  (await issuesOf(resource)).filter(issue => !/^(warning|information) /.test(issue))

const div = (content: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`
const patient = (more: object) => ({ resourceType: 'Patient', ...more })
const told = (content: string) => patient({ text: { status: 'generated', div: content } })
const bundle = (type: string, entry: readonly object[], more: object = {}) => ({
  resourceType: 'Bundle',
  type,
  entry,
  ...more,
})
const observation = (more: object) => ({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...more })
const composition = {
  resourceType: 'Composition',
  id: 'c',
  status: 'final',
  type: { text: 'Letter' },
  date: '2026-11-22',
  title: 'Letter',
  author: [{ reference: 'Practitioner/p' }],
}
const documentOf = (...others: readonly object[]) =>
  bundle('document', [{ fullUrl: 'https://example.org/Composition/c', resource: composition }, ...others], {
    identifier: { system: 'https://example.org/documents', value: '1' },
    timestamp: '2026-11-22T10:00:00Z',
  })
const author = { fullUrl: 'https://example.org/Practitioner/p', resource: { resourceType: 'Practitioner', id: 'p' } }

test.each<readonly [string, object, string]>([
  ['a script in narrative', told(div('<script>alert(1)</script>')), 'txt-1 Patient.text.div'],
  ['a tag that is not closed', told(div('<p>text')), 'txt-1 Patient.text.div'],
  ['narrative without content', told(div(' ')), 'txt-2 Patient.text.div'],
  ['an entity that XML does not know', told(div('&copy;')), 'txt-1 Patient.text.div'],
  ['a handler in narrative', told(div('<p onclick="x()">text</p>')), 'txt-1 Patient.text.div'],
  [
    'a period that ends before it starts',
    patient({ name: [{ period: { start: '2026', end: '2025' } }] }),
    'per-1 Patient.name[0].period',
  ],
  ['a contact without who', patient({ contact: [{ gender: 'male' }] }), 'pat-1 Patient.contact[0]'],
  [
    'an extension with a value and parts',
    patient({
      extension: [{ url: 'https://example.org/x', valueBoolean: true, extension: [{ url: 'a', valueBoolean: true }] }],
    }),
    'ext-1 Patient.extension[0]',
  ],
  [
    'a contained resource that nothing refers to',
    patient({ contained: [{ resourceType: 'Practitioner', id: 'p' }] }),
    'dom-3 Patient',
  ],
  [
    'a reference to nothing contained',
    patient({ managingOrganization: { reference: '#o' } }),
    'ref-1 Patient.managingOrganization',
  ],
  [
    'a reference with a space',
    patient({ managingOrganization: { reference: 'Organization 1' } }),
    'reference Patient.managingOrganization.reference',
  ],
  [
    'a reference that names another type',
    patient({ managingOrganization: { reference: 'Organization/1', type: 'Patient' } }),
    'reference-type Patient.managingOrganization',
  ],
  [
    'a code that its system has not',
    patient({
      maritalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'X9' }] },
    }),
    'unknown-code Patient.maritalStatus.coding[0].code',
  ],
  [
    'another name for a code',
    patient({
      maritalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'M', display: 'Single' }],
      },
    }),
    'display Patient.maritalStatus.coding[0].display',
  ],
  [
    'an address of STU3',
    patient({ maritalStatus: { coding: [{ system: 'http://hl7.org/fhir/v3/MaritalStatus', code: 'M' }] } }),
    'address Patient.maritalStatus.coding[0].system',
  ],
  [
    'a UUID in capitals',
    patient({ identifier: [{ system: 'urn:uuid:68D043B5-9ECF-4559-A57A-396E0D452311' }] }),
    'address Patient.identifier[0].system',
  ],
  [
    'a relative canonical address',
    observation({ meta: { profile: ['StructureDefinition/x'] } }),
    'address Observation.meta.profile[0]',
  ],
  [
    'a size that is not that of the data',
    patient({ photo: [{ contentType: 'text/plain', data: 'aGVsbG8=', size: 6 }] }),
    'attachment Patient.photo[0]',
  ],
  [
    'an id twice among elements',
    patient({
      name: [
        { id: 'a', text: 'x' },
        { id: 'a', text: 'y' },
      ],
    }),
    'duplicate-id Patient.name[1]',
  ],
  [
    'an extension out of its place',
    patient({ extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/timing-exact', valueBoolean: true }] }),
    'extension-placement Patient.extension[0]',
  ],
  [
    'an extension of the wrong type',
    patient({
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueString: 'London' }],
    }),
    'unknown-element Patient.extension[0].valueString',
  ],
  [
    'an entry under another address',
    bundle('collection', [{ fullUrl: 'https://example.org/Patient/a', resource: patient({ id: 'b' }) }]),
    'full-url Bundle.entry[0]',
  ],
  [
    'a match without an id',
    bundle('searchset', [
      { fullUrl: 'https://example.org/Patient/a', resource: patient({}), search: { mode: 'match' } },
    ]),
    'bundle Bundle.entry[0].resource',
  ],
  [
    'two links of one relation',
    bundle('searchset', [], {
      entry: undefined,
      link: [
        { relation: 'self', url: 'https://example.org/a' },
        { relation: 'self', url: 'https://example.org/b' },
      ],
    }),
    'bundle Bundle.link[1]',
  ],
  ['a document without its author', documentOf(), 'bundle Bundle.entry[0].resource.author[0]'],
  ['a day that does not exist', patient({ birthDate: '2026-02-30' }), 'format Patient.birthDate'],
])('%s is an error', async (_name, resource, expected) => {
  expect(await errorsOf(JSON.parse(JSON.stringify(resource)))).toContain(`error ${expected}`)
})

test.each<readonly [string, object]>([
  ['a document with its author', documentOf(author)],
  ['a period within one year', patient({ name: [{ period: { start: '2025', end: '2026' } }] })],
  [
    'narrative with a table and an image',
    told(div('<table><tr><td>1&#160;mg &lt; 2</td></tr></table><img src="x.png" alt="x"/><br/>')),
  ],
  [
    'a contained resource that refers to its container',
    patient({
      contained: [
        {
          resourceType: 'Provenance',
          id: 'p',
          target: [{ reference: '#' }],
          recorded: '2026-11-22T10:00:00Z',
          agent: [{ who: { display: 'x' } }],
        },
      ],
    }),
  ],
  [
    'a name of a code in other letters',
    patient({
      maritalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'M', display: 'married' }],
      },
    }),
  ],
  [
    'an identifier of a nation',
    patient({
      identifier: [
        { type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'NNGBR' }] }, value: '1' },
      ],
    }),
  ],
  [
    'a probability that is left out',
    { resourceType: 'RiskAssessment', status: 'final', subject: { display: 'x' }, prediction: [{ rationale: 'x' }] },
  ],
])('%s is good', async (_name, resource) => {
  expect(await errorsOf(resource)).toEqual([])
})

test('a reference to the wrong type, a relative system and an unknown unit are warnings', async () => {
  expect(
    await issuesOf(
      observation({
        text: { status: 'generated', div: div('x') },
        subject: { reference: 'Practitioner/1' },
        category: [{ coding: [{ system: 'mine', code: 'x' }] }],
        valueQuantity: { value: 1, system: 'http://unitsofmeasure.org', code: 'furlongs' },
      }),
    ),
  ).toEqual([
    'warning reference-target Observation.subject',
    'warning relative-system Observation.category[0].coding[0].system',
    'warning unit Observation.valueQuantity.code',
  ])
})

test('what cannot be evaluated here is named by what it is', async () => {
  const { notEvaluated } = await engine.validate(
    patient({
      extension: [{ url: 'https://example.org/unheard-of', valueBoolean: true }],
      maritalStatus: { coding: [{ system: 'http://snomed.info/sct', code: '87915002' }] },
      managingOrganization: { reference: 'Organization/1' },
      photo: [{ contentType: 'image/png', url: 'https://example.org/x.png' }],
    }),
  )
  expect(notEvaluated).toEqual([
    'codes bound to http://hl7.org/fhir/ValueSet/mimetypes',
    'codes of http://snomed.info/sct',
    'extension https://example.org/unheard-of',
    'targets of references',
  ])
})

test('of very many issues the worst are told, and that there are more', async () => {
  const name = Array.from({ length: 150 }, () => ({ nick: 'x' }))
  const { issues, notEvaluated } = await engine.validate(patient({ name }))
  expect(issues).toHaveLength(100)
  expect(issues.every(({ severity }) => severity === 'error')).toBe(true)
  expect(notEvaluated).toContain('issues beyond the first 100')
})
