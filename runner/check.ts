/**
 * What a suite's author imports, and all of it: `check()`, the findings, the instruments a probe is handed. A check has two
 * halves. The probe asks and judges nothing; the judge decides and touches nothing. Copy `suites/_template.ts` to begin.
 */
import type { Outcome } from '../reports/record.ts'
import type { Chosen } from './check/at-most.ts'
import type { Effect, Need, ProbeContext } from './check/context.ts'
import type { Decision } from './check/decision.ts'
import type { Judged } from './check/judged.ts'
import type { NotReached } from './check/not-reached.ts'
import type { Landscape } from './plan/landscape.ts'

export type * from '../reports/record/observation.ts'
export type { Outcome, Owed } from '../reports/record/result.ts'
export * from './check/at-most.ts'
export * from './check/context.ts'
export * from './check/decision.ts'
export type * from './check/http.ts'
export type * from './check/instruments.ts'
export type * from './check/judged.ts'
export * from './check/nobody.ts'
export * from './check/not-reached.ts'
export type * from './check/oauth.ts'
export type * from './check/web.ts'
export type * from './plan/landscape.ts'

/** What a subject has at least; the kinds are in `plan/landscape.ts`. */
export interface Subject {
  readonly id: string
  readonly kind: string
  readonly url: string
}

export interface Example<S, Sub = Subject> {
  readonly name: string
  /** The server the answer was captured from, and the date. */
  readonly from: string
  readonly outcome: Outcome
  readonly seen: S
  /** The subject as discovery found it, for judges that look at it. */
  readonly subject?: Sub
  /** The message keys the judge must give, in order, where outcome alone would not pin the result down. */
  readonly keys?: readonly string[]
}

export interface Check<Sub extends Subject = Subject, S = unknown> {
  readonly id: string
  /** Rises whenever the judge may decide differently; a test compares it with the committed digest of the judge. */
  readonly version: number
  readonly title: string
  /** Requirement id → whether the check covers all of it or part of it. */
  readonly verifies: Readonly<Record<string, 'all' | 'part'>>
  /** One assertion for each subject; a pure function of what discovery saw. `atMost` limits them, and the report says what was left out. */
  readonly subjects: (landscape: Landscape) => Chosen<Sub>
  readonly effect: Effect
  /** What must be at hand before the first request; without it the check is untested, and the plan says so. */
  readonly needs?: readonly Need[]
  /** What the engineer should do, for a failure that is this check's own; the catalogue's fix stands beside it. */
  readonly fix: string
  /** The judge wants transport errors and gateways' answers too. Otherwise both are cantTell before it is called. */
  readonly judgesSilence?: boolean
  readonly probe: (context: ProbeContext<Sub>) => Promise<S | NotReached>
  readonly judge: (seen: Judged<S>, subject: Sub) => Decision | readonly Decision[]
  /** Templates: `{at}`, `{expected}`, `{actual}` and any other parameter of the decision. */
  readonly messages: Readonly<Record<string, string>>
  readonly examples: readonly Example<NoInfer<S> | NotReached, Sub>[]
}

/** Declares a check. The types of probe, judge and examples follow from each other. */
export const check = <Sub extends Subject, S>(definition: Check<Sub, S>): Check<Sub, S> => definition

/** A check whose types no longer matter: what the engine and the registry hold. */
// biome-ignore lint/suspicious/noExplicitAny: variance of judge and probe; the registry only passes through what a check made
export type AnyCheck = Check<any, any>

/** Hands the checks that were found to the engine's worker half, which registers those that are planned. */
export async function registerPlan(load: (extra?: string) => Promise<AnyCheck[]>): Promise<void> {
  const { registerPlan: register } = await import('./engine/register.ts')
  await register(load)
}
