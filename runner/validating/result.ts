/** What is said of one resource outside a run: the same model of issues as in a record, and the words for people. */
import type { ValidationIssue } from '../../reports/record.ts'
import type { ValidatorAnswer, ValidatorEngine } from '../instruments/fhir-validator/engine.ts'
import { ASKED_FOR } from '../instruments/fhir-validator/extra-rules.ts'
import { type Item, type Place, placeText } from './item.ts'

export interface SpokenIssue extends ValidationIssue {
  /** The engine that found it; `mustdo` for what is no JSON. */
  readonly engine: string
  /** The requirement of the catalogue that it breaks. */
  readonly requirement?: string
}

/** One line of `mustdo validate --json`. */
export interface Result extends Place {
  readonly version: 1
  /** `Patient/17`, or as much of it as there is. */
  readonly resource: string
  /** True, false, or null: could not be told. */
  readonly valid: boolean | null
  readonly profile?: string
  readonly engine: { readonly name: string; readonly version: string; readonly packages: readonly string[] }
  readonly issues: readonly SpokenIssue[]
  /** Kinds of rules, profiles and codes that were not looked at; never a pass. */
  readonly notEvaluated: readonly string[]
  /** Why nothing can be said: it was left out, or the validator was in trouble. */
  readonly error?: string
}

export const isError = ({ severity }: ValidationIssue) => severity === 'error' || severity === 'fatal'

/** The result for an item, from the answer of an engine, its trouble, or neither where the item never came to it. */
export function resultOf(
  { place, resource, broken, leftOut, notes }: Item,
  engine: ValidatorEngine,
  told: {
    readonly answer?: ValidatorAnswer
    /** What is said of it without its profiles; the answer itself where there are none. */
    readonly base?: ValidatorAnswer
    readonly trouble?: Error
    readonly profile?: string
  },
): Result {
  const ofBase = new Set((told.base?.issues ?? []).map(placeOf))
  const ukCore = [told.profile, ...profilesOf(resource)].some(one => one?.split('|')[0] === UK_CORE_PATIENT)
  const requirementOf = (issue: ValidationIssue) =>
    !isError(issue) ? undefined : ofBase.has(placeOf(issue)) ? 'FHIR-READ-020' : ukCore ? 'UKC-PAT-001' : undefined
  const said = (told.answer?.issues ?? []).map((issue): SpokenIssue => {
    const requirement = requirementOf(issue)
    return { ...issue, engine: engine.name, ...(requirement && { requirement }) }
  })
  const own = [
    ...notes.map(message => ownIssue('warning', 'informational', message)),
    ...(broken === undefined ? [] : [ownIssue('fatal', 'structure', broken)]),
  ]
  const issues = [...own, ...said]
  const error = leftOut ?? told.trouble?.message
  const notEvaluated = told.answer?.notEvaluated ?? []
  return {
    version: 1,
    ...place,
    resource: nameOf(resource),
    valid: issues.some(isError) ? false : error !== undefined || lacksAsked(notEvaluated) ? null : true,
    ...(told.profile !== undefined && { profile: told.profile }),
    engine: { name: engine.name, version: engine.version, packages: engine.packages },
    issues,
    notEvaluated,
    ...(error !== undefined && { error }),
  }
}

/** A profile that is claimed or asked for, or a rule that was asked for, and was not judged by is no pass. */
const lacksAsked = (notEvaluated: readonly string[]) =>
  notEvaluated.some(what => what.startsWith('profile ') || what.startsWith(ASKED_FOR))

const ownIssue = (severity: 'fatal' | 'warning', code: string, message: string): SpokenIssue => ({
  severity,
  code,
  path: '',
  message,
  engine: 'mustdo',
})

/** The one profile of UK Core that the catalogue has a row for. */
const UK_CORE_PATIENT = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient'

const placeOf = ({ severity, code, path, rule }: ValidationIssue) => JSON.stringify([severity, code, path, rule])

function profilesOf(resource: unknown): readonly string[] {
  const { profile } = ((resource as { meta?: unknown } | null)?.meta ?? {}) as { profile?: unknown }
  return Array.isArray(profile) ? profile.filter(one => typeof one === 'string') : []
}

function nameOf(resource: unknown): string {
  const { resourceType, id } = (resource ?? {}) as { resourceType?: unknown; id?: unknown }
  return typeof resourceType === 'string' ? `${resourceType}${typeof id === 'string' ? `/${id}` : ''}` : ''
}

/** For people: one line of verdict, one for each issue, one for what was not looked at. */
export function resultText(result: Result): string {
  const { valid, issues, notEvaluated, error } = result
  const count = issues.filter(isError).length
  const word = valid === true ? 'valid' : valid === false ? 'invalid' : 'could not tell'
  const why = valid === false ? `: ${count} ${count === 1 ? 'error' : 'errors'}` : ''
  return [
    `${word.padEnd(14)} ${placeText(result)}${result.resource ? `  ${result.resource}` : ''}${why}`,
    ...issues.map(
      ({ severity, path, message, rule }) =>
        `  ${severity.padEnd(11)} ${[path, message].filter(Boolean).join('  ')}${rule ? `  (${rule})` : ''}`,
    ),
    ...(error === undefined ? [] : [`  not judged  ${error}`]),
    ...(valid === true || notEvaluated.length === 0 ? [] : [`  not evaluated: ${notEvaluated.join('; ')}`]),
  ].join('\n')
}

export interface Tally {
  valid: number
  invalid: number
  untold: number
  readonly notEvaluated: Set<string>
}

export const newTally = (): Tally => ({ valid: 0, invalid: 0, untold: 0, notEvaluated: new Set() })

export function count(tally: Tally, { valid, notEvaluated }: Result): void {
  if (valid === null) tally.untold++
  else if (valid) tally.valid++
  else tally.invalid++
  for (const what of notEvaluated) tally.notEvaluated.add(what)
}

/** The last lines, for people. */
export function tallyText({ valid, invalid, untold, notEvaluated }: Tally, { name, version }: ValidatorEngine): string {
  const all = valid + invalid + untold
  return [
    `${all} ${all === 1 ? 'resource' : 'resources'}: ${valid} valid, ${invalid} invalid, ${untold} could not be told (${name} ${version})`,
    ...(notEvaluated.size > 0 ? [`Not evaluated, and so not passed: ${[...notEvaluated].sort().join('; ')}`] : []),
  ].join('\n')
}
