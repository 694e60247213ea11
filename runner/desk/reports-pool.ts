/** The reports of a folder, verified on every core, without their evidence. */
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { VerifyOptions } from '../../reports/seal/verify.ts'
import { gatherer, type LightReport } from './light.ts'
import { type FoundReport, reportFiles } from './reports-in.ts'

/** Each thread holds one report of up to 25 MB, and what it is rendered to. */
const MOST_THREADS = 8
/** A thread takes as long to start as a report or two to verify. */
const REPORTS_A_THREAD = 4

/** In code-point order of their names. Rejects with what a thread threw. */
export async function reportsPooled(folder: string, options: VerifyOptions): Promise<readonly FoundReport[]> {
  const files = reportFiles(folder)
  const whole = gatherer()
  const found = new Map<string, FoundReport>()
  const queue = [...files]
  const threads = Math.min(MOST_THREADS, availableParallelism(), Math.ceil(files.length / REPORTS_A_THREAD))
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL(`./verify-worker${extname(import.meta.url)}`, import.meta.url), {
        workerData: { folder, options },
      })
      const next = () => {
        const file = queue.shift()
        if (file !== undefined) return worker.postMessage(file)
        resolve()
        void worker.terminate()
      }
      worker.on('message', (one: LightReport) => {
        found.set(one.file, whole(one))
        next()
      })
      worker.once('error', reject)
      next()
    })
  await Promise.all(Array.from({ length: threads }, work))
  return files.flatMap(file => found.get(file) ?? [])
}
