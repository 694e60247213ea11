/** Things that lie at well-known addresses and should not: asked for, and recognised by what they hold, never by a status alone. */
import { type Answered, advice, type Decision, type Exchange, failed, type Http, passed } from '../../runner/check.ts'

export interface Exposure {
  readonly path: string
  /** In words for a report. */
  readonly what: string
  readonly holds: RegExp
  /** May be public on purpose: a person is told, and nothing fails. */
  readonly mayBeMeant?: boolean
}

/** Where nothing is. Other checks ask for it too, so that it costs a run nothing more. */
const NOWHERE = '/mustdo-no-such-page'

/** Asks for each, and for an address where nothing is, as a control. */
export const askExposed = (http: Http, base: string, exposures: readonly Exposure[]): Promise<readonly Exchange[]> =>
  Promise.all([...exposures.map(({ path }) => path), NOWHERE].map(path => http.get(new URL(path, base).href)))

/**
 * Applications that answer every address with the same page expose nothing: only a body that holds the thing counts, and none that
 * the control has as well.
 */
export function exposedIn(answers: readonly Answered[], exposures: readonly Exposure[], at: string): Decision[] {
  const everywhere = answers.find(({ request }) => new URL(request.url).pathname === NOWHERE)?.response.body.digest
  const found = answers.flatMap(({ request, response: { status, body } }) => {
    const exposure = exposures.find(({ path }) => new URL(path, request.url).href === request.url)
    const open = status >= 200 && status < 300 && body.encoding === 'utf8' && body.digest !== everywhere
    if (!exposure || !open || !exposure.holds.test(body.text ?? '')) return []
    const said = { at: request.url, expected: '404, 403 or 401', actual: exposure.what }
    return [exposure.mayBeMeant ? advice('public', said) : failed('exposed', said)]
  })
  return found.some(one => !one.advice) ? found : [passed({ at }), ...found]
}
