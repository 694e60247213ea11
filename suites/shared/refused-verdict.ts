import { type Answered, cantTell, type Decision, failed, passed } from '../../runner/check.ts'

/**
 * The verdict on an answer that ought to be a refusal: any 4xx or a redirect to sign in refuses; anything 2xx lets the caller in. A 5xx gives nothing
 * away, yet says that something broke, so a person has to look.
 */
export function refusedVerdict({ request, response }: Answered, requirement?: string): Decision {
  const { status } = response
  const about = { ...(requirement && { requirement }), at: request.url, expected: '401 or 403', actual: String(status) }
  if (status >= 200 && status < 300) return failed('let-in', about)
  return status >= 500 ? cantTell('broke', about) : passed(requirement ? { requirement } : {})
}

/** Message of a refusal that ended in a fault of the server; `let-in` is each check's own. */
export const broke = '{at} answered {actual}: nothing was given away, but the request was not refused in order.'
