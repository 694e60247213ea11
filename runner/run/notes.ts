/**
 * What the main process knows of a run, kept in the run folder as `run.json` and rewritten at every stage. Together with journal,
 * results and bodies it is all that a record is made from, so that a run that was killed still has its report.
 */
import type {
  AttestationResult,
  DiscoveryInputs,
  Engine,
  Observed,
  PlannedAssertion,
  RecordTarget,
  ReviewResult,
} from '../../reports/record.ts'
import type { EvidenceLevel } from '../../reports/review/withhold.ts'
import type { Fate, Plan } from '../plan/plan.ts'

export interface Claim {
  readonly requirement: string
  readonly reason: string
  readonly by: string
  readonly accepted: boolean
  /** What discovery saw that speaks against it. */
  readonly contradicted?: string
}

export interface Waiver {
  readonly requirement: string
  readonly status: 'asked for' | 'accepted'
  readonly reason: string
  readonly until: string
}

export interface RunNotes {
  readonly version: 1
  readonly tool: string
  readonly id: string
  readonly seed: string
  readonly startedAt: string
  readonly endedAt?: string
  readonly operator: string
  readonly ci: boolean
  readonly demo: boolean
  readonly challenge?: string
  readonly filters: readonly string[]
  /** How much evidence the report is to carry; all where it is left out. */
  readonly evidence?: EvidenceLevel
  readonly target: RecordTarget
  readonly inputs: DiscoveryInputs
  readonly packs: readonly string[]
  readonly catalogueDigest: string
  readonly engines: readonly Engine[]
  readonly discovery: readonly string[]
  readonly plan: readonly PlannedAssertion[]
  readonly fates: readonly Fate[]
  /** Absent in notes of before. */
  readonly leftOut?: Plan['leftOut']
  readonly attestations: { readonly [requirement: string]: AttestationResult }
  /** Absent in notes of before reviews were read. */
  readonly reviews?: { readonly [requirement: string]: readonly ReviewResult[] }
  /** How the pages that persons reviewed were chosen, one sentence each. */
  readonly reviewed?: readonly string[]
  readonly claims: readonly Claim[]
  readonly waivers: readonly Waiver[]
  readonly observed: Observed
  readonly privateRoots: readonly string[]
  readonly proxy?: string
  readonly requests: number
  /** Why the run is incomplete, besides requirements that are open: stopped, trouble of ours, a product that changed. */
  readonly trouble: readonly string[]
  readonly notReached: boolean
}
