import type { Exchange } from '../../runner/check.ts'

/** Whether there was a moment at which all of these were under way: only then can one have got in the other's way. */
export function atOnce(exchanges: readonly Pick<Exchange, 'at' | 'ms'>[]): boolean {
  const begun = exchanges.map(({ at }) => Date.parse(at))
  const ended = exchanges.map(({ ms }, i) => (begun[i] ?? 0) + ms)
  return Math.max(...begun) < Math.min(...ended)
}
