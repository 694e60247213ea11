/** Packs one report in a thread of its own, its evidence first; started by `archive.ts`. */
import { parentPort } from 'node:worker_threads'
import { type Ahead, packAhead } from '../../reports/bundle/pack.ts'
import type { RunRecord } from '../../reports/record.ts'
import { writeBundle } from './write-bundle.ts'

export type Order = { readonly bodies: RunRecord['bodies'] } | { readonly report: string }

let ahead: Ahead | undefined

parentPort?.on('message', (order: Order) => {
  if ('bodies' in order) ahead = packAhead(order.bodies)
  else parentPort?.postMessage(writeBundle(order.report, ahead))
})
