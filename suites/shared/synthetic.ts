/** Resources that nobody could take for a patient's: what they say is that a test wrote them. Valid base R4, UK Core content. */
import type { Json } from './resource.ts'

/** The system of the tag and identifier that every resource written by a check carries. */
export const RUN_SYSTEM = 'urn:mustdo:run'

interface Made {
  /** The free text of the resource. */
  readonly words: string
  /** `Patient/x` of a listed test patient, where one is known. */
  readonly patient: string | undefined
}
interface Kind {
  readonly make: (made: Made) => Json
  /** Where the free text stands, as a JSON pointer. */
  readonly wordsAt: string
  /** A coded element whose value set R4 requires, or a mandatory element; spoilt, the resource is invalid. */
  readonly codeAt?: string
  readonly mandatory?: string
  /** An element that points at another resource of the same type. */
  readonly pointing?: (reference: string) => Json
}

const note = (words: string) => [{ text: words }]
const subject = (patient: string | undefined): Json => (patient ? { subject: { reference: patient } } : {})

/** In the order in which they are taken: an observation harms least, an organisation is what a product needs least. */
const kinds: { readonly [type: string]: Kind } = {
  Observation: {
    make: ({ words, patient }) => ({
      status: 'final',
      category: [
        {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
        },
      ],
      code: {
        coding: [
          { system: 'http://loinc.org', code: '8867-4', display: 'Heart rate', userSelected: false },
          { system: 'http://snomed.info/sct', code: '364075005', display: 'Heart rate', userSelected: true },
        ],
        text: 'Heart rate, as a conformance test writes it',
      },
      ...subject(patient),
      effectiveDateTime: '2026-03-29T02:15:00+01:00',
      valueQuantity: { value: 72, unit: 'beats per minute', system: 'http://unitsofmeasure.org', code: '/min' },
      note: note(words),
    }),
    wordsAt: '/note/0/text',
    codeAt: 'status',
    mandatory: 'status',
    pointing: reference => ({ derivedFrom: [{ reference }] }),
  },
  Condition: {
    make: ({ words, patient }) => ({
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: { coding: [{ system: 'http://snomed.info/sct', code: '38341003', display: 'Hypertensive disorder' }] },
      ...subject(patient),
      note: note(words),
    }),
    wordsAt: '/note/0/text',
    mandatory: 'subject',
    pointing: reference => ({ evidence: [{ detail: [{ reference }] }] }),
  },
  Patient: {
    make: ({ words }) => ({ active: false, name: [{ text: words, family: 'Testing' }], gender: 'unknown' }),
    wordsAt: '/name/0/text',
    codeAt: 'gender',
    pointing: reference => ({ link: [{ other: { reference }, type: 'seealso' }] }),
  },
  Basic: { make: ({ words }) => ({ code: { text: words } }), wordsAt: '/code/text', mandatory: 'code' },
  Organization: {
    make: ({ words }) => ({ active: false, name: words }),
    wordsAt: '/name',
    pointing: reference => ({ partOf: { reference } }),
  },
}

export const syntheticTypes: readonly string[] = Object.keys(kinds)
const kindOf = (type: string): Kind => {
  const kind = kinds[type]
  if (!kind) throw new Error(`No synthetic ${type} is known; expected one of ${syntheticTypes.join(', ')}.`)
  return kind
}

/** A resource of the type, tagged and identified by the word. */
export function synthetic(type: string, word: string, made: Made): Json {
  const mark = { system: RUN_SYSTEM }
  return {
    resourceType: type,
    meta: { tag: [{ ...mark, code: word }] },
    identifier: [{ ...mark, value: word }],
    ...kindOf(type).make(made),
  }
}

export const wordsAt = (type: string): string => kindOf(type).wordsAt
export const pointing = (type: string, reference: string): Json | undefined => kindOf(type).pointing?.(reference)

/** What base R4 forbids of the type: a mandatory element left out, a code outside a required value set, a list in place of text. */
export function spoilt(type: string, body: Json): readonly { readonly how: string; readonly body: Json }[] {
  const { codeAt, mandatory } = kindOf(type)
  const { [mandatory ?? '']: _left, ...without } = body
  return [
    ...(mandatory ? [{ how: `without ${mandatory}`, body: without }] : []),
    ...(codeAt ? [{ how: `with a ${codeAt} that is not of the value set`, body: { ...body, [codeAt]: 'blue' } }] : []),
    { how: 'with text where a list belongs', body: { ...body, identifier: 'none' } },
  ]
}

/** The value at a JSON pointer. */
export const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((part, step) => (part as { readonly [key: string]: unknown } | undefined | null)?.[step], value)
