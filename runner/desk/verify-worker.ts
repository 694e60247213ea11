/** Verifies one report after another in a thread of its own; started by `reports-pool.ts`. */
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { VerifyOptions } from '../../reports/seal/verify.ts'
import { withoutEvidence } from './light.ts'
import { verified } from './reports-in.ts'

const { folder, options } = workerData as { readonly folder: string; readonly options: VerifyOptions }
parentPort?.on('message', async (file: string) => {
  const { verification, record } = await verified(join(folder, file), options)
  parentPort?.postMessage({ file, verification, ...(record && { record: withoutEvidence(record) }) })
})
