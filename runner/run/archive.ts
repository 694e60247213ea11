/** Packs a report's evidence while the report is made, and the report while it is verified. */
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { RunRecord } from '../../reports/record.ts'
import type { Order } from './archive-worker.ts'

export interface Archivist {
  /** Packs the sealed report at this path and resolves to where the archive is. Once only; rejects with what the thread threw. */
  pack(report: string): Promise<string>
  /** Ends the thread, whatever it is at. */
  close(): Promise<unknown>
}

/** The thread begins at once with the evidence of the report to come. */
export function openArchivist({ bodies }: Pick<RunRecord, 'bodies'>): Archivist {
  const worker = new Worker(new URL(`./archive-worker${extname(import.meta.url)}`, import.meta.url))
  const give = (order: Order) => worker.postMessage(order)
  give({ bodies })
  return {
    pack: report =>
      new Promise((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.once('exit', () => reject(new Error(`Nobody packed ${report}: the thread ended`)))
        give({ report })
      }),
    close: () => worker.terminate(),
  }
}
