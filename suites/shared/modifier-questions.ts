/** What each modifier that R4 defines is asked with, from one known instance (R4 search.html, 3.1.1.4.4). Pure. */
import type { ResourceTypeSubject } from '../../runner/check.ts'
import { isObject, type Json, objectsIn, type Resource } from './resource.ts'
import { elementFor, type Parameter, valueFor } from './search-values.ts'

export interface ModifierQuestion {
  readonly modifier: string
  readonly name: string
  readonly value: string
  /** Whether the known instance is among the matches. */
  readonly finds: boolean
}

const NOBODYS = 'mustdo-none'
const SPEC = 'http://hl7.org/fhir/ValueSet'
/** A value set of R4 whose codes stand in no searchable element of the types that are looked at. */
const ALIEN = `${SPEC}/days-of-week`
/** Value sets of R4 that the element of a parameter is bound to as required, so that every value is in it. */
const bound: { readonly [parameter: string]: string } = {
  'Patient.gender': 'administrative-gender',
  'Practitioner.gender': 'administrative-gender',
  'Observation.status': 'observation-status',
  'Encounter.status': 'encounter-status',
  'MedicationRequest.status': 'medicationrequest-status',
  'MedicationRequest.intent': 'medicationrequest-intent',
  'DocumentReference.status': 'document-reference-status',
  'Condition.clinical-status': 'condition-clinical',
  'AllergyIntolerance.clinical-status': 'allergyintolerance-clinical',
}
const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical'
/** Which code of the system is above which (R4 codesystem-condition-clinical.html): the other branch of each is not. */
const branches: readonly (readonly [above: string, below: string])[] = [
  ['active', 'relapse'],
  ['inactive', 'remission'],
]

type Ask = (modifier: string, value: string, finds: boolean) => Omit<ModifierQuestion, 'name'>
const ask: Ask = (modifier, value, finds) => ({ modifier, value, finds })
const escaped = (text: string) => text.replace(/[\\,|$]/g, '\\$&')
const string = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Every question that the instance and one parameter give ground for; the plain questions of a modifier that has no known match too. */
export function modifierQuestions(
  { type }: Pick<ResourceTypeSubject, 'type'>,
  instance: Resource,
  parameter: Parameter,
): readonly ModifierQuestion[] {
  const value = valueFor(instance, parameter)
  if (value === undefined) return []
  const element = instance[elementFor(type, parameter.name) ?? '']
  const found = [element].flat().filter(isObject)
  const asked = {
    string: () => contained(value),
    token: () => [
      ...texts(found),
      ask('not', value, false),
      ask('not', NOBODYS, true),
      ...members(bound[`${type}.${parameter.name}`]),
      ...branched(found),
    ],
    reference: () => [...identified(found), ...typed(value)],
    uri: () => prefixed(value),
  }[parameter.type]
  return (asked?.() ?? []).map(question => ({ ...question, name: parameter.name }))
}

/** What stands inside the longest word of a value, by which a plain search does not find it. */
function contained(value: string): ReturnType<Ask>[] {
  const [word = ''] = (value.match(/[\p{L}\p{N}]+/gu) ?? []).toSorted((a, b) => b.length - a.length)
  const inner = word.slice(1)
  return inner.length < 3 ? [] : [ask('contains', inner, true), ask('contains', NOBODYS, false)]
}

/** The words that go with a code: the text of a concept, the display of a coding, or the text of an identifier's type. */
function texts(found: readonly Json[]): ReturnType<Ask>[] {
  const said = found.flatMap(value => {
    const { text, display, type } = value
    return [text, objectsIn(value['coding'])[0]?.['display'], display, isObject(type) ? type['text'] : undefined]
  })
  const text = said.map(string).find(Boolean)
  return [...(text ? [ask('text', escaped(text), true)] : []), ask('text', NOBODYS, false)]
}

function members(set: string | undefined): ReturnType<Ask>[] {
  if (!set) return []
  const own = `${SPEC}/${set}`
  return [ask('in', own, true), ask('in', ALIEN, false), ask('not-in', own, false), ask('not-in', ALIEN, true)]
}

function branched(found: readonly Json[]): ReturnType<Ask>[] {
  const coding = found.flatMap(value => objectsIn(value['coding'])).find(({ system }) => system === CLINICAL)
  const branch = branches.find(codes => codes.some(code => code === coding?.['code']))
  const other = branches.find(one => one !== branch)
  if (!branch || !other) return []
  const code = (name: string) => `${CLINICAL}|${name}`
  return [
    ask('above', code(branch[1]), true),
    ask('above', code(other[1]), false),
    ask('below', code(branch[0]), true),
    ask('below', code(other[0]), false),
  ]
}

function identified(found: readonly Json[]): ReturnType<Ask>[] {
  const [known] = found.flatMap(({ identifier }) => {
    const { system, value } = isObject(identifier) ? identifier : {}
    return typeof system === 'string' && typeof value === 'string' ? [`${escaped(system)}|${escaped(value)}`] : []
  })
  return [...(known ? [ask('identifier', known, true)] : []), ask('identifier', `urn:mustdo:none|${NOBODYS}`, false)]
}

function typed(value: string): ReturnType<Ask>[] {
  const [type = '', id = ''] = value.split('/')
  return [ask(type, id, true), ask(type, NOBODYS, false), ask(type === 'Device' ? 'Group' : 'Device', id, false)]
}

/** R4 defines both for addresses by their segments: `below` finds what begins so, `above` what it is the beginning of. */
function prefixed(value: string): ReturnType<Ask>[] {
  const parent = value.slice(0, value.lastIndexOf('/') + 1)
  if (!/^https?:\/\/[^/]+\/./.test(parent)) return []
  return [
    ask('below', parent, true),
    ask('below', 'https://elsewhere.example/mustdo/', false),
    ask('above', `${value}/mustdo`, true),
    ask('above', 'https://elsewhere.example/mustdo', false),
  ]
}
