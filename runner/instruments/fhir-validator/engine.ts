import type { ValidationIssue } from '../../../reports/record.ts'

/** What one engine says of one resource. */
export interface ValidatorAnswer {
  readonly issues: readonly ValidationIssue[]
  /** Kinds of rules this engine did not look at; never a pass. */
  readonly notEvaluated: readonly string[]
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
  validate(resource: unknown, options?: { readonly profile?: string }): Promise<ValidatorAnswer>
  close(): Promise<void>
}
