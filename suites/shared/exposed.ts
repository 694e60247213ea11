/** Things that lie at well-known addresses and should not: asked for, and recognised by what they hold, never by a status alone. */
import { type Answered, type Decision, type Exchange, failed, type Http, passed } from '../../runner/check.ts'

export interface Exposure {
  readonly path: string
  /** In words for a report. */
  readonly what: string
  readonly holds: RegExp
}

export const askExposed = (http: Http, base: string, exposures: readonly Exposure[]): Promise<readonly Exchange[]> =>
  Promise.all(exposures.map(({ path }) => http.get(new URL(path, base).href)))

/** Applications that answer every address with the same page expose nothing: only a body that holds the thing counts. */
export function exposedIn(answers: readonly Answered[], exposures: readonly Exposure[], at: string): Decision[] {
  const found = answers.flatMap(({ request, response }) => {
    const exposure = exposures.find(({ path }) => new URL(path, request.url).href === request.url)
    const open = response.status >= 200 && response.status < 300 && response.body.encoding === 'utf8'
    return exposure && open && exposure.holds.test(response.body.text ?? '')
      ? [failed('exposed', { at: request.url, expected: '404, 403 or 401', actual: exposure.what })]
      : []
  })
  return found.length > 0 ? found : [passed({ at })]
}
