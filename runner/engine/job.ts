/** What the main process hands a worker: JSON, because it crosses a thread. */
import type { PlannedAssertion } from '../../reports/record.ts'
import type { Landscape } from '../check.ts'
import type { ValidatorAddress } from '../instruments/fhir-validator/open.ts'
import type { LearntSecret } from '../recorder/redact.ts'
import type { PackedTarget } from '../target/pack.ts'

export interface Job {
  readonly runId: string
  readonly challenge?: string
  readonly folder: string
  readonly seed: string
  readonly target: PackedTarget
  readonly landscape: Landscape
  readonly plan: readonly PlannedAssertion[]
  /** Secrets known so far with their placeholders; they live in memory only. */
  readonly learnt: readonly LearntSecret[]
  readonly browser?: { readonly wsEndpoint: string }
  /** The main process knows a validator, or will once it has started; the worker asks where it is. */
  readonly validator?: boolean
  /** Folders of FHIR packages, with snapshots, whose profiles resources are made by. */
  readonly packages?: readonly string[]
  /** Prefix of observation ids, so that a second worker's do not clash with the first's. */
  readonly prefix: string
  /** How long a probe may rest without a question under way, in milliseconds. */
  readonly silenceMs: number
  /** Longest wait for one answer, in milliseconds. */
  readonly timeoutMs?: number
}

/** Messages between main process and worker, over a BroadcastChannel named after the run. */
export type Message =
  | { readonly type: 'beat' }
  | { readonly type: 'entered'; readonly assertion: string }
  | { readonly type: 'done'; readonly assertion: string; readonly outcome: string; readonly requests: number }
  | { readonly type: 'stop' }
  /** A worker has loaded its checks … */
  | { readonly type: 'job-wanted' }
  /** … and is told what to do with them. */
  | { readonly type: 'job'; readonly job: Job }
  /** A worker needs the validator, which starts beside the checks … */
  | { readonly type: 'validator-wanted' }
  /** … and is told where it is, or that there is none after all. */
  | { readonly type: 'validator'; readonly address?: ValidatorAddress }

/** What a worker needs to begin: it loads the checks while the run still looks around. */
export interface Place {
  readonly runId: string
  readonly extraChecks?: string
}

export const channelName = (runId: string): string => `mustdo:${runId}`
