/** Packs one report in a thread of its own; started by `archive.ts`. */
import { parentPort } from 'node:worker_threads'
import { writeBundle } from './write-bundle.ts'

parentPort?.once('message', (report: string) => parentPort?.postMessage(writeBundle(report)))
