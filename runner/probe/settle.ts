/** A probe that asks nothing and comes to no end would hold up the run for ever: it is given up, alone. */
import type { Scope } from '../recorder/recorder.ts'

/** The probe rested too long with no question under way. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled'
}
/** The probe came to its end without waiting for what it asked: whatever that would have shown, nobody would judge it. */
export class Unawaited extends Error {
  override readonly name = 'Unawaited'
}
/** The run was stopped while the probe was at work. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

export const DEFAULT_SILENCE_MS = 15_000

/**
 * The end of `work`, or a rejection: Unsettled when its scope rests for `silenceMs`, Unawaited when it ends before the answers to
 * its questions, Interrupted as soon as the run is stopped.
 * Time spent waiting for an instrument does not count; instruments have budgets of their own.
 */
export function settled<T>(
  work: Promise<T>,
  scope: Scope,
  { silenceMs = DEFAULT_SILENCE_MS, signal }: { silenceMs?: number | undefined; signal?: AbortSignal | undefined },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Interrupted('the run was stopped'))
    const timer = setInterval(() => {
      if (scope.waiting === 0 && performance.now() - scope.stirredAt > silenceMs)
        reject(new Unsettled(`it asked nothing for ${silenceMs / 1000} s and came to no end`))
    }, silenceMs / 8)
    const release = () => {
      clearInterval(timer)
      signal?.removeEventListener('abort', stop)
    }
    const end = (seen: T) =>
      scope.waiting === 0
        ? resolve(seen)
        : reject(new Unawaited(`it ended before ${scope.waiting} of its questions were answered: await each of them`))
    work.then(end, reject).finally(release)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
