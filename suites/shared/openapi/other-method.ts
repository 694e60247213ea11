/** A request with a method that the document does not have for a path, and what its answer says. */
import { type Answered, advice, type Decision, failed, passed } from '../../../runner/check.ts'
import { documentOf } from './document.ts'
import { isSafe, type OperationSubject, operationsOf } from './operations.ts'
import { plainValues, type Sendable, sendable } from './request.ts'
import { absentValues } from './variants.ts'

const writing = ['PATCH', 'PUT', 'POST']

/** The first operation of its path, which stands for the others. */
export const isFirstOfPath = ({ api, operation }: OperationSubject): boolean =>
  operationsOf(documentOf(api)).find(({ path }) => path === operation.path) === operation

/**
 * A method that writes, where it can go to something that is not there and in a sandbox only: it may be taken for a write after
 * all. Elsewhere TRACE, which changes nothing (RFC 9110, 9.3.8).
 */
export function otherMethod({ api, operation, environment }: OperationSubject, nonce: string): Sendable {
  const document = documentOf(api)
  const same = operationsOf(document).filter(({ path }) => path === operation.path)
  const method = writing.find(one => same.every(other => other.method !== one))
  const absent = absentValues(document, operation, nonce)
  const harmless = absent !== undefined || !operation.path.includes('{')
  const { parameters } = plainValues(document, operation, absent)
  const { url, headers } = sendable(operation, api.url, { parameters })
  const written = method !== undefined && harmless && isSafe(operation) && environment === 'sandbox'
  return { method: written ? method : 'TRACE', url, headers }
}

/**
 * 405 says best that a method is not there, with the others in `Allow` (RFC 9110, 15.5.6). A success says that there is more than
 * the document tells; that TRACE is answered has a requirement of its own.
 */
export function otherMethodDecision(
  { operation }: OperationSubject,
  { request, response }: Answered,
): readonly Decision[] {
  const { status, headers } = response
  const said = {
    operation: operation.name,
    at: request.url,
    what: request.method,
    expected: '405',
    actual: String(status),
  }
  if (status < 300 && request.method !== 'TRACE') return [failed('method-taken', said)]
  if (status === 405 && headers['allow'] === undefined)
    return [advice('allow-missing', said), passed({ at: request.url })]
  const refused = /^(405|501|401|403)$/.test(String(status))
  return [...(refused ? [] : [advice('method-not-refused', said)]), passed({ at: request.url })]
}

export const otherMethodMessages = {
  'method-taken': '{at} answered {actual} to {what}, a method that the document does not have there.',
  'method-not-refused':
    '{at} answered {actual} to {what}, a method that the document does not have there; {expected} says so.',
  'allow-missing': '{at} refused {what} with {actual} and no Allow header, which says what is allowed there.',
} as const
