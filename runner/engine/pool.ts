/**
 * The pool worker that vitest runs checks in, kept within reach: a synchronous endless loop outlives every time-out, and only
 * ending its thread ends it.
 */
import { type PoolOptions, ThreadsPoolWorker } from 'vitest/node'

export interface ThreadHandle {
  terminate(): Promise<void>
}

class ReachableWorker extends ThreadsPoolWorker {
  override name = 'mustdo'

  async terminate(): Promise<void> {
    const { thread } = this as unknown as { thread: { terminate(): Promise<number> } }
    await thread.terminate()
  }
}

/** A pool for `createVitest`, which hands each worker it makes to `keep`. */
export function reachablePool(keep: (worker: ThreadHandle) => void) {
  return {
    name: 'mustdo',
    createPoolWorker: (options: PoolOptions) => {
      const worker = new ReachableWorker(options)
      keep(worker)
      return worker
    },
  }
}
