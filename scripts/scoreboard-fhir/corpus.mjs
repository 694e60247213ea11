import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { operators, placesOf } from './operators.mjs'
import { randomOf } from './random.mjs'

/** Types whose examples are mutated: clinical, administrative, definitional, and those that hold others. */
export const mutatedTypes = [
  'AllergyIntolerance',
  'Appointment',
  'Bundle',
  'CapabilityStatement',
  'CarePlan',
  'Claim',
  'CodeSystem',
  'Composition',
  'Condition',
  'DiagnosticReport',
  'Encounter',
  'Goal',
  'Immunization',
  'Medication',
  'MedicationRequest',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'Procedure',
  'Questionnaire',
  'QuestionnaireResponse',
  'ServiceRequest',
  'ValueSet',
]

const definitional = /^(StructureDefinition|SearchParameter|CompartmentDefinition|ConceptMap|ValueSet|CodeSystem)-/

/**
 * HL7's examples of R4, each with its file's name: all but the definitions of R4 itself, of which a few stand for many.
 * @param {string} folder of the unpacked package hl7.fhir.r4.examples
 */
export function examplesIn(folder) {
  return readdirSync(folder)
    .filter(name => /^[A-Z]\w+-.*\.json$/.test(name))
    .filter(name => (!definitional.test(name) && !/^(ValueSet|CodeSystem)-/.test(name)) || /example/i.test(name))
    .sort()
    .map(name => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
    .filter(({ text }) => text.length < 400_000)
}

/** So many mutants of the given examples, each made by one operator: `{ operator, of, at, text }`. */
export function mutantsOf(examples, count, seed) {
  const random = randomOf(seed)
  const names = Object.keys(operators)
  const byType = mutatedTypes
    .map(type => examples.filter(({ name }) => name.startsWith(`${type}-`)))
    .filter(list => list.length > 0)
  const mutants = []
  for (let round = 0; mutants.length < count; round++) {
    const operator = names[round % names.length]
    const { name, text } = random.pick(random.pick(byType))
    const resource = JSON.parse(text)
    const at = operators[operator]({ resource, places: placesOf(resource), random })
    const mutant = JSON.stringify(resource)
    if (at !== undefined && mutant !== JSON.stringify(JSON.parse(text)))
      mutants.push({ operator, of: name, at, text: mutant })
  }
  return mutants
}
