/** The top-level elements of types that R4 marks as summary, and those that it demands (StructureDefinitions of 4.0.1). */
interface Marks {
  readonly summary: readonly string[]
  readonly mandatory: readonly string[]
}

/** Summary elements, `!` behind what is mandatory. */
const types: { readonly [type: string]: string } = {
  Patient: 'identifier active name telecom gender birthDate deceased[x] address managingOrganization link',
  Practitioner: 'identifier active name telecom address gender birthDate',
  Organization: 'identifier active type name partOf',
  Location: 'identifier status operationalStatus name description mode type physicalType managingOrganization',
  Observation:
    'identifier basedOn partOf status! code! subject focus encounter effective[x] issued performer value[x] hasMember derivedFrom component',
  Condition:
    'identifier clinicalStatus verificationStatus code bodySite subject! encounter onset[x] recordedDate recorder asserter',
  AllergyIntolerance: 'identifier clinicalStatus verificationStatus type category criticality code patient! asserter',
  MedicationRequest:
    'status! intent! priority doNotPerform reported[x] medication[x]! subject! authoredOn requester performerType instantiatesCanonical instantiatesUri basedOn groupIdentifier',
  MedicationStatement:
    'identifier basedOn partOf status! category medication[x]! subject! context effective[x] dateAsserted',
  Encounter:
    'identifier status! class! type serviceType subject episodeOfCare participant appointment reasonCode reasonReference diagnosis',
  Immunization: 'status! vaccineCode! patient! occurrence[x]! primarySource performer note isSubpotent',
  DocumentReference:
    'masterIdentifier identifier status! docStatus type category subject date author relatesTo description securityLabel content! context',
  DiagnosticReport:
    'identifier status! category code! subject encounter effective[x] issued performer resultsInterpreter media',
}

export const hasMarks = (type: string): boolean => type in types

export function marksOf(type: string): Marks {
  const words = (types[type] ?? '').split(' ')
  const bare = (word: string) => word.replace('!', '')
  return { summary: words.map(bare), mandatory: words.filter(word => word.endsWith('!')).map(bare) }
}

/** What every resource may have beside its own elements, cut down or not. */
const always = new Set([
  'resourceType',
  'id',
  'meta',
  'implicitRules',
  'language',
  'contained',
  'extension',
  'modifierExtension',
])

/** The resource's own elements, extensions beside primitives taken for the element. */
export const elementsIn = (resource: object): readonly string[] =>
  [...new Set(Object.keys(resource).map(name => name.replace(/^_/, '')))].filter(name => !always.has(name))

/** Whether an element is one of these, choices of type included. */
export const isOneOf = (names: readonly string[], element: string): boolean =>
  names.some(name =>
    name.endsWith('[x]')
      ? element.startsWith(name.slice(0, -3)) && /^[A-Z]/.test(element.slice(name.length - 3))
      : name === element,
  )
