/** Packs a report while it is verified: each of the two takes as long as the other. */
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'

export interface Archivist {
  /** Packs the sealed report at this path and resolves to where the archive is. Once only; rejects with what the thread threw. */
  pack(report: string): Promise<string>
  /** Ends the thread, whatever it is at. */
  close(): Promise<unknown>
}

/** The thread loads what it needs at once, so that it is ready when the report is. */
export function openArchivist(): Archivist {
  const worker = new Worker(new URL(`./archive-worker${extname(import.meta.url)}`, import.meta.url))
  return {
    pack: report =>
      new Promise((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.once('exit', () => reject(new Error(`Nobody packed ${report}: the thread ended`)))
        worker.postMessage(report)
      }),
    close: () => worker.terminate(),
  }
}
