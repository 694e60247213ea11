import type { OperationOutcome, OperationOutcomeIssue } from 'fhir/r4.js'
import type { ValidationIssue } from '../../../../reports/record.ts'
import type { ValidatorAnswer } from '../engine.ts'

const EXTENSIONS = 'http://hl7.org/fhir/StructureDefinition/operationoutcome-'
/** More than this many of one resource say nothing new. */
const MOST_ISSUES = 100
const LONGEST_MESSAGE = 600

/** Message ids by which the validator says that it could not look; what it could not look at, in our words. */
const unseen: readonly (readonly [id: RegExp, what: string])[] = [
  [/^VALIDATION_VAL_PROFILE_UNKNOWN/i, 'profile'],
  [
    /^TERMINOLOGY_TX_(NOSVC|BINDING_(CANTCHECK|MISSING|NOSERVER|NOSOURCE)|CONFIRM_[1-3]_CC|NOVALID_(7|9|15)$|VALUESET_NOTFOUND|ERROR_)/i,
    'codes bound to a value set that needs a terminology server',
  ],
  [
    /^(UNABLE_TO_CHECK_IF_THE_PROVIDED_CODES|ERROR_VALIDATING_CODE_RUNNING_WITHOUT_TERMINOLOGY)/i,
    'codes bound to a value set that needs a terminology server',
  ],
  [
    /^(UNKNOWN_CODESYSTEM|TERMINOLOGY_TX_(SYSTEM_UNKNOWN|SYSTEM_NOT_USABLE|UNKNOWN_OID))/i,
    'codes of a code system whose content is not at hand',
  ],
  [/^EXTENSION_EXT_UNKNOWN/i, 'extensions whose definition is not at hand'],
  [/^(SLICING_CANNOT_BE_EVALUATED|DISCRIMINATOR_|UNABLE_TO_(FIND|RESOLVE)\w*DISCRIMINATOR)/i, 'slicing'],
  [/^UNABLE_TO_DETERMINE_TYPE_CONTEXT_INV/i, 'invariants of an extension'],
]

/** `targets of references` are never looked up: they may be anywhere on the network. */
const ALWAYS_UNSEEN = ['targets of references'] as const

/**
 * What the validator said, in the model of the record. What it could not look at leaves the issues and is named apart, by message
 * id; the resource is only needed to name a profile that was not found.
 */
export function readOutcome(outcome: OperationOutcome, resource: unknown): ValidatorAnswer {
  const issues: ValidationIssue[] = []
  const notEvaluated = new Set<string>(ALWAYS_UNSEEN)
  for (const issue of outcome.issue) {
    const read = toIssue(issue)
    const what = unseen.find(([id]) => id.test(read.rule ?? ''))?.[1]
    if (what === undefined) issues.push(read)
    else notEvaluated.add(what === 'profile' ? `profile ${nameAt(resource, read.path)}` : what)
  }
  return { issues: issues.filter(isFinding).slice(0, MOST_ISSUES), notEvaluated: [...notEvaluated].sort() }
}

/** "All OK" is an issue of its own, without a place. */
const isFinding = ({ severity, path, rule }: ValidationIssue) => severity !== 'information' || path !== '' || rule

function toIssue({ severity, code, details, diagnostics, expression, location, extension }: OperationOutcomeIssue) {
  const id = extension?.find(({ url }) => url === `${EXTENSIONS}message-id`)?.valueCode
  const message = details?.text ?? diagnostics ?? ''
  return {
    severity,
    code,
    path: expression?.[0] ?? location?.[0] ?? '',
    message: message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}\u2026` : message,
    // An invariant's id is its address; the key after it is what R4 calls the rule.
    ...(id && { rule: id.slice(id.lastIndexOf('#') + 1) }),
  } satisfies ValidationIssue
}

/** The text at a FHIRPath-like place; the validator puts comments into those of bundles. */
function nameAt(resource: unknown, path: string): string {
  const steps = path
    .replaceAll(/\/\*.*?\*\//g, '')
    .split(/[.[\]]+/)
    .slice(1)
    .filter(Boolean)
  const found = steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | null | undefined)?.[step],
    resource,
  )
  return typeof found === 'string' ? found : `at ${path}`
}
