/** Verifies one report after another in a thread of its own; started by `reports-pool.ts`. */
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { VerifyOptions } from '../../reports/seal/verify.ts'
import { lightener } from './light.ts'
import { verified } from './reports-in.ts'

const { folder, options } = workerData as { readonly folder: string; readonly options: VerifyOptions }
const light = lightener()
parentPort?.on('message', async (file: string) => {
  parentPort?.postMessage(light({ file, ...(await verified(join(folder, file), options)) }))
})
