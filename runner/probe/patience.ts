/** When an origin that lets every request run out of time is left alone: a run must come to its end. */
import { GivenUp } from '../instruments/politeness.ts'
import type { Live } from './world.ts'

/** In a row, each three tries long. */
const MOST_TIMEOUTS = 4

/** Why nothing more is asked of an origin; undefined while there is patience left. */
export const outOfPatience = (live: Live, origin: string): GivenUp | undefined =>
  (live.timeouts.get(origin) ?? 0) >= MOST_TIMEOUTS
    ? new GivenUp(`${MOST_TIMEOUTS} requests in a row ran out of time; no more were sent.`)
    : undefined

/** Counts time-outs in a row; any other end of a request begins anew. */
export function noteEnd(live: Live, origin: string, code: string | undefined): void {
  live.timeouts.set(origin, /timeout/.test(code ?? '') ? (live.timeouts.get(origin) ?? 0) + 1 : 0)
}
