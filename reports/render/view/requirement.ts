import type { Assertion, AttestationResult, RecordRequirement, ReviewResult } from '../../record.ts'
import type { Judged } from '../../verdict.ts'
import { standing } from '../../verdict.ts'
import { type Cause, causesOf } from './cause.ts'
import { type ReviewView, reviewView, wayOf, wayWords } from './criteria.ts'
import { type Evidence, evidenceOf, lineOf } from './evidence.ts'
import { checksOf, type Look } from './look.ts'
import { marked, type Stretch } from './marked.ts'
import { type PictureView, pictureOf } from './picture.ts'
import { anchor, basisWords, count, day, fateWords, link, stateWords, whoWords } from './words.ts'

/** Observations shown in full under one cause, and places listed; the data block holds them all. */
const SHOWN = { observations: 2, places: 20 }

export interface CauseView {
  /** The anchor of the first finding; empty when it stands elsewhere on the page already. */
  readonly anchor: string
  readonly others: readonly { readonly anchor: string }[]
  readonly id: string
  readonly kind: string
  readonly message: string
  readonly at: string
  readonly expected: string
  readonly actual: string
  readonly places: readonly string[]
  readonly count: string
  readonly morePlaces: number
  readonly check: string
  readonly fix: readonly Stretch[]
  readonly owes: string
  readonly picture: PictureView | null
  readonly evidence: readonly Evidence[]
  readonly also: readonly string[]
}

export interface RequirementView {
  readonly anchor: string
  readonly id: string
  readonly state: string
  readonly stateWord: string
  readonly level: string
  readonly basis: string
  readonly statement: string
  readonly clause: string
  readonly source: { readonly title: string; readonly version: string; readonly url: string; readonly licence: string }
  readonly packs: string
  readonly how: string
  readonly because: string
  readonly owes: string
  readonly notes: readonly string[]
  readonly hazards: readonly string[]
  readonly attestation: AttestationView | null
  readonly reviews: readonly ReviewView[]
  readonly causes: readonly CauseView[]
  readonly passed: readonly {
    readonly check: string
    readonly subject: string
    readonly outcome: string
    readonly seen: string
  }[]
  readonly morePassed: number
  readonly fix: readonly Stretch[]
  readonly open: boolean
}

interface AttestationView {
  readonly counts: boolean
  readonly who: string
  readonly on: string
  readonly until: string
  readonly statement: string
  readonly evidence: readonly { readonly name: string; readonly sha256: string }[]
  readonly problems: string
}

/** What the page has shown so far: anchors must be unique, and no exchange is printed twice. */
export interface Shown {
  readonly anchors: Set<string>
  readonly observations: Set<string>
}

export function requirementView(one: Judged, look: Look, shown: Shown): RequirementView {
  const { requirement, result } = one
  const standard = look.standards.get(requirement.standard)
  const settled = settledWords(result.reviews ?? [])
  const causes = causesOf(requirement.id, look).map(cause => causeView(cause, look, shown, settled))
  const quiet = quietAssertions(requirement.id, look)
  const way = wayOf(one)
  return {
    anchor: anchor('r', requirement.id),
    id: requirement.id,
    state: result.state,
    stateWord: stateWords[result.state],
    level: requirement.level,
    basis: basisWords[requirement.basis],
    statement: requirement.statement,
    clause: requirement.clause,
    source: {
      title: standard?.title ?? requirement.standard,
      version: standard?.version ?? '',
      url: link(requirement.url ?? standard?.url ?? ''),
      licence: standard?.licence ?? '',
    },
    packs: requirement.packs.map(id => look.record.packs.find(pack => pack.id === id)?.title ?? id).join(', '),
    how: way ? wayWords[way] : fateWords[result.fate],
    because: result.because ?? '',
    owes: result.owes ? `${whoWords[result.owes.who]}: ${result.owes.act}` : '',
    notes: notesOf(one, look.record.run.startedAt),
    hazards: (result.hazards ?? []).map(id => `${id} ${look.hazards.get(id) ?? ''}`.trim()),
    attestation: result.attestation ? attestationView(result.attestation) : null,
    reviews: (result.reviews ?? []).map(reviewView),
    causes,
    passed: quiet.slice(0, 3).map(assertion => quietView(assertion, look)),
    morePassed: Math.max(0, quiet.length - 3),
    fix: marked(result.state === 'met' || result.state === 'notApplicable' ? '' : requirement.fix),
    open: result.state === 'notMet' && requirement.level === 'must',
  }
}

/** Assertions that had nothing to complain of about this requirement. */
function quietAssertions(requirement: string, look: Look): readonly Assertion[] {
  const silent = (assertion: Assertion) =>
    assertion.findings.every(
      finding =>
        finding.outcome === 'passed' ||
        finding.outcome === 'inapplicable' ||
        (finding.requirement !== undefined && finding.requirement !== requirement),
    )
  return checksOf(requirement, look).flatMap(check => (look.byCheck.get(check.id) ?? []).filter(silent))
}

const outcomeWords = {
  passed: 'passed',
  failed: 'failed',
  cantTell: 'could not tell',
  untested: 'not tested',
  inapplicable: 'does not apply',
}

function quietView(assertion: Assertion, look: Look) {
  const first = look.observations.get(assertion.observations[0] ?? '')
  return {
    check: `${assertion.check} (version ${assertion.version})`,
    subject: assertion.subject.url,
    outcome: outcomeWords[assertion.outcome],
    seen: first ? lineOf(first) : (assertion.blockedBy ?? ''),
  }
}

/** What a review made of each finding that it decides; that it is not met outweighs all else. */
function settledWords(reviews: readonly ReviewResult[]): ReadonlyMap<string, string> {
  const words = { inapplicable: 'Reviewed: does not apply', passed: 'Reviewed: met', failed: 'Reviewed: not met' }
  return new Map(
    (['inapplicable', 'passed', 'failed'] as const).flatMap(outcome =>
      reviews
        .filter(one => one.outcome === outcome)
        .flatMap(one => one.settles.map(id => [id, words[outcome]] as const)),
    ),
  )
}

function causeView(cause: Cause, look: Look, shown: Shown, settled: ReadonlyMap<string, string>): CauseView {
  const decided = cause.ids.map(id => settled.get(id))
  const [reviewed] = decided
  const fresh = cause.ids.filter(id => !shown.anchors.has(id))
  for (const id of fresh) shown.anchors.add(id)
  const seen = [...new Set(cause.assertions.flatMap(({ observations }) => observations))].flatMap(id => {
    const observation = look.observations.get(id)
    return observation ? [observation] : []
  })
  // What was asked at the very place that the finding names comes first.
  const ranked = [...seen].sort((a, b) => Number(names(b, cause.at)) - Number(names(a, cause.at)))
  const [anchored, ...others] = fresh.map(id => anchor('f', id))
  return {
    anchor: anchored ?? '',
    others: others.map(id => ({ anchor: id })),
    id: cause.ids[0] ?? '',
    kind:
      reviewed && decided.every(word => word === reviewed)
        ? reviewed
        : cause.advice
          ? 'Advice'
          : cause.outcome === 'failed'
            ? 'Finding'
            : outcomeWords[cause.outcome],
    message: cause.message,
    at: cause.at,
    expected: cause.expected,
    actual: cause.actual,
    places: cause.places.slice(0, SHOWN.places),
    count: count(Math.max(cause.count, cause.places.length), 'place'),
    morePlaces: Math.max(0, Math.max(cause.count, cause.places.length) - SHOWN.places),
    check: `${cause.check.id} (version ${cause.check.version}): ${cause.check.title}`,
    fix: marked(cause.check.fix),
    owes: cause.owes && !decided.every(Boolean) ? `${whoWords[cause.owes.who]}: ${cause.owes.act}` : '',
    picture: pictureOf(cause, seen, look.record),
    evidence: ranked
      .slice(0, SHOWN.observations)
      .map(observation => evidenceOf(observation, look.record, cause.actual, shown.observations)),
    also: ranked.slice(SHOWN.observations, SHOWN.observations + 5).map(lineOf),
  }
}

const names = (seen: { readonly kind: string; readonly request?: { readonly url: string } }, at: string): boolean =>
  seen.request?.url === at

function notesOf(one: Judged, runDate: string): readonly string[] {
  const { requirement, result } = one
  return [
    ...(requirement.sourceConfirmed
      ? []
      : ['Source remembered, not confirmed: it can leave a standard incomplete, never not conformant.']),
    ...(requirement.trialUse ? ['A trial-use clause inside a normative page.'] : []),
    ...(requirement.supersededBy ? [`Superseded: ${requirement.supersededBy}.`] : []),
    ...(requirement.dutyHolder === 'supplier'
      ? []
      : [`${dutyWords[requirement.dutyHolder]} duty; the product must make it possible.`]),
    ...(standing(one, runDate) === 'not yet in force' ? [`Not counted: ${dueWords(requirement)}.`] : []),
    ...(result.waiver
      ? [
          `Waiver ${result.waiver.status}, until ${day(result.waiver.until)}: ${result.waiver.reason} It changes no outcome.`,
        ]
      : []),
    ...(result.claim ? [`Claimed not applicable by ${result.claim.by}: ${result.claim.reason}`] : []),
  ]
}

const dutyWords = { provider: "The buyer's", 'public-body': "The public body's" }

const dueWords = ({ inForce, conformBy }: RecordRequirement) =>
  [inForce ? `in force from ${day(inForce)}` : '', conformBy ? `to be conformed with by ${day(conformBy)}` : '']
    .filter(Boolean)
    .join(', ')

const attestationView = (given: AttestationResult): AttestationView => ({
  counts: given.problems.length === 0,
  who: `${given.by}, ${given.role}`,
  on: day(given.on),
  until: day(given.until),
  statement: given.statement,
  evidence: given.evidence,
  problems: given.problems.join('; '),
})
