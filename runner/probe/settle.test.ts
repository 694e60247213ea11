/** When a probe's work counts as done, and when it is given up. */
import { expect, test } from 'vitest'
import { type Scope, waitingIn } from '../recorder/recorder.ts'
import { Interrupted, settled, Unawaited, Unsettled } from './settle.ts'

const scope = (): Scope => ({ id: 'probe', stage: false, asked: [], waiting: 0, stirredAt: performance.now() })
const after = (ms: number) => new Promise<string>(resolve => setTimeout(() => resolve('seen'), ms))

test('what was awaited is handed on', async () => {
  const of = scope()
  expect(await settled(waitingIn(of, after(20)), of, {})).toBe('seen')
})

test('a question that nobody awaits is said, not lost', async () => {
  const of = scope()
  void waitingIn(of, after(200))
  await expect(settled(after(1), of, {})).rejects.toThrow(Unawaited)
})

test('rest without a question under way ends it, waiting for an instrument does not', async () => {
  const idle = scope()
  await expect(settled(after(2_000), idle, { silenceMs: 80 })).rejects.toThrow(Unsettled)
  const busy = scope()
  expect(await settled(waitingIn(busy, after(400)), busy, { silenceMs: 80 })).toBe('seen')
})

test('a run that is stopped ends it at once', async () => {
  const stop = new AbortController()
  const ended = settled(after(2_000), scope(), { signal: stop.signal })
  stop.abort()
  await expect(ended).rejects.toThrow(Interrupted)
})
