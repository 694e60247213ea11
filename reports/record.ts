/**
 * The record: everything a run saw and concluded, as JSON. The report is a pure function of it, so nothing that the page
 * shows may come from anywhere else.
 */
import type { Basis, DutyHolder, Level, Pillar } from '../standards/model.ts'
import type { DiscoveryInputs } from './record/inputs.ts'
import type { Observation } from './record/observation.ts'
import type { Published } from './record/published.ts'
import type { Assertion, RequirementResult, SubjectRef } from './record/result.ts'

export * from './record/inputs.ts'
export * from './record/observation.ts'
export * from './record/published.ts'
export * from './record/result.ts'
export * from './record/review.ts'

export const RECORD_VERSION = 1

/** The part of a target that may be shown: names and addresses, never a secret. */
export interface RecordTarget {
  readonly supplier: string
  readonly product: string
  readonly version: string
  readonly environment: 'sandbox' | 'live'
  readonly packs: readonly string[]
  readonly endpoints: readonly {
    readonly name: string
    readonly kind: string
    readonly url: string
    readonly version?: string
    readonly identity?: string
  }[]
  readonly identities: readonly { readonly name: string; readonly method: string }[]
  readonly surfaces: readonly string[]
  readonly testPatients: number
  readonly politeness: { readonly concurrency: number; readonly requestsPerSecond: number }
  readonly consents: readonly {
    readonly effect: string
    readonly person: string
    readonly role: string
    readonly origins: readonly string[]
    readonly until: string
  }[]
  readonly hazards: readonly { readonly id: string; readonly title: string; readonly requirements: readonly string[] }[]
}

export interface RecordRequirement {
  readonly id: string
  readonly standard: string
  readonly statement: string
  readonly level: Level
  readonly clause: string
  /** Weaknesses of the CWE; absent in records of before. */
  readonly cwe?: readonly number[]
  /** Address of the clause itself, where the standard gives one. */
  readonly url?: string
  readonly pillar: Pillar
  readonly basis: Basis
  readonly dutyHolder: DutyHolder
  readonly fix: string
  readonly safety: boolean
  readonly sourceConfirmed: boolean
  readonly trialUse: boolean
  /** What took its place, or that nothing did, in words. */
  readonly supersededBy?: string
  readonly inForce?: string
  readonly conformBy?: string
  readonly packs: readonly string[]
}

export interface RecordStandard {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly publisher: string
  readonly url: string
  readonly licence: string
}

export interface RecordCheck {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly fix: string
  readonly effect: string
  readonly verifies: Readonly<Record<string, 'all' | 'part'>>
  /** Ids of subjects that the check was not asked about, because there are more than it takes; absent where it took all. */
  readonly leftOut?: readonly string[]
}

export interface PlannedAssertion {
  readonly id: string
  readonly check: string
  readonly version: number
  readonly subject: SubjectRef
}

/** Version and identity of the product, as the live endpoints gave them at the start and at the end of the run. */
export interface Observed {
  readonly softwareVersion?: string
  readonly metadataDigestAtStart?: string
  readonly metadataDigestAtEnd?: string
  readonly certificateKeys: readonly { readonly origin: string; readonly spki: string }[]
  readonly addresses: readonly { readonly origin: string; readonly address: string }[]
  /** What changed while the run went on; anything here makes the run incomplete. */
  readonly changes: readonly string[]
}

export interface Engine {
  readonly name: string
  readonly version: string
  readonly available: boolean
  /** What a validator judges by: `name#version` and the digest of each package. */
  readonly packages?: readonly string[]
  /** What its absence costs this report, and the one command that mends it. */
  readonly because?: string
  readonly mend?: string
}

export interface RunInfo {
  readonly id: string
  readonly startedAt: string
  readonly endedAt: string
  readonly operator: string
  readonly host: { readonly platform: string; readonly node: string; readonly ci: boolean }
  /** Present for a filtered run: what was asked for, in the user's words. */
  readonly partial?: { readonly filters: readonly string[]; readonly musts: number; readonly of: number }
  readonly demo: boolean
  readonly complete: boolean
  /** Why the run is not complete: stopped, harness trouble, a changed product. Empty when complete. */
  readonly incompleteBecause: readonly string[]
  /** True when no endpoint answered at all. */
  readonly notReached: boolean
  readonly seed: string
  readonly requests: number
  readonly validUntil: string
  readonly proxy?: string
  /** Origins whose chain ends in a root the target file gave. */
  readonly privateRoots: readonly string[]
  readonly challenge?: string
  /** Fingerprint of the key that is to seal the page, as the run claims it; only a verifier can tell. */
  readonly sealKey?: string
  /** Where less evidence was kept than was seen: how much; everything is here where it says nothing. */
  readonly evidence?: 'shortened' | 'digests'
  /** How pages, patients and other samples were chosen: one sentence each. */
  readonly sampling: readonly string[]
  /** Addresses seen but not followed, because the target file does not list their origin. */
  readonly notFollowed: readonly string[]
}

export interface Cleanup {
  readonly created: number
  readonly removed: number
  readonly left: readonly string[]
}

export interface RunRecord {
  readonly version: typeof RECORD_VERSION
  readonly tool: { readonly name: 'mustdo'; readonly version: string; readonly renderer: string }
  readonly run: RunInfo
  readonly target: RecordTarget
  readonly inputs: DiscoveryInputs
  readonly observed: Observed
  readonly catalogue: {
    readonly version: string
    readonly digest: string
    readonly standards: readonly RecordStandard[]
    readonly requirements: readonly RecordRequirement[]
  }
  readonly packs: readonly { readonly id: string; readonly title: string }[]
  readonly engines: readonly Engine[]
  readonly checks: readonly RecordCheck[]
  readonly plan: readonly PlannedAssertion[]
  readonly requirements: readonly RequirementResult[]
  readonly assertions: readonly Assertion[]
  /** What was seen outside any one check: discovery, sign-ins, givens, the closing look. Ids in the order asked. */
  readonly stages: readonly { readonly id: string; readonly observations: readonly string[] }[]
  readonly observations: readonly Observation[]
  /** sha256 → stored text (UTF-8 or base64, as the body that refers to it says). */
  readonly bodies: Readonly<{ [digest: string]: string }>
  readonly cleanup: Cleanup
  /** Present in a published copy, which holds verdicts without the evidence. */
  readonly published?: Published
}
