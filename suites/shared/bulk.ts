/** An export of bulk data, from its start to its manifest. Asks; judges nothing. */
import {
  type EndpointSubject,
  type Exchange,
  type NotReached,
  noData,
  noGround,
  type ProbeContext,
} from '../../runner/check.ts'
import { turnedAway } from './fhir-asking.ts'

const MOST_POLLS = 12

/** Seconds that a header asks to wait; a second where it asks for nothing that is understood. */
const secondsIn = (header: string | undefined): number => (/^\d{1,6}$/.test(header ?? '') ? Number(header) : 1)

/**
 * Starts an export of the system, waits for it as it asks, and hands back its manifest; the export is deleted afterwards. No ground where
 * none is started, or it is still running after a dozen looks.
 */
export async function manifestOf(
  { http, subject, pause }: ProbeContext<EndpointSubject>,
  query = '',
): Promise<Exchange | NotReached> {
  const { identity } = subject
  const asked = { headers: { accept: 'application/fhir+json', prefer: 'respond-async' }, as: identity, fresh: true }
  const start = await http.get(`${subject.url.replace(/\/$/, '')}/$export${query}`, asked)
  const refused = turnedAway(start)
  if (refused) return identity ? refused : noData('an identity of the bulk endpoint that may export')
  if (!start.response) return start
  const place = start.response.headers['content-location']
  if (start.response.status !== 202 || !place || !URL.canParse(place))
    return noGround(`${start.request.url} answered ${start.response.status} and started no export`)
  try {
    return await poll(place)
  } finally {
    await http.send('DELETE', place, { as: identity })
  }

  async function poll(url: string): Promise<Exchange | NotReached> {
    for (let left = MOST_POLLS; left > 0; left--) {
      const state = await http.get(url, { headers: { accept: 'application/json' }, as: identity, fresh: true })
      if (!state.response || state.response.status === 200) return state
      if (state.response.status !== 202 && state.response.status !== 429)
        return noGround(`the state of the export at ${url} was answered ${state.response.status}`)
      await pause(secondsIn(state.response.headers['retry-after']) * 1000)
    }
    return noGround(`the export at ${url} was still running after ${MOST_POLLS} looks`)
  }
}
