/** What was concluded: findings of checks, and from them the state of every requirement. */
import type { ReviewResult } from './review.ts'

/** EARL 1.0 outcome values (W3C). */
export const outcomes = ['failed', 'cantTell', 'untested', 'passed', 'inapplicable'] as const
export type Outcome = (typeof outcomes)[number]

/** Who owes the next act, and the act that clears the matter. */
export interface Owed {
  readonly who: 'supplier' | 'reviewer' | 'mustdo'
  readonly act: string
}

export interface Finding {
  /** Six hex digits of sha256(check, subject, signature); the anchor on the page, in SARIF, in waivers and baselines. */
  readonly id: string
  readonly outcome: Outcome
  /** The one requirement it speaks of; absent when it speaks of all that the check verifies. */
  readonly requirement?: string
  /** The key of the check's message template; `passed` and the engine's own keys need none. */
  readonly key: string
  readonly message: string
  /** An address, a FHIRPath, a selector: where to look. */
  readonly at?: string
  readonly expected?: string
  readonly actual?: string
  /** How many places share this finding, and some of them. */
  readonly count?: number
  readonly places?: readonly string[]
  /** Shown, but never rolled up. */
  readonly advice?: boolean
  readonly owes?: Owed
}

/** What one check concluded about one subject. */
export interface Assertion {
  readonly id: string
  readonly check: string
  readonly version: number
  readonly subject: SubjectRef
  readonly outcome: Outcome
  readonly findings: readonly Finding[]
  /** Observation ids, in the order the probe asked for them. */
  readonly observations: readonly string[]
  readonly blockedBy?: string
  readonly ms: number
}

export interface SubjectRef {
  /** Stable within a target: `origin:https://a.example`, `fhir:main/Patient`. */
  readonly id: string
  readonly kind: string
  readonly url: string
}

export type State = 'met' | 'notMet' | 'cantTell' | 'notTested' | 'attested' | 'notApplicable'

export interface AttestationResult {
  readonly by: string
  readonly role: string
  readonly on: string
  readonly until: string
  readonly statement: string
  readonly evidence: readonly { readonly name: string; readonly sha256: string }[]
  /** Empty when the attestation counts; else why it does not: expired, evidence missing, another version … */
  readonly problems: readonly string[]
}

export interface RequirementResult {
  readonly id: string
  readonly state: State
  /** How it was looked at: by checks, by checks and a person, by a person, or not at all and why. */
  readonly fate:
    | 'checked'
    | 'checked-and-attested'
    | 'attested'
    | 'person'
    | 'counterparty'
    | 'not-observable'
    | 'harmful'
    | 'planned'
    | 'not-given'
    | 'filtered'
    | 'condition-false'
  /** Plain words: why it is not tested, does not apply or could not be told. */
  readonly because?: string
  readonly owes?: Owed
  readonly assertions: readonly string[]
  /** True when the plan had named it untested before the first request: `--gate tested` forgives only these. */
  readonly foretold: boolean
  readonly attestation?: AttestationResult
  /** What persons found who looked at pages; of success criteria only. */
  readonly reviews?: readonly ReviewResult[]
  readonly waiver?: { readonly status: 'asked for' | 'accepted'; readonly reason: string; readonly until: string }
  readonly claim?: { readonly reason: string; readonly by: string }
  readonly hazards?: readonly string[]
}
