/** Constraints of R4 whose expressions do not say what their text says: kept and broken once each, or said to be not evaluated. */
import { beforeAll, expect, test } from 'vitest'
import { embeddedValidator } from './embedded.ts'
import type { ValidatorEngine } from './engine.ts'

let engine: ValidatorEngine
beforeAll(async () => {
  engine = await embeddedValidator()
})

const asks = (item: object) => ({
  resourceType: 'Questionnaire',
  status: 'active',
  item: [
    { linkId: '1', type: 'string', text: 'First' },
    { linkId: '2', type: 'string', text: 'Second', ...item },
  ],
})
const when = (more: object) => ({ question: '1', operator: '=', answerString: 'x', ...more })
const risk = (prediction: object) => ({
  resourceType: 'RiskAssessment',
  status: 'final',
  subject: { reference: 'Patient/1' },
  prediction: [prediction],
})
const entry = (fullUrl?: string) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [{ ...(fullUrl && { fullUrl }), resource: { resourceType: 'Patient', id: 'p' } }],
})
const brokenBy = async (resource: object) => (await engine.validate(resource)).issues.map(({ rule }) => rule)

test.each<readonly [rule: string, kept: object, broken: object]>([
  [
    'que-7',
    asks({ enableWhen: [{ question: '1', operator: 'exists', answerBoolean: true }] }),
    asks({ enableWhen: [when({ operator: 'exists' })] }),
  ],
  [
    'que-12',
    asks({ enableWhen: [when({}), when({})], enableBehavior: 'any' }),
    asks({ enableWhen: [when({}), when({})] }),
  ],
  ['ras-2', risk({ qualitativeRisk: { text: 'low' } }), risk({ probabilityDecimal: 101 })],
  // Where there is no fullUrl, what asks that it does not contain something holds.
  ['bdl-8', entry(), entry('https://example.org/Patient/p/_history/1')],
])('%s means what its text says', async (rule, kept, broken) => {
  expect(await brokenBy(kept)).not.toContain(rule)
  expect(await brokenBy(broken)).toContain(rule)
})

const profile = (id: string) => ({
  resourceType: 'StructureDefinition',
  url: 'https://example.org/StructureDefinition/x',
  name: 'X',
  status: 'draft',
  kind: 'resource',
  abstract: false,
  type: 'Patient',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  derivation: 'constraint',
  differential: { element: [{ id, path: id.split(':')[0] }] },
})
const percent = { value: 10, unit: 'percent' }

test.each<readonly [rule: string, resource: object]>([
  ['eld-19', profile('Patient.extension:a-slice')],
  ['eld-20', profile('Patient.extension:a-slice')],
  ['ras-1', risk({ probabilityRange: { low: percent, high: percent } })],
  [
    'ctm-1',
    {
      resourceType: 'CareTeam',
      participant: [{ member: { reference: 'Practitioner/1' }, onBehalfOf: { reference: 'Organization/1' } }],
    },
  ],
])('%s is said to be not evaluated, and breaks nothing', async (rule, resource) => {
  const { issues, notEvaluated } = await engine.validate(resource)
  expect(issues.map(one => one.rule)).not.toContain(rule)
  expect(notEvaluated).toContain(`invariant ${rule}`)
})
