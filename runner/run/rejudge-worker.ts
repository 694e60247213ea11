/** The worker's half of `rejudge-limited.ts`: no environment, no console, no way out to the network. */
import { syncBuiltinESMExports } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { loadCatalogue } from '../../standards/index.ts'
import { loadChecks } from '../../suites/registry.ts'
import { forbidNetwork } from '../instruments/forbid.ts'
import { rejudge } from './rejudge.ts'

const { recordJson, extraChecks } = workerData as { readonly recordJson: string; readonly extraChecks?: string }
forbidNetwork()
syncBuiltinESMExports()
const catalogue = loadCatalogue()
const checks = await loadChecks(extraChecks)
parentPort?.postMessage(await rejudge(recordJson, { checks, catalogue }))
