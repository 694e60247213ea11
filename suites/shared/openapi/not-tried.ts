import { advice, type Decision, type Exchange } from '../../../runner/check.ts'
import { isSafe, type Operation } from './operations.ts'
import { scopesAsked } from './scopes.ts'

/** What it takes to be refused so; a run does not always have it. */
const takes = {
  403: 'an identity that may not call it, and a document that says by which scope',
  429: 'consent to load',
} as const

/** Declared errors that no request here is meant to meet, said in the open. `openapi/scopes` meets 403 where the document names scopes. */
export function notTried(operation: Operation, asked: readonly (Exchange | undefined)[]): readonly Decision[] {
  const [first] = asked.flatMap(one => one ?? [])
  const met = asked.map(one => one?.response?.status)
  const byScopes = isSafe(operation) && scopesAsked(operation).length > 0
  return ([403, 429] as const)
    .filter(status => operation.responses.some(one => one.status === String(status)))
    .filter(status => !met.includes(status) && !(status === 403 && byScopes))
    .map(status =>
      advice('error-not-tried', {
        operation: operation.name,
        ...(first && { at: first.request.url }),
        expected: String(status),
        actual: 'not provoked',
        what: takes[status],
      }),
    )
}

export const notTriedMessages = {
  'error-not-tried': '{operation} declares {expected}, which was not provoked: that takes {what}.',
} as const
