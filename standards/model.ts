/** The types of what must be done. YAML files hold the facts; `index.ts` loads, checks and resolves them into these. */

/** Strength of an obligation, as its source says it (BCP 14: RFC 2119, RFC 8174). */
export type Level = 'must' | 'should' | 'may'

export const pillars = [
  'interoperability',
  'cyber-security',
  'usability-accessibility',
  'clinical-safety',
  'governance',
  'sustainability',
  'changing-supplier',
] as const
export type Pillar = (typeof pillars)[number]

/** Why anyone has to care. The order is the order of weight in which a report counts them. */
export const bases = [
  'law',
  'information-standard',
  'national-api-spec',
  'procurement-framework',
  'national-policy',
  'open-standard',
  'industry-baseline',
  'voluntary-code',
  'deprecated-standard',
  'product-policy',
] as const
export type Basis = (typeof bases)[number]

/** Who has to act. A buyer's or provider's duty is shown, and tested only as "the product must make it possible". */
export type DutyHolder = 'supplier' | 'provider' | 'public-body'

/** What Good Looks Like: the seven success measures (NHS England, 2021). */
export type WgllMeasure =
  | 'well-led'
  | 'smart-foundations'
  | 'safe-practice'
  | 'support-people'
  | 'empower-citizens'
  | 'improve-care'
  | 'healthy-populations'

/**
 * Why a requirement has no check of ours, or none that covers all of it. `planned` is our own gap; its count may only fall.
 * A requirement with a check that covers all of it declares none.
 */
export const declaredFates = ['attested', 'person', 'counterparty', 'not-observable', 'harmful', 'planned'] as const
export type DeclaredFate = (typeof declaredFates)[number]

export interface Requirement {
  readonly id: string
  readonly standard: string
  readonly statement: string
  readonly level: Level
  readonly clause: string
  /** Clauses of other standards of the catalogue that ask for the same, so that nothing is demanded twice. */
  readonly also?: readonly { readonly standard: string; readonly clause: string }[]
  /** Weaknesses of the Common Weakness Enumeration (MITRE) that a breach is an instance of. */
  readonly cwe?: readonly number[]
  /** Address of the clause, or of the standard where clauses have none. */
  readonly url?: string
  readonly pillar: Pillar
  readonly basis: Basis
  readonly dutyHolder: DutyHolder
  /** A condition of `conditions.yaml`: `fhir-api`, `web-ui`, `org` … */
  readonly appliesWhen: string
  readonly fix: string
  readonly wgll: readonly WgllMeasure[]
  /** A breach can touch a patient: failures go to the clinical safety officer. */
  readonly safety: boolean
  /** False when the clause was written from memory: such a must can leave a standard incomplete, never not conformant. */
  readonly sourceConfirmed: boolean
  readonly sourceNote?: string
  /** A trial-use clause inside a normative page; reported in a group of its own. */
  readonly trialUse?: boolean
  readonly inForce?: string
  readonly conformBy?: string
  readonly supersededBy?: string
  readonly fate?: DeclaredFate
  readonly fateReason?: string
}

export interface Standard {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly publisher: string
  readonly url: string
  readonly licence: { readonly id: string; readonly note: string }
  readonly basis: Basis
  readonly pillar: Pillar
  readonly requirements: readonly Requirement[]
}

/** What a target must be able to offer (a condition, an endpoint kind or a surface) and the requirements that follow. */
export interface Pack {
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Packs whose requirements this one takes in; every product pack includes `common`. */
  readonly includes: readonly string[]
  readonly requires: readonly string[]
  readonly optional: readonly string[]
  /** Resolved: own requirements and those of `includes`, in catalogue order, each once. */
  readonly requirements: readonly string[]
}

/** A condition that requirements name in `appliesWhen`. */
export interface Condition {
  readonly id: string
  readonly title: string
  /** The endpoint kinds, any of which opens the question; empty when every product is asked. */
  readonly endpoints: readonly string[]
}

/** How far a report can be believed, weakest first; derived from what a verifier saw, never typed by hand. */
export const tiers = [
  'self-run',
  'published-key',
  'registered-key',
  'ci-identity',
  'framework-run',
  'counter-signed',
] as const
export type Tier = (typeof tiers)[number]

export interface FrameworkKey {
  readonly thumbprint: string
  readonly holder: string
  /** `issuer` when left out. */
  readonly roles?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly revoked?: string
  readonly reason?: string
}

export interface FrameworkPipeline {
  readonly issuer: string
  readonly holder: string
  readonly claims: Readonly<Record<string, string>>
  readonly keys: readonly { readonly [member: string]: unknown }[]
}

export interface Framework {
  readonly id: string
  readonly title: string
  readonly packs: readonly string[]
  /** Rows that the contract makes stronger than their source does. */
  readonly raises?: readonly { readonly requirement: string; readonly level: Level; readonly because: string }[]
  /** Keys the framework has registered, by RFC 7638 thumbprint. */
  readonly trustedKeys?: readonly FrameworkKey[]
  /** Pipelines it has registered; their keys are JWKs of the CI provider. */
  readonly trustedPipelines?: readonly FrameworkPipeline[]
  /** When the framework takes reports. */
  readonly validity?: { readonly from: string; readonly until: string }
  readonly minimumTier?: Tier
  readonly acceptedClaims: readonly {
    readonly requirement: string
    readonly supplier: string
    readonly until: string
  }[]
  readonly acceptedWaivers: readonly {
    readonly requirement: string
    readonly supplier: string
    readonly until: string
  }[]
}

export interface Catalogue {
  readonly version: string
  /** sha256 of the canonical JSON of everything below. */
  readonly digest: string
  readonly standards: readonly Standard[]
  readonly requirements: ReadonlyMap<string, Requirement>
  readonly packs: ReadonlyMap<string, Pack>
  readonly conditions: ReadonlyMap<string, Condition>
  readonly frameworks: ReadonlyMap<string, Framework>
}
