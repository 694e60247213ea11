import type { ValidationIssue } from '../../../../reports/record.ts'
import type { ValidatorAnswer } from '../engine.ts'

/** More than this many of one resource say nothing new. */
const MOST_ISSUES = 100
const LONGEST_MESSAGE = 600

export type Severity = ValidationIssue['severity']

/** IssueType of FHIR, and our own name of what was broken. */
export interface Broken {
  readonly code: string
  readonly rule: string
  readonly severity?: Severity
}

const order: readonly Severity[] = ['fatal', 'error', 'warning', 'information']

/** Gathers what one validation finds. A profile repeats the rules of what it is based on; the same is said once. */
export class Report {
  readonly #issues = new Map<string, ValidationIssue>()
  readonly #unseen = new Set<string>()

  add({ code, rule, severity = 'error' }: Broken, path: string, message: string): void {
    const key = `${path} ${rule} ${message}`
    const cut = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}\u2026` : message
    if (!this.#issues.has(key)) this.#issues.set(key, { severity, code, path, message: cut, rule })
  }

  /** Says what could not be looked at; never a pass. */
  skip(what: string): void {
    this.#unseen.add(what)
  }

  get failed(): boolean {
    for (const { severity } of this.#issues.values()) if (severity === 'error' || severity === 'fatal') return true
    return false
  }

  /** Takes over what another found, as of one that was only tried. */
  join(other: Report): void {
    for (const [key, issue] of other.#issues) if (!this.#issues.has(key)) this.#issues.set(key, issue)
    for (const what of other.#unseen) this.#unseen.add(what)
  }

  answer(): ValidatorAnswer {
    const issues = [...this.#issues.values()].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    if (issues.length > MOST_ISSUES) this.skip(`issues beyond the first ${MOST_ISSUES}`)
    return { issues: issues.slice(0, MOST_ISSUES), notEvaluated: [...this.#unseen].sort() }
  }
}

export const broken = {
  unknownResource: { code: 'structure', rule: 'unknown-resource', severity: 'fatal' },
  unknownElement: { code: 'structure', rule: 'unknown-element' },
  wrongType: { code: 'structure', rule: 'wrong-type' },
  empty: { code: 'structure', rule: 'empty' },
  choice: { code: 'structure', rule: 'choice' },
  missing: { code: 'required', rule: 'missing' },
  tooMany: { code: 'structure', rule: 'too-many' },
  format: { code: 'value', rule: 'format' },
  fixed: { code: 'value', rule: 'fixed-value' },
  pattern: { code: 'value', rule: 'pattern' },
  range: { code: 'value', rule: 'range' },
  tooLong: { code: 'too-long', rule: 'too-long' },
  binding: { code: 'code-invalid', rule: 'required-binding' },
  unknownCode: { code: 'code-invalid', rule: 'unknown-code' },
  unit: { code: 'code-invalid', rule: 'unit', severity: 'warning' },
  reference: { code: 'value', rule: 'reference' },
  referenceType: { code: 'structure', rule: 'reference-type' },
  referenceTarget: { code: 'structure', rule: 'reference-target', severity: 'warning' },
  containedId: { code: 'invalid', rule: 'contained-id' },
  fullUrl: { code: 'invalid', rule: 'full-url' },
  address: { code: 'value', rule: 'address' },
  attachment: { code: 'value', rule: 'attachment' },
  duplicateId: { code: 'invalid', rule: 'duplicate-id' },
  bundle: { code: 'invalid', rule: 'bundle' },
  definition: { code: 'business-rule', rule: 'definition' },
  display: { code: 'value', rule: 'display' },
  placement: { code: 'structure', rule: 'extension-placement' },
  narrative: { code: 'invalid', rule: 'narrative' },
  slice: { code: 'structure', rule: 'slice' },
  profile: { code: 'structure', rule: 'profile' },
  relativeSystem: { code: 'value', rule: 'relative-system', severity: 'warning' },
} as const satisfies Record<string, Broken>
