/** What is said of answers to addresses that were asked to lead elsewhere. */
import { type Answered, cantTell, type Decision, failed, passed } from '../../runner/check.ts'
import { leadsElsewhere } from './redirecting.ts'

/** Each address once: failed where it sent the browser to the other host, open where it fell over. */
export function ledAwayBy(answers: readonly Answered[], url: string): readonly Decision[] {
  const found = new Map<string, Decision>()
  for (const one of answers) {
    const at = one.request.url.replace(/[?#].*$/, '')
    const actual = leadsElsewhere(one)
    const said = { at, expected: 'the product itself, or an error', actual: actual ?? String(one.response.status) }
    if (actual !== undefined && !found.has(at)) found.set(at, failed('led-away', said))
    if (one.response.status >= 500 && !found.has(at)) found.set(at, cantTell('broke', said))
  }
  return found.size > 0 ? [...found.values()] : [passed({ at: url })]
}

export const ledAwayMessages = {
  'led-away': '{at} sent the browser to {actual}, which stood in a parameter that anybody can write into a link.',
  broke:
    '{at} answered {actual} to a parameter with the address of another host: it led nowhere, but was not refused in order.',
} as const
