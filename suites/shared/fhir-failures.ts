import type { Exchange, Http, NotReached, ResourceTypeSubject } from '../../runner/check.ts'
import { inJson, readOf, searchOf, turnedAway, UNKNOWN_ID, unusable } from './fhir-asking.ts'

/** What failing looks like: an unknown instance, an unknown type, a search for a date that is none. Only answers that are failures. */
export async function failuresOf(http: Http, subject: ResourceTypeSubject): Promise<readonly Exchange[] | NotReached> {
  const odd = unusable(await readOf(http, subject))
  if (odd) return odd
  const date = subject.searchParams.find(({ type }) => type === 'date')?.name
  const answers = [
    await readOf(http, subject, UNKNOWN_ID),
    await http.get(`${subject.base}/NotAResource/1`, inJson(subject)),
    ...(date ? [await searchOf(http, subject, { _id: subject.instances[0] ?? '', [date]: 'notadate' })] : []),
  ]
  return turnedAway(...answers) ?? answers.filter(({ response }) => response === undefined || response.status >= 400)
}
