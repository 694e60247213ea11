/**
 * The requests that try an operation out: at the edges of what its document allows, just beyond them, and by chance within them. Each
 * differs from one plain request in one point. Bounded: every point has its turn before any has a second one.
 */

import { readings } from './answers.ts'
import { valuesByChance } from './arbitrary.ts'
import { inside, type Json, type Place } from './document.ts'
import { edgesOf, spoiltOf, type Variant } from './edges.ts'
import { fitsIntoForm, isFormType } from './form.ts'
import { bare, isJsonType, isXmlType } from './media.ts'
import { isBelowFhir, isSafe, type Operation, type OperationSubject, type Parameter } from './operations.ts'
import { otherBodies } from './other-bodies.ts'
import { plainValue } from './plain-value.ts'
import { bodyType, keyOf, rawBody, type Sendable, sendable, type Values, valueFor } from './request.ts'
import { fits } from './schemas.ts'

/** The point of the case that asks for something that is not there. */
export const NAMES_NOTHING = 'path that names nothing'

export interface Case {
  /** The point in which it differs: `query limit maximum`, `body /reason missing`. */
  readonly what: string
  /** Whether the document allows it. */
  readonly good: boolean
  readonly values: Values
  /** A body as it travels, where no value can say it. */
  readonly raw?: { readonly type: string; readonly text: string }
  /** What the caller takes, where that is not what the document offers. */
  readonly accept?: string
}

/** Requests for one operation, beside the plain ones it gets from other checks. */
export const MOST_CASES = 40
const MOST_BAD = 20
const MOST_EDGES = 14

/** An address is never varied where something might be changed at it: a value by chance may name what somebody else keeps. */
const varied = (operation: Operation): readonly Parameter[] =>
  operation.parameters.filter(one => isSafe(operation) || one.in !== 'path')

/** Whether there is anything to vary. */
export const hasCases = (operation: Operation): boolean =>
  varied(operation).length > 0 || operation.body !== undefined || refusesTypes(operation)

/** The document says what a caller is told who takes none of its media types. */
const refusesTypes = ({ responses }: Operation): boolean => responses.some(({ status }) => status === '406')
/** A media type that nobody answers in. */
const NOTHING = 'application/x-mustdo'

/** Whether all this is tried out on an operation, with something that is not there among it. */
export const isTriedOut = (subject: OperationSubject): boolean => {
  const { operation, consents, environment } = subject
  const mayWrite = consents.includes('write') && environment !== 'live'
  return (
    hasCases(operation) && !isBelowFhir(subject) && consents.includes('intrusive') && (isSafe(operation) || mayWrite)
  )
}

/** `absent` names something that is not there; it is asked for too, but by PUT, which may make it. */
export function casesOf(
  document: Json,
  operation: Operation,
  plain: Values,
  seed: number,
  absent?: Values['parameters'],
): readonly Case[] {
  const nothing = absent && { ...plain, parameters: { ...plain.parameters, ...absent } }
  const bad = inTurn(
    [
      ...(nothing && operation.method !== 'PUT' ? [{ what: NAMES_NOTHING, good: false, values: nothing }] : []),
      ...(refusesTypes(operation) ? [{ what: 'accept of nothing', good: false, values: plain, accept: NOTHING }] : []),
      ...varied(operation).flatMap(one => spoiltParameter(document, one, plain)),
      ...badBodies(document, operation, plain),
    ],
    pointOf,
  )
  const edges = [
    ...varied(operation).flatMap(one => edgesOfParameter(document, one, plain)),
    ...bodies(document, operation, plain, edgesOf, true),
  ]
  const good = [
    ...otherBodies(document, operation).map(raw => ({
      what: `body as ${bare(raw.type)}`,
      good: true,
      values: plain,
      raw,
    })),
    ...inTurn(inTurn(edges, pointOf), placeOf),
  ]
  const most = [...bad.slice(0, MOST_BAD), ...good.slice(0, MOST_EDGES)]
  return [...most, ...byChance(document, operation, plain, seed, MOST_CASES - most.length)].slice(0, MOST_CASES)
}

/** The case as it travels. */
export function caseSendable(operation: Operation, server: string, { values, raw, accept }: Case): Sendable {
  const sent = sendable(operation, server, values, accept)
  return raw ? { ...sent, headers: { ...sent.headers, 'content-type': raw.type }, body: raw.text } : sent
}

/** The first case of every group, then the second of every group, and so on. */
function inTurn(cases: readonly Case[], groupOf: (one: Case) => string): readonly Case[] {
  const turns = new Map<string, number>()
  return cases
    .map(one => {
      const turn = turns.get(groupOf(one)) ?? 0
      turns.set(groupOf(one), turn + 1)
      return { one, turn }
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ one }) => one)
}

const pointOf = ({ what }: Case): string => what
/** The part of the request that differs: `query limit`, `query filter /fields/name`, `body /size`. */
const placeOf = ({ what }: Case): string => /^(body|\w+ \S+)( \/\S*)?/.exec(what)?.[0] ?? what

const withParameter = ({ parameters, ...rest }: Values, key: string, value: unknown): Values => ({
  ...rest,
  parameters: { ...parameters, [key]: value },
})

/** On the wire everything is text: what a reader could take for a fitting value does not spoil the request. */
function spoiltParameter(document: Json, parameter: Parameter, plain: Values): readonly Case[] {
  const { schema, required } = parameter
  const key = keyOf(parameter)
  const { [key]: _, ...others } = plain.parameters
  const missing: Case[] =
    required && parameter.in !== 'path'
      ? [{ what: `${key} missing`, good: false, values: { ...plain, parameters: others } }]
      : []
  if (!schema) return missing
  const spoilt = spoiltOf(document, schema, plain.parameters[key] ?? valueFor(document, parameter)).filter(
    ({ value }) =>
      (parameter.json || isWire(value, parameter)) &&
      !readings(String(value)).some(one => fits(document, schema, one, 'request')),
  )
  return [...missing, ...spoilt.map(one => caseOf(one, key, false, withParameter(plain, key, one.value)))]
}

function edgesOfParameter(document: Json, parameter: Parameter, plain: Values): readonly Case[] {
  const { schema } = parameter
  const key = keyOf(parameter)
  if (!schema) return []
  return edgesOf(document, schema, plain.parameters[key] ?? valueFor(document, parameter))
    .filter(
      ({ value }) =>
        parameter.json ||
        ((isWire(value, parameter) || Array.isArray(value)) && !(value === '' && parameter.in !== 'query')),
    )
    .map(one => caseOf(one, key, true, withParameter(plain, key, one.value)))
}

const caseOf = ({ what }: Variant, key: string, good: boolean, values: Values): Case => ({
  what: `${key} ${what.replace(/^\/ /, '')}`,
  good,
  values,
})

/** A single word that can travel where the parameter does. */
const isWire = (value: unknown, { in: where }: Parameter): boolean =>
  (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') &&
  (where !== 'path' || String(value) !== '') &&
  (where !== 'header' || /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(String(value)))

/** The schema of the body that is sent. */
export function bodySchema(document: Json, operation: Operation): Place | undefined {
  const type = bodyType(operation)
  const place = operation.body?.content.find(([name]) => name === type)?.[1]
  const schema = place && inside(document, place, 'schema')
  return schema?.value === undefined ? undefined : schema
}

function bodies(
  document: Json,
  operation: Operation,
  plain: Values,
  variants: typeof edgesOf,
  good: boolean,
): readonly Case[] {
  const schema = bodySchema(document, operation)
  const type = bodyType(operation)
  if (!schema || plain.body === undefined || !(isJsonType(type) || isFormType(type))) return []
  const sayable = ({ value }: Variant) =>
    isJsonType(type) || (fitsIntoForm(value) && (good || !mayBeRead(document, schema, value)))
  const sent = variants(document, schema, plain.body).filter(sayable)
  return sent.map(({ what, value }) => ({
    what: `body ${what.replace(/^\/ /, '')}`,
    good,
    values: { ...plain, body: value },
  }))
}

/** In a form everything is text: whether a reader could take one of the fields for a value with which all fits. */
const mayBeRead = (document: Json, schema: Place, form: Json): boolean =>
  Object.entries(form).some(([name, held]) =>
    readings(String(held)).some(one => fits(document, schema, { ...form, [name]: one }, 'request')),
  )

function badBodies(document: Json, operation: Operation, plain: Values): readonly Case[] {
  const type = bodyType(operation)
  if (type === undefined || plain.body === undefined) return []
  const { body: _, ...bare } = plain
  const { text } = isXmlType(type) ? rawBody(operation, type, plain.body) : { text: JSON.stringify(plain.body) }
  const schema = bodySchema(document, operation)
  return [
    ...(isJsonType(type) || isXmlType(type)
      ? [{ what: 'body cut short', good: false, values: plain, raw: { type, text: text.slice(0, -1) } }]
      : []),
    { what: 'body of another media type', good: false, values: plain, raw: { type: NOTHING, text } },
    ...(operation.body?.required ? [{ what: 'body missing', good: false, values: bare }] : []),
    ...bodies(document, operation, plain, spoiltOf, false),
    // With every optional member there too: what is wrong may show only beside them.
    ...(schema && plain.body !== undefined
      ? bodies(document, operation, { ...plain, body: plainValue(document, schema, true) }, spoiltOf, false)
      : []),
  ]
}

function byChance(document: Json, operation: Operation, plain: Values, seed: number, count: number): readonly Case[] {
  if (count <= 0) return []
  const schema = bodySchema(document, operation)
  const type = bodyType(operation)
  const drawnBodies =
    schema && (isJsonType(type) || isFormType(type)) ? valuesByChance(document, schema, seed, count) : []
  const body = isFormType(type) ? drawnBodies.filter(fitsIntoForm) : drawnBodies
  const free = operation.parameters.filter(one => one.in === 'query' && one.schema)
  const drawn = free.map((one, place) => valuesByChance(document, one.schema as Place, seed + place + 1, count))
  const rounds = Math.max(body.length, ...drawn.map(({ length }) => length), 0)
  return Array.from({ length: Math.min(rounds, count) }, (_, round) => {
    const parameters = free.flatMap((one, place): [string, unknown][] => {
      const values = drawn[place] ?? []
      // Now and then an optional parameter stays away.
      return values.length === 0 || (!one.required && (round + place) % 3 === 2)
        ? []
        : [[keyOf(one), values[round % values.length]]]
    })
    return {
      what: 'values by chance',
      good: true,
      values: {
        parameters: { ...plain.parameters, ...Object.fromEntries(parameters) },
        ...(body.length > 0
          ? { body: body[round % body.length] }
          : plain.body !== undefined
            ? { body: plain.body }
            : {}),
      },
    }
  })
}
