/** The terms of the page, one for each value that a record may hold. */
import type { Basis, Level, Pillar } from '../../../../standards/model.ts'
import type { Outcome, Owed, RequirementResult, ReviewResult, RunInfo, State } from '../../../record.ts'
import type { VerdictWord } from '../../../verdict.ts'

type Terms<Value extends string> = Readonly<Record<Value, string>>

const states: Terms<State> = {
  met: 'Met',
  notMet: 'Not met',
  cantTell: 'Could not tell',
  notTested: 'Not tested',
  attested: 'Attested',
  notApplicable: 'Does not apply',
}

/** Heads of the pillars' columns, shorter than the words of a state. */
const columns: Terms<State> = { ...states, cantTell: "Can't tell", notApplicable: 'n/a' }

const levels: Terms<Level> = { must: 'must', should: 'should', may: 'may' }

const outcomes: Terms<Outcome> = {
  passed: 'passed',
  failed: 'failed',
  cantTell: 'could not tell',
  untested: 'not tested',
  inapplicable: 'does not apply',
}

const pillars: Terms<Pillar> = {
  interoperability: 'Interoperability',
  'cyber-security': 'Cyber security',
  'usability-accessibility': 'Usability and accessibility',
  'clinical-safety': 'Clinical safety',
  governance: 'Governance',
  sustainability: 'Sustainability',
  'changing-supplier': 'Changing supplier',
}

const bases: Terms<Basis> = {
  law: 'law',
  'information-standard': 'information standard',
  'national-api-spec': 'national API specification',
  'procurement-framework': 'procurement framework',
  'national-policy': 'national policy',
  'open-standard': 'open standard',
  'industry-baseline': 'industry baseline',
  'voluntary-code': 'voluntary code',
  'deprecated-standard': 'deprecated standard',
  'product-policy': 'product policy',
}

const verdicts: Terms<VerdictWord> = {
  conformant: 'Conformant',
  'not conformant': 'Not conformant',
  incomplete: 'Incomplete',
  'no musts': 'No musts',
}

/** What may be said of clinical safety: whether the evidence is there, never that anything is safe. */
const clinicalVerdicts: Terms<VerdictWord> = {
  conformant: 'Evidence in date',
  incomplete: 'Evidence incomplete',
  'not conformant': 'Musts not met',
  'no musts': 'No musts',
}

const who: Terms<Owed['who']> = { supplier: 'the supplier', reviewer: 'a person', mustdo: 'mustdo' }

const fates: Terms<RequirementResult['fate']> = {
  checked: 'checked',
  'checked-and-attested': 'checked in part, and attested by a person',
  attested: 'attested by a person',
  person: 'needs a person',
  counterparty: 'needs a counterparty',
  'not-observable': 'cannot be seen from outside',
  harmful: 'a test would do harm',
  planned: 'no check of ours yet',
  'not-given': 'what it needs was not given',
  filtered: 'left out by the filter',
  'condition-false': 'its condition was seen to be false',
}

/** How a success criterion of WCAG came to its state. */
const ways = {
  automatic: 'automatic',
  'partly automatic': 'partly automatic; what else there is to it waits for a person',
  reviewed: 'reviewed by a person, page by page',
  attested: 'attested by a person',
  waiting: 'waits for a person: no program of ours can tell',
}

/** What a person's review of a criterion came to, in the words of the forms that reviewers know. */
const reviewVerdicts: Terms<ReviewResult['verdict']> = {
  supports: 'supports',
  'partially-supports': 'partially supports, so not met',
  'does-not-support': 'does not support, so not met',
  'not-applicable': 'does not apply',
}

/** What a lower level of evidence costs whoever checks the report. */
const withheld: Terms<NonNullable<RunInfo['evidence']>> = {
  shortened: 'Evidence shortened: judgements on long bodies cannot be repeated from this report',
  digests: 'Evidence withheld: nothing can be judged again or spot-checked from this report',
}

const surfaces: Readonly<Record<string, string>> = {
  ios: 'iOS app',
  android: 'Android app',
  desktop: 'desktop program',
}

export const terms = {
  states,
  columns,
  levels,
  outcomes,
  pillars,
  bases,
  verdicts,
  clinicalVerdicts,
  who,
  fates,
  ways,
  reviewVerdicts,
  withheld,
  surfaces,
}
