/** Limits of patience, for slow products and for tests of this tool. */
import { UsageError } from './explain.ts'

/** Rest of a probe, or silence of a worker, after which it is given up, in milliseconds. */
const SILENCE_VARIABLE = 'MUSTDO_SILENCE_MS'

export interface Limits {
  readonly silenceMs?: number
  readonly timeoutMs?: number
}

/** From `--timeout` (seconds) and the environment. Throws UsageError for what is no positive number. */
export function limitsFrom({ timeout }: { timeout?: string }): Limits {
  const silence = process.env[SILENCE_VARIABLE]
  return {
    ...(silence && { silenceMs: positive(SILENCE_VARIABLE, silence) }),
    ...(timeout !== undefined && { timeoutMs: positive('--timeout', timeout) * 1000 }),
  }
}

function positive(name: string, text: string): number {
  const number = Number(text)
  if (Number.isFinite(number) && number > 0) return number
  throw new UsageError(`${name} is "${text}". Expected a number above 0. Leave it out for the default.`)
}
