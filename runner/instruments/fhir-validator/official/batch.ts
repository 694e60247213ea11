/**
 * Many resources in one request: HL7's validator spends 18 ms on a Patient alone and 0.7 ms on each of 500 in a Bundle. The Bundle is
 * only a wrapper; what is said of it, and not of a resource in it, is left out.
 */
import type { OperationOutcome } from 'fhir/r4.js'
import type { ValidationIssue } from '../../../../reports/record.ts'
import type { ValidatorAnswer } from '../engine.ts'
import type { ExtraRule } from '../extra-rules.ts'
import { issuesOf, readIssues } from './outcome.ts'

/** A resource that may share a request: one with a type, and no Bundle, whose own rules are of Bundles. */
export function typeForBatch(resource: unknown): string | undefined {
  const type = (resource as { resourceType?: unknown } | null)?.resourceType
  return typeof type === 'string' && /^[A-Z][A-Za-z]+$/.test(type) && type !== 'Bundle' ? type : undefined
}

/** The body of a `batch` Bundle, which may hold anything any number of times. Resources come as JSON text. */
export const batchOf = (resources: readonly { readonly type: string; readonly text: string }[]): string =>
  `{"resourceType":"Bundle","type":"batch","entry":[${resources
    .map(({ type, text }) => `{"resource":${text},"request":{"method":"POST","url":"${type}"}}`)
    .join(',')}]}`

/** Rules that only hold because we put the resource into a Bundle. */
const ofWrapper = /^BUNDLE_BUNDLE_/i
const inEntry = /^Bundle\.entry\[(\d+)\]\.resource(?=$|[.[])/

/**
 * The answer for each resource, as it would be alone. Undefined where that cannot be told: what was said does not belong to one
 * entry, or one is so broken that the others may not have been looked at.
 */
export function readBatch(
  outcome: OperationOutcome,
  resources: readonly unknown[],
  also?: readonly ExtraRule[],
): readonly ValidatorAnswer[] | undefined {
  const sorted: ValidationIssue[][] = resources.map(() => [])
  for (const issue of issuesOf(outcome)) {
    if (issue.severity === 'fatal') return undefined
    if (ofWrapper.test(issue.rule ?? '') || (issue.path === '' && issue.severity === 'information')) continue
    const found = inEntry.exec(issue.path)
    const place = Number(found?.[1])
    const resource = resources[place]
    if (!found || resource === undefined) return undefined
    const type = typeForBatch(resource) ?? ''
    const path = `${type}${issue.path.slice(found[0].length)}`
    sorted[place]?.push({ ...issue, path, message: issue.message.replaceAll(found[0], type) })
  }
  return resources.map((resource, place) => readIssues(sorted[place] ?? [], resource, also))
}
