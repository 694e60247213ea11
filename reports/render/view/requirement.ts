import type { Assertion, AttestationResult, RecordCheck, RecordRequirement, ReviewResult } from '../../record.ts'
import type { Judged } from '../../verdict.ts'
import { standing } from '../../verdict.ts'
import type { Words } from '../words/en.ts'
import { type Cause, causesOf } from './cause.ts'
import { type ReviewView, reviewView, wayOf } from './criteria.ts'
import { type Evidence, evidenceOf, lineOf } from './evidence.ts'
import { checksOf, type Look } from './look.ts'
import { marked, type Stretch } from './marked.ts'
import { type PictureView, pictureOf } from './picture.ts'
import { anchor, link } from './text.ts'

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
  readonly levelWord: string
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
  const { words } = look
  const { requirement: said, terms } = words
  const standard = look.standards.get(requirement.standard)
  const settled = settledWords(result.reviews ?? [], words)
  const causes = causesOf(requirement.id, look).map(cause => causeView(cause, look, shown, settled))
  const quiet = quietAssertions(requirement.id, look)
  const way = wayOf(one)
  return {
    anchor: anchor('r', requirement.id),
    id: requirement.id,
    state: result.state,
    stateWord: terms.states[result.state],
    level: requirement.level,
    levelWord: terms.levels[requirement.level],
    basis: terms.bases[requirement.basis],
    statement: requirement.statement,
    clause: requirement.clause,
    source: {
      title: standard?.title ?? requirement.standard,
      version: standard?.version ?? '',
      url: link(requirement.url ?? standard?.url ?? ''),
      licence: standard?.licence ?? '',
    },
    packs: requirement.packs.map(id => look.record.packs.find(pack => pack.id === id)?.title ?? id).join(', '),
    how: way ? terms.ways[way] : terms.fates[result.fate],
    because: result.because ?? '',
    owes: result.owes ? said.owes(terms.who[result.owes.who], result.owes.act) : '',
    notes: notesOf(one, look),
    hazards: (result.hazards ?? []).map(id => `${id} ${look.hazards.get(id) ?? ''}`.trim()),
    attestation: result.attestation ? attestationView(result.attestation, words) : null,
    reviews: (result.reviews ?? []).map(given => reviewView(given, words)),
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

function quietView(assertion: Assertion, look: Look) {
  const first = look.observations.get(assertion.observations[0] ?? '')
  return {
    check: look.words.requirement.check(assertion.check, assertion.version),
    subject: assertion.subject.url,
    outcome: look.words.terms.outcomes[assertion.outcome],
    seen: first ? lineOf(first, look.words) : (assertion.blockedBy ?? ''),
  }
}

/** What a review made of each finding that it decides; that it is not met outweighs all else. */
function settledWords(reviews: readonly ReviewResult[], { cause: said }: Words): ReadonlyMap<string, string> {
  const words = {
    inapplicable: said.reviewedNotApplicable,
    passed: said.reviewedMet,
    failed: said.reviewedNotMet,
  }
  return new Map(
    (['inapplicable', 'passed', 'failed'] as const).flatMap(outcome =>
      reviews
        .filter(one => one.outcome === outcome)
        .flatMap(one => one.settles.map(id => [id, words[outcome]] as const)),
    ),
  )
}

function causeView(cause: Cause, look: Look, shown: Shown, settled: ReadonlyMap<string, string>): CauseView {
  const { cause: said, requirement: of, terms } = look.words
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
          ? said.advice
          : cause.outcome === 'failed'
            ? said.finding
            : terms.outcomes[cause.outcome],
    message: cause.message,
    at: cause.at,
    expected: cause.expected,
    actual: cause.actual,
    places: cause.places.slice(0, SHOWN.places),
    count: said.count(Math.max(cause.count, cause.places.length)),
    morePlaces: Math.max(0, Math.max(cause.count, cause.places.length) - SHOWN.places),
    check: said.checkOf(cause.check.id, cause.check.version, cause.check.title),
    fix: marked(cause.check.fix),
    owes: cause.owes && !decided.every(Boolean) ? of.owes(terms.who[cause.owes.who], cause.owes.act) : '',
    picture: pictureOf(cause, seen, look),
    evidence: ranked
      .slice(0, SHOWN.observations)
      .map(observation => evidenceOf(observation, look, cause.actual, shown.observations)),
    also: ranked.slice(SHOWN.observations, SHOWN.observations + 5).map(one => lineOf(one, look.words)),
  }
}

const names = (seen: { readonly kind: string; readonly request?: { readonly url: string } }, at: string): boolean =>
  seen.request?.url === at

function notesOf(one: Judged, look: Look): readonly string[] {
  const { requirement: said } = look.words
  const { requirement, result } = one
  return [
    ...(requirement.sourceConfirmed ? [] : [said.remembered]),
    ...(requirement.trialUse ? [said.trialUse] : []),
    ...(requirement.supersededBy ? [said.superseded(requirement.supersededBy)] : []),
    ...(requirement.dutyHolder === 'supplier'
      ? []
      : [requirement.dutyHolder === 'provider' ? said.buyersDuty : said.publicDuty]),
    ...(standing(one, look.record.run.startedAt) === 'not yet in force'
      ? [said.notCounted(dueWords(requirement, said))]
      : []),
    ...checksOf(requirement.id, look).flatMap(check => leftOutOf(check, look)),
    ...(result.waiver ? [said.waiver(result.waiver.status, result.waiver.until, result.waiver.reason)] : []),
    ...(result.claim ? [said.claim(result.claim.by, result.claim.reason)] : []),
  ]
}

/** What a check was not asked about: a verdict tells nothing of it. */
function leftOutOf({ id, leftOut = [] }: RecordCheck, look: Look): readonly string[] {
  const asked = look.byCheck.get(id)?.length ?? 0
  const names = leftOut.map(subject => subject.replace(/^[^:]*:/, ''))
  return names.length > 0 && asked > 0 ? [look.words.requirement.leftOut(id, asked, asked + names.length, names)] : []
}

const dueWords = ({ inForce, conformBy }: RecordRequirement, said: Words['requirement']) =>
  [inForce ? said.inForce(inForce) : '', conformBy ? said.conformBy(conformBy) : ''].filter(Boolean).join(', ')

const attestationView = (given: AttestationResult, { day }: Words): AttestationView => ({
  counts: given.problems.length === 0,
  who: `${given.by}, ${given.role}`,
  on: day(given.on),
  until: day(given.until),
  statement: given.statement,
  evidence: given.evidence,
  problems: given.problems.join('; '),
})
