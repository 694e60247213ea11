/**
 * Things that a test makes by one operation so that another has something to work on, and how they are taken away again. Asks; judges
 * nothing. What somebody else made is never written to.
 */
import {
  type Exchange,
  given,
  type Http,
  type NotReached,
  noData,
  noGround,
  type ProbeContext,
} from '../../../runner/check.ts'
import { isNotReached } from '../refusal.ts'
import { documentOf, type Json, objectOf } from './document.ts'
import { idIn, type Known, knownValues } from './known-values.ts'
import { leadsTo, linkedValues } from './links.ts'
import { isBelowFhir, isSafe, type Link, type Operation, type OperationSubject, operationsOf } from './operations.ts'
import { keyOf, plainValues, sendable, unwritable, type Values } from './request.ts'

type Asking = Pick<OperationSubject, 'api' | 'environment'>
const MOST_LEVELS = 3

export interface Made {
  /** Values for the path parameters of the operation that the thing was made for. */
  readonly known: Known
  /** The requests that made it, outermost first, each with the operation that it used. */
  readonly steps: readonly { readonly operation: Operation; readonly answer: Exchange }[]
}

/** Sends an operation with these values, as the API's identity unless told. */
export function send(
  http: Http,
  { api }: Asking,
  operation: Operation,
  values: Values,
  as = api.identity,
): Promise<Exchange> {
  const { method, url, headers, body } = sendable(operation, api.url, values)
  return http.send(method, url, { headers, as, ...(body !== undefined && { body }) })
}

const inPath = ({ parameters }: Operation): readonly string[] => parameters.filter(one => one.in === 'path').map(keyOf)

const linksTo = ({ links }: Operation, target: Operation): Link | undefined =>
  links.find(link => /^2/.test(link.status) && leadsTo(link, target))

/** The operation whose answer names what `target` works on: one that links to it, else `POST` on the path above it. */
function makerOf(document: Json, target: Operation): Operation | undefined {
  const all = operationsOf(document).filter(one => !isSafe(one) && one !== target)
  const above = target.path.replace(/\/\{[^{}/]+\}(\/[^{}]*)?$/, '')
  return (
    all.find(one => one.method !== 'DELETE' && linksTo(one, target) !== undefined) ??
    all.find(one => one.method === 'POST' && one.path === above && above !== target.path)
  )
}

/** Makes what the path parameters of `target` name. Nothing to make when it has none; nothing to try when its body cannot be written. */
export async function makeFor(http: Http, subject: Asking, target: Operation, level = 0): Promise<Made | NotReached> {
  const type = unwritable(documentOf(subject.api), target)
  if (type)
    return noData(`an example, as text, of the body of ${target.name}, which the document wants as ${type} alone`)
  if (inPath(target).length === 0)
    return target.method === 'POST' || isSafe(target)
      ? { known: {}, steps: [] }
      : noData(`a way to try ${target.name} out on something made for the test; it may change everything there is`)
  const document = documentOf(subject.api)
  const maker = makerOf(document, target)
  if (!maker || level >= MOST_LEVELS)
    return noData(`an operation in the document that makes what ${target.name} works on, with a link to it`)
  const parent = await makeFor(http, subject, maker, level + 1)
  if (isNotReached(parent)) return parent
  const answer = await send(http, subject, maker, plainValues(document, maker, parent.known))
  const steps = [...parent.steps, { operation: maker, answer }]
  const { response } = answer
  if (!response || response.status < 200 || response.status > 299)
    return noGround(
      `${maker.name}, which makes what ${target.name} works on, answered ${response?.status ?? answer.error?.code}`,
    )
  const known = { ...parent.known, ...namedBy(answer, maker, target) }
  return inPath(target).every(key => key in known)
    ? { known, steps }
    : noGround(`the answer of ${maker.name} does not say how ${target.name} would find what was made`)
}

/** What an answer says of the path parameters of another operation: by its link, by the id in its body, by its Location. */
export function namedBy(answer: Exchange, maker: Operation, target: Operation): Known {
  const link = linksTo(maker, target)
  const linked = link ? linkedValues(link, target, answer) : {}
  if (Object.keys(linked).length > 0) return linked
  const last = [...target.path.matchAll(/\{([^{}]+)\}/g)].at(-1)?.[1]
  if (last === undefined) return {}
  const value =
    idIn(bodyObject(answer), last) ?? answer.response?.headers['location']?.split(/[/?#]/).filter(Boolean).at(-1)
  return value === undefined ? {} : { [`path ${last}`]: value }
}

function bodyObject({ response }: Exchange): Json {
  try {
    const body = JSON.parse(response?.body.text ?? '') as unknown
    return objectOf(objectOf(body)?.['data']) ?? objectOf(body) ?? {}
  } catch {
    return {}
  }
}

/** The operation of a method on the thing that `maker` makes; `GET` and `DELETE` have one in most documents. */
export function onMade(document: Json, maker: Operation, method: string): Operation | undefined {
  const all = operationsOf(document).filter(one => one.method === method)
  return (
    all.find(one => linksTo(maker, one)) ??
    all.find(one => /^\/\{[^{}/]+\}$/.test(one.path.slice(maker.path.length)) && one.path.startsWith(maker.path))
  )
}

/** Takes away what these answers made, last first, where the document has an operation for it. */
export async function takeAwayMade(
  http: Http,
  subject: Asking,
  { known, steps }: Pick<Made, 'known' | 'steps'>,
): Promise<void> {
  for (const { operation, answer } of [...steps].reverse()) {
    if (!answer.response || answer.response.status > 299) continue
    const remove = onMade(documentOf(subject.api), operation, 'DELETE')
    if (!remove) continue
    const values = { ...known, ...namedBy(answer, operation, remove) }
    if (inPath(remove).every(key => key in values))
      await send(http, subject, remove, plainValues(documentOf(subject.api), remove, values))
  }
}

/**
 * Values for the path parameters of an operation that reads. With consent to write, something made for the whole run and taken away at its
 * end: what a list shows may be somebody else's, or gone in a moment. Else what links and lists name.
 */
export async function readable({ http, given: setUp }: Doors, subject: Subject, operation: Operation): Promise<Known> {
  const document = documentOf(subject.api)
  const maker = inPath(operation).length > 0 && subject.consents.includes('write') && makerOf(document, operation)
  if (maker && subject.environment === 'sandbox' && !isBelowFhir(subject)) {
    const made = await setUp(thingMade(subject, operation))
    if (!isNotReached(made)) return made.known
  }
  return knownValues(http, subject, operation)
}

type Subject = OperationSubject
type Doors = Pick<ProbeContext<Subject>, 'http' | 'given'>

const thingMade = (subject: Subject, operation: Operation) =>
  given<Made>({
    id: `openapi:${subject.api.id} ${operation.path}`,
    title: `What ${operation.path} names, made by the operation that the document has for it`,
    effect: 'write',
    setUp: ({ http }) => makeFor(http, subject, operation),
    undo: ({ http }, made) => takeAwayMade(http, subject, made),
  })

/** Values for an operation of either kind: of what is there for those that read, of what was made for those that write. */
export async function somethingFor(doors: Doors, subject: Subject, operation: Operation): Promise<Made | NotReached> {
  return isSafe(operation)
    ? { known: await readable(doors, subject, operation), steps: [] }
    : makeFor(doors.http, subject, operation)
}
