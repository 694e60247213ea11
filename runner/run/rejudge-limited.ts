/**
 * Judges a stranger's record in a worker of its own: whatever it makes a judge do (loop, eat memory, reach for the network), the
 * verifier goes on and says so.
 */
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Rejudgement, troubled } from '../../reports/seal/rejudged.ts'

export interface RejudgeLimits {
  readonly memoryMb: number
  readonly ms: number
}

/** A run of 2,000 checks with 25 MB of evidence is judged in a tenth of this. */
export const rejudgeLimits: RejudgeLimits = { memoryMb: 2048, ms: 300_000 }

/** Never throws. `extraChecks` is a folder of checks from outside the tree. Runs from compiled files only. */
export function rejudgeLimited(
  recordJson: string,
  { extraChecks, limits = rejudgeLimits }: { readonly extraChecks?: string; readonly limits?: RejudgeLimits } = {},
): Promise<Rejudgement> {
  const worker = new Worker(new URL(`./rejudge-worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: { recordJson, ...(extraChecks && { extraChecks }) },
    env: {},
    execArgv: [],
    stdin: false,
    // Kept from the terminal: what a record makes a judge print is nobody's word.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  })
  return new Promise(resolve => {
    const end = (outcome: Rejudgement) => {
      clearTimeout(timer)
      resolve(outcome)
      void worker.terminate()
    }
    const timer = setTimeout(() => end(troubled(`it took longer than ${limits.ms / 1000} s`)), limits.ms)
    worker.once('message', (outcome: Rejudgement) => end(outcome))
    worker.once('error', error =>
      end(
        troubled(
          (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? `it took more than ${limits.memoryMb} MB of memory`
            : error.message,
        ),
      ),
    )
    worker.once('exit', () => end(troubled('it ended without a word')))
  })
}
