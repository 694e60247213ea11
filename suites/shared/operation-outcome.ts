import type { Exchange } from '../../runner/check.ts'
import { type Json, objectsIn, type Resource, resourceIn } from './resource.ts'

/** The OperationOutcome that an answer is; undefined for anything else. */
export function outcomeIn(exchange: Exchange): Resource | undefined {
  const resource = resourceIn(exchange)
  return resource?.resourceType === 'OperationOutcome' ? resource : undefined
}

export const issuesOf = (outcome: Json | undefined): readonly Json[] => objectsIn(outcome?.['issue'])

/** http://hl7.org/fhir/ValueSet/issue-severity, 4.0.1. */
const severities = ['fatal', 'error', 'warning', 'information']
/** http://hl7.org/fhir/ValueSet/issue-type, 4.0.1. */
const codes = new Set(
  `invalid structure required value invariant security login unknown expired forbidden suppressed processing not-supported
  duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly business-rule conflict transient
  lock-error no-store exception timeout incomplete throttled informational`.split(/\s+/),
)

/** What is wrong with an OperationOutcome's issues, each with its path; empty when nothing is. */
export function faultsOf(outcome: Json): readonly string[] {
  const issues = issuesOf(outcome)
  if (issues.length === 0) return ['OperationOutcome.issue is missing']
  return issues.flatMap(({ severity, code }, place) => {
    const at = `OperationOutcome.issue[${place}]`
    return [
      ...(severities.includes(String(severity)) ? [] : [`${at}.severity is ${said(severity)}`]),
      ...(codes.has(String(code)) ? [] : [`${at}.code is ${said(code)}`]),
    ]
  })
}

const said = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value))
