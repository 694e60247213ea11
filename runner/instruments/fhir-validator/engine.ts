import type { ValidationIssue } from '../../../reports/record.ts'
import type { ExtraRule } from './extra-rules.ts'

/** What one engine says of one resource. */
export interface ValidatorAnswer {
  readonly issues: readonly ValidationIssue[]
  /** Kinds of rules this engine did not look at; never a pass. */
  readonly notEvaluated: readonly string[]
}

/** What one validation is judged by besides R4 and the profiles that the resource claims. */
export interface ValidationOptions {
  /** Canonical address of a profile. */
  readonly profile?: string
  /** Rules that are not R4's own. An engine without one of them names it in `notEvaluated`. */
  readonly also?: readonly ExtraRule[]
  /** Beginnings of addresses of extensions that are fine without a definition at hand. */
  readonly extensions?: readonly string[]
}

/** One way to validate FHIR R4 resources. Two exist: one inside the harness, and HL7's own, which needs Java. */
export interface ValidatorEngine {
  readonly name: string
  readonly version: string
  /** The definitions it judges by: `name#version`. */
  readonly packages: readonly string[]
  /**
   * Validates one resource as parsed from JSON. Codes are FHIR's IssueType (structure, required, value, code-invalid …), `rule`
   * is the engine's own name for what was broken, paths are FHIRPath-like. Rejects only when the engine itself is in trouble.
   */
  validate(resource: unknown, options?: ValidationOptions): Promise<ValidatorAnswer>
  close(): Promise<void>
}
