import type { OperationOutcome, OperationOutcomeIssue } from 'fhir/r4.js'
import type { ValidationIssue } from '../../../../reports/record.ts'
import type { ValidatorAnswer } from '../engine.ts'
import type { ExtraRule } from '../extra-rules.ts'
import { isBlindness, PROFILE, restsOnCodes, unseenIn } from './unseen.ts'

const EXTENSIONS = 'http://hl7.org/fhir/StructureDefinition/operationoutcome-'
/** More than this many of one resource say nothing new. */
const MOST_ISSUES = 100
const LONGEST_MESSAGE = 600

/** `targets of references` are never looked up: they may be anywhere on the network. */
const ALWAYS_UNSEEN = ['targets of references'] as const

/** An outcome's issues in the model of the record, whatever they say. */
export const issuesOf = (outcome: OperationOutcome): readonly ValidationIssue[] => outcome.issue.map(toIssue)

/**
 * What the validator said, in the model of the record. What it could not look at leaves the issues and is named apart, by message
 * id; the resource is only needed to name a profile that was not found.
 */
export const readOutcome = (
  outcome: OperationOutcome,
  resource: unknown,
  also?: readonly ExtraRule[],
): ValidatorAnswer => readIssues(issuesOf(outcome), resource, also)

/** The same, of issues that were sorted out before. */
export function readIssues(
  all: readonly ValidationIssue[],
  resource: unknown,
  also?: readonly ExtraRule[],
): ValidatorAnswer {
  const notEvaluated = new Set<string>(ALWAYS_UNSEEN)
  const blind: string[] = []
  const issues = all.filter(({ rule, message, path }) => {
    const what = unseenIn(rule, message, also)
    if (what === undefined) return true
    notEvaluated.add(what === PROFILE ? `profile ${nameAt(resource, path)}` : what)
    if (isBlindness(what)) blind.push(path)
    return false
  })
  // A profile repeats what its base says.
  const once = new Map(issues.map(issue => [textOf(issue), issue]))
  const found = [...once.values()]
    .filter(isFinding)
    .filter(({ rule, path }) => !(restsOnCodes(rule) && blind.some(place => isWithin(place, path))))
    .sort(byWeight)
  if (found.length > MOST_ISSUES) notEvaluated.add(`issues beyond the first ${MOST_ISSUES}`)
  return { issues: found.slice(0, MOST_ISSUES), notEvaluated: [...notEvaluated].sort() }
}

const weights = ['fatal', 'error', 'warning', 'information']
const textOf = ({ severity, path, rule, message }: ValidationIssue) =>
  `${weights.indexOf(severity)}|${path}|${rule ?? ''}|${message}`
/** Errors first, then by place: its own order differs between a resource alone and the same one in a batch. */
const byWeight = (a: ValidationIssue, b: ValidationIssue) => (textOf(a) < textOf(b) ? -1 : 1)

const isWithin = (place: string, path: string) => place === path || place.startsWith(`${path}.`)

/** "All OK" is an issue of its own, without a place. */
const isFinding = ({ severity, path, rule }: ValidationIssue) => severity !== 'information' || path !== '' || rule

function toIssue({ severity, code, details, diagnostics, expression, location, extension }: OperationOutcomeIssue) {
  const id = extension?.find(({ url }) => url === `${EXTENSIONS}message-id`)?.valueCode
  const message = details?.text ?? diagnostics ?? ''
  return {
    severity,
    code,
    // It puts the type and id of what a Bundle or resource contains into comments.
    path: (expression?.[0] ?? location?.[0] ?? '').replaceAll(/\/\*.*?\*\//g, ''),
    message: message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}\u2026` : message,
    // An invariant's id is its address; the key after it is what R4 calls the rule.
    ...(id && { rule: id.slice(id.lastIndexOf('#') + 1) }),
  } satisfies ValidationIssue
}

/** The text at a FHIRPath-like place. */
function nameAt(resource: unknown, path: string): string {
  const steps = path
    .split(/[.[\]]+/)
    .slice(1)
    .filter(Boolean)
  const found = steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | null | undefined)?.[step],
    resource,
  )
  return typeof found === 'string' ? found : `at ${path}`
}
