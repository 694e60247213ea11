/** Synthetic resources that hold values for search parameters of which the server's data has none. Valid base R4. Pure. */
import type { Json } from './resource.ts'
import { elementFor, type Parameter } from './search-values.ts'
import { RUN_SYSTEM } from './synthetic.ts'

/** `Type/id` of a known instance. */
export type References = (type: string) => string | undefined

const words = 'Synthetic, written by a conformance test'
const when = '2026-03-28T12:00:00Z'
const THO = 'http://terminology.hl7.org/CodeSystem'
const concept = { coding: [{ system: RUN_SYSTEM, code: 'sample' }], text: words }
const of = (system: string, code: string) => ({ coding: [{ system: `${THO}/${system}`, code }] })
/** Any known instance of the type. */
const to = (type: string) => ({ reference: `${type}/?` })
const [patient, practitioner, organization] = [to('Patient'), to('Practitioner'), to('Organization')]
const name = [{ family: 'Testing', given: ['Mustdo'] }]

/** The least that a type needs. */
const bases: { readonly [type: string]: Json } = {
  Patient: { active: false, name },
  Practitioner: { active: false, name },
  Organization: { active: false, name: words },
  Location: { status: 'inactive', name: words },
  Observation: { status: 'final', code: concept, subject: patient },
  Condition: { clinicalStatus: of('condition-clinical', 'inactive'), code: concept, subject: patient },
  AllergyIntolerance: {
    clinicalStatus: of('allergyintolerance-clinical', 'inactive'),
    verificationStatus: of('allergyintolerance-verification', 'unconfirmed'),
    code: concept,
    patient,
  },
  MedicationRequest: { status: 'draft', intent: 'proposal', medicationCodeableConcept: concept, subject: patient },
  MedicationStatement: { status: 'unknown', medicationCodeableConcept: concept, subject: patient },
  Encounter: { status: 'planned', class: { system: `${THO}/v3-ActCode`, code: 'AMB' }, subject: patient },
  Immunization: { status: 'not-done', vaccineCode: concept, patient, occurrenceDateTime: when },
  DocumentReference: {
    status: 'superseded',
    subject: patient,
    content: [{ attachment: { contentType: 'text/plain', data: 'bXVzdGRv' } }],
  },
  DiagnosticReport: { status: 'partial', code: concept, subject: patient },
  Procedure: { status: 'not-done', code: concept, subject: patient },
  ServiceRequest: { status: 'draft', intent: 'proposal', code: concept, subject: patient },
}

/** Elements that parameters look at, where no type says otherwise. */
const usual: Json = {
  telecom: [{ system: 'other', value: 'mustdo' }],
  address: [{ city: 'Mustdo', postalCode: 'ZZ99 3WZ' }],
  gender: 'unknown',
  birthDate: '1902-02-03',
  encounter: to('Encounter'),
  device: to('Device'),
  specimen: to('Specimen'),
  location: to('Location'),
  requester: practitioner,
  recorder: practitioner,
  asserter: practitioner,
  author: [practitioner],
  performer: [practitioner],
  generalPractitioner: [practitioner],
  managingOrganization: organization,
  custodian: organization,
  serviceProvider: organization,
  partOf: organization,
  method: concept,
  severity: concept,
  category: [concept],
  type: [concept],
  priority: 'routine',
  lotNumber: 'MUSTDO',
  description: words,
  period: { start: when },
  onsetDateTime: when,
  recordedDate: when,
  effectiveDateTime: when,
  performedDateTime: when,
  authoredOn: when,
  issued: when,
  date: when,
}
/** Undefined says that the type has the element elsewhere. */
const particular: { readonly [type: string]: Json } = {
  Observation: {
    valueQuantity: { value: 7, unit: 'score', system: 'http://unitsofmeasure.org', code: '{score}' },
    valueCodeableConcept: concept,
    valueString: words,
  },
  Condition: { verificationStatus: of('condition-ver-status', 'unconfirmed') },
  AllergyIntolerance: { category: ['medication'], type: 'intolerance', criticality: 'low' },
  DocumentReference: { type: concept, encounter: undefined },
  Procedure: { category: concept },
  Location: { address: { city: 'Mustdo', postalCode: 'ZZ99 3WZ' } },
}

/** With what it points at put in; undefined where nothing is known to point at. */
function pointed(value: unknown, references: References): unknown {
  const text = JSON.stringify(value)
  const types = [...(text ?? '').matchAll(/"([A-Z]\w+)\/\?"/g)].map(([, type = '']) => type)
  if (types.some(type => !references(type))) return undefined
  return types.length === 0
    ? value
    : JSON.parse(text.replace(/"([A-Z]\w+)\/\?"/g, (_, type) => `"${references(type)}"`))
}

function madeValue(type: string, element: string, word: string, references: References): unknown {
  if (element === 'identifier') return [{ system: RUN_SYSTEM, value: word }]
  const own = { ...usual, ...particular[type], ...bases[type] }
  return pointed(own[element], references)
}

/** Whether a value by which the parameter searches can be made up. */
export function canFill(type: string, parameter: Parameter, references: References): boolean {
  const element = elementFor(type, parameter.name)
  if (!bases[type] || pointed(bases[type], references) === undefined || !element) return false
  if (element === 'meta') return parameter.name === '_tag' || parameter.name === '_security'
  return madeValue(type, element, '', references) !== undefined
}

/** Resources that between them have a value for each of the parameters; several where elements exclude each other. */
export function filled(
  type: string,
  parameters: readonly Parameter[],
  word: string,
  references: References,
): readonly { readonly body: Json; readonly parameters: readonly Parameter[] }[] {
  const choice = (parameter: Parameter) => /^value[A-Z]/.test(elementFor(type, parameter.name) ?? '')
  const [first, ...others] = parameters.filter(choice)
  const plain = parameters.filter(parameter => !choice(parameter))
  const groups = [first ? [...plain, first] : plain, ...others.map(other => [other])].filter(({ length }) => length > 0)
  return groups.map(group => {
    const elements = [...new Set(group.flatMap(({ name: one }) => elementFor(type, one) ?? []))]
    const security = group.some(({ name: one }) => one === '_security')
    const values = elements
      .filter(element => element !== 'meta')
      .map(element => [element, madeValue(type, element, word, references)] as const)
    const body = {
      resourceType: type,
      meta: {
        ...(security && { security: [{ system: `${THO}/v3-Confidentiality`, code: 'N' }] }),
        tag: [{ system: RUN_SYSTEM, code: word }],
      },
      ...(pointed(bases[type], references) as Json),
      ...Object.fromEntries(values),
    }
    return { body, parameters: group }
  })
}
