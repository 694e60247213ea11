/** The one file that vitest runs in a conformance run: it finds the checks and registers those that are planned. */
import { registerPlan } from '../runner/check.ts'
import { loadChecks } from './registry.ts'

await registerPlan(loadChecks)
