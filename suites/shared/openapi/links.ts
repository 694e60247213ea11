/** Links from the answer of one operation to another operation (OpenAPI 3.0.4, 4.8.20): where they lead, and with which values. */
import { type Answered, type Decision, type Exchange, failed } from '../../../runner/check.ts'
import { type Json, objectOf } from './document.ts'
import { type Link, type Operation, operationsOf, type Parameter, responseFor } from './operations.ts'
import { keyOf } from './request.ts'
import { valueByExpression } from './runtime-expression.ts'

export const leadsTo = (link: Link, target: Operation): boolean =>
  (link.operationId !== undefined && link.operationId === target.operationId) || link.operationAt === target.at

/** The operation that a link names; undefined for one elsewhere, or none. */
export const targetOf = (document: Json, link: Link): Operation | undefined =>
  operationsOf(document).find(one => leadsTo(link, one))

/** Whether a link means this parameter: by its name, or by its place and name (`path.id`). */
export const namedIn = (name: string, parameter: Pick<Parameter, 'in' | 'name'>): boolean =>
  name === parameter.name || name === `${parameter.in}.${parameter.name}`

/** Values for parameters of the target, by `in name`; what the answer does not hold is left out. */
export const linkedValues = (
  { parameters }: Link,
  target: Operation,
  answer: Exchange,
): { readonly [key: string]: unknown } =>
  Object.fromEntries(
    parameters.flatMap(([name, expression]) => {
      const parameter = target.parameters.find(one => namedIn(name, one))
      const value = valueByExpression(expression, answer)
      return parameter && value !== undefined && value !== null ? [[keyOf(parameter), value] as const] : []
    }),
  )

/** The links that the document has for the status of this answer. */
export function linksOf(operation: Operation, { response }: Exchange): readonly Link[] {
  const declared = response && responseFor(operation, response.status)
  return declared ? operation.links.filter(({ status }) => status === declared.status) : []
}

/** Expressions of the answer's links that name nothing in it, each with its link. A list may have no such item today. */
export const emptyExpressions = (
  operation: Operation,
  answer: Exchange,
): readonly { readonly link: string; readonly expression: string }[] =>
  linksOf(operation, answer).flatMap(({ name, parameters }) =>
    parameters.flatMap(([, expression]) =>
      typeof expression === 'string' &&
      expression.startsWith('$response.') &&
      valueByExpression(expression, answer) === undefined &&
      !endsInList(expression, answer)
        ? [{ link: name, expression }]
        : [],
    ),
  )

/** Whether the way that an expression goes into the body ends at a list that is too short for it. */
function endsInList(expression: string, { response }: Exchange): boolean {
  const pointer = /^\$response\.body#(\/.*)$/s.exec(expression)?.[1]
  if (pointer === undefined) return false
  try {
    let held = JSON.parse(response?.body.text ?? '') as unknown
    for (const step of pointer.split('/').slice(1)) {
      if (Array.isArray(held) && !(step in held)) return true
      held = objectOf(held)?.[step] ?? (Array.isArray(held) ? (held as unknown[])[Number(step)] : undefined)
    }
  } catch {
    return false
  }
  return false
}

/** What is wrong with the links of an answer: expressions that name nothing in it, and targets that are not there. */
export function linkDecisions(
  operation: Operation,
  answer: Answered,
  followed: readonly Followed[] = [],
): readonly Decision[] {
  const said = { operation: operation.name, at: answer.request.url }
  const empty = emptyExpressions(operation, answer)
  const dead = followed.filter(({ answer: { response } }) => /^(404|410)$/.test(String(response?.status)))
  return [
    ...empty.slice(0, 1).map(({ link, expression }) =>
      failed('link-empty', {
        ...said,
        link,
        expected: expression,
        actual: 'nothing',
        places: empty.map(one => `${one.link}: ${one.expression}`),
      }),
    ),
    ...dead.slice(0, 1).map(({ link, answer: { request, response } }) =>
      failed('link-dead', {
        ...said,
        link,
        to: request.url,
        expected: 'an answer of success',
        actual: String(response?.status),
        places: dead.map(one => `${one.link}: ${one.answer.request.url}`),
      }),
    ),
  ]
}

/** What a link of an answer led to. */
export interface Followed {
  readonly link: string
  readonly answer: Exchange
}

export const linkMessages = {
  'link-empty': 'The link {link} of {operation} names {expected}, and there is nothing in the answer.',
  'link-dead': 'The link {link} of {operation} leads to {to}, which answered {actual}.',
} as const
