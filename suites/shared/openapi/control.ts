import { type Exchange, type Http, type NotReached, noGround, type RequestOptions } from '../../../runner/check.ts'
import { documentOf } from './document.ts'
import type { Known } from './known-values.ts'
import type { OperationSubject } from './operations.ts'
import { plainValues, sendable } from './request.ts'

export const isGood = ({ response }: Exchange): boolean =>
  response !== undefined && response.status >= 200 && response.status < 400

/**
 * The answer of an operation to a caller with bad credentials, or with none; asked between two equal requests of the API's identity,
 * which have to succeed, or being refused shows nothing. Asks; judges nothing.
 */
export async function refusedBetween(
  http: Http,
  { api, operation }: OperationSubject,
  known: Known,
  bad: Pick<RequestOptions, 'as' | 'credentials'>,
): Promise<Exchange | NotReached> {
  const { method, url, headers } = sendable(operation, api.url, plainValues(documentOf(api), operation, known))
  const ask = (options: Pick<RequestOptions, 'as' | 'credentials'>) =>
    http.send(method, url, { headers, ...options, fresh: true })
  const before = await ask({ as: api.identity })
  const refused = isGood(before) ? await ask(bad) : before
  const after = isGood(before) ? await ask({ as: api.identity }) : before
  if (isGood(after)) return refused
  return noGround(
    `${operation.name} answered ${after.response?.status ?? after.error?.code} to ${api.identity}, so that refusing others shows nothing`,
  )
}
