/** Operations that a CapabilityStatement declares, and which of them can be asked without harm. Asks; judges nothing. */
import type { Exchange, FhirSubject, ProbeContext } from '../../runner/check.ts'
import { inJson, searchOf } from './fhir-asking.ts'
import { isObject, type Json, objectsIn, resourceIn } from './resource.ts'
import { resourcesIn } from './resources-in.ts'

/** An operation of a type, or of the whole server. */
interface Declared {
  readonly type?: string
  readonly name: string
  readonly definition?: string
}
/** The answer of an operation, and of one at the same place that nobody has. */
export interface AskedOperation {
  readonly name: string
  readonly answer: Exchange
  readonly unknown: Exchange
}
export interface OperationsSeen {
  readonly asked: readonly AskedOperation[]
  /** What was not asked, in words: `Patient $match needs parameters`. */
  readonly left: readonly string[]
}

/** R4's own and the IPS's that only read an instance and need no parameters, whether or not the server serves their definitions. */
export const harmless: readonly string[] = ['meta', 'everything', 'summary']
const NOBODY = 'mustdo-no-such-operation'
/** Operations that are looked at, those of types with known records first. */
const MOST = 40

export function operationsOf(statement: Json | undefined): readonly Declared[] {
  const [rest] = objectsIn(statement?.['rest'])
  const declared = (operations: unknown, type?: string): Declared[] =>
    objectsIn(operations).map(({ name, definition }) => ({
      ...(type !== undefined && { type }),
      name: String(name ?? '').replace(/^\$/, ''),
      ...(typeof definition === 'string' && { definition }),
    }))
  const ofTypes = objectsIn(rest?.['resource']).flatMap(one => declared(one['operation'], String(one['type'])))
  return [...ofTypes, ...declared(rest?.['operation'])].filter(({ name }) => name !== '')
}

/** Asks the operations that only read and need nothing, each beside one that nobody has. */
export async function askOperations(
  context: ProbeContext<FhirSubject>,
  operations: readonly Declared[],
): Promise<OperationsSeen> {
  const { http, subject } = context
  const ordered = [...operations].sort((a, b) => rankIn(subject, a) - rankIn(subject, b))
  const places = await Promise.all(
    ordered.map(async (operation, number) => ({
      operation,
      place: number < MOST ? await placeOf(context, operation) : { because: 'was one too many' },
    })),
  )
  const asked = places.map(async ({ operation: { name }, place }) => {
    if ('because' in place) return []
    const ask = (word: string) => http.get(`${place.url}/$${word}`, inJson(subject))
    const [answer, unknown] = await Promise.all([ask(name), ask(NOBODY)])
    return [{ name, answer, unknown }]
  })
  const left = places.flatMap(({ operation: { type = 'the server', name }, place }) =>
    'because' in place ? [`${type} $${name} ${place.because}`] : [],
  )
  return { asked: (await Promise.all(asked)).flat(), left }
}

/** Types with known records first, in the order of the subject, which has patients in front. */
function rankIn({ types }: FhirSubject, { type }: Declared): number {
  const place = types.findIndex(one => one.type === type && one.instances.length > 0)
  return place < 0 ? types.length : place
}

/** Where the operation can be asked; an instance goes before the type, and the type before the server. */
async function placeOf(
  context: ProbeContext<FhirSubject>,
  operation: Declared,
): Promise<{ readonly url: string } | { readonly because: string }> {
  const { subject } = context
  const known = subject.types.find(({ type }) => type === operation.type)
  const instance = known?.instances[0] && `${known.url}/${known.instances[0]}`
  const definition = await definitionOf(context, operation)
  if (!definition) {
    if (!harmless.includes(operation.name)) return { because: 'has no definition that was found' }
    return instance ? { url: instance } : { because: 'has no record that is known' }
  }
  if (definition['affectsState'] !== false) return { because: 'may change something' }
  const needed = objectsIn(definition['parameter']).some(({ use, min }) => use === 'in' && Number(min) > 0)
  if (needed) return { because: 'needs parameters' }
  if (definition['instance'] === true && instance) return { url: instance }
  if (definition['type'] === true && known) return { url: known.url }
  if (definition['system'] === true && !operation.type) return { url: subject.url }
  return { because: 'has no record that is known' }
}

/** The OperationDefinition, where the server gives it: at its address, or by a search for that. */
async function definitionOf(
  { http, subject }: ProbeContext<FhirSubject>,
  { definition }: Declared,
): Promise<Json | undefined> {
  if (!definition) return undefined
  const [url = ''] = definition.split('|', 1)
  const definitions = subject.types.find(({ type }) => type === 'OperationDefinition')
  const found = url.startsWith(`${subject.url}/`)
    ? resourceIn(await http.get(url, inJson(subject)))
    : definitions?.interactions.includes('search-type')
      ? resourcesIn(await searchOf(http, definitions, { url })).find(one => one['url'] === url)
      : undefined
  return isObject(found) && found['resourceType'] === 'OperationDefinition' ? found : undefined
}

/** Whether the operation got the answer of one that nobody has, apart from its name. */
export const isAsUnknown = ({ name, answer, unknown }: AskedOperation): boolean =>
  unknown.response !== undefined &&
  unknown.response.status >= 400 &&
  answer.response?.status === unknown.response.status &&
  wordsOf(answer, name) === wordsOf(unknown, NOBODY)

const wordsOf = (seen: Exchange, name: string): string =>
  objectsIn(resourceIn(seen)?.['issue'])
    .map(({ code, diagnostics, details }) => `${code} ${diagnostics} ${isObject(details) ? details['text'] : ''}`)
    .join(' ')
    .replaceAll(name, '')
