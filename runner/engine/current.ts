/**
 * Which check's code a worker runs at this very moment, in memory shared with the main process: a synchronous endless loop sends
 * no message any more, and the check that began last is not always the one that runs.
 */
import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'

const KEY = 'mustdo:current'
const NOBODY = -1

/** The main process's half: call it before the worker starts. The returned function gives a place in the plan, or -1. */
export function shareCurrent(): () => number {
  const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  cell[0] = NOBODY
  setEnvironmentData(KEY, cell as unknown as never)
  return () => Atomics.load(cell, 0)
}

/** The worker's half: runs `work` under its place in the plan, through every await. */
export function followCurrent(): { enter<T>(place: number, work: () => Promise<T>): Promise<T>; end(): void } {
  const cell = getEnvironmentData(KEY) as unknown as Int32Array | undefined
  const places = new AsyncLocalStorage<number>()
  const note = () => {
    if (cell) Atomics.store(cell, 0, places.getStore() ?? NOBODY)
  }
  const hook = createHook({ before: note }).enable()
  return {
    enter: (place, work) =>
      places.run(place, () => {
        note()
        return work()
      }),
    end: () => hook.disable(),
  }
}
