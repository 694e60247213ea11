/** All fixed words of the page that are not in a template, in one place. */
import type { Basis, Pillar } from '../../../standards/model.ts'
import type { Owed, RequirementResult, RunInfo, State } from '../../record.ts'
import type { VerdictWord } from '../../verdict.ts'

export const stateWords: Readonly<Record<State, string>> = {
  met: 'Met',
  notMet: 'Not met',
  cantTell: 'Could not tell',
  notTested: 'Not tested',
  attested: 'Attested',
  notApplicable: 'Does not apply',
}

/** Heads of the pillars' columns, shorter than the words of a state. */
export const columnWords: Readonly<Record<State, string>> = {
  ...stateWords,
  cantTell: "Can't tell",
  notApplicable: 'n/a',
}

/** What a lower level of evidence costs whoever checks the report. */
export const withheldWords: Readonly<Record<NonNullable<RunInfo['evidence']>, string>> = {
  shortened: 'Evidence shortened: judgements on long bodies cannot be repeated from this report',
  digests: 'Evidence withheld: nothing can be judged again or spot-checked from this report',
}

export const pillarWords: Readonly<Record<Pillar, string>> = {
  interoperability: 'Interoperability',
  'cyber-security': 'Cyber security',
  'usability-accessibility': 'Usability and accessibility',
  'clinical-safety': 'Clinical safety',
  governance: 'Governance',
  sustainability: 'Sustainability',
  'changing-supplier': 'Changing supplier',
}

export const basisWords: Readonly<Record<Basis, string>> = {
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

export const verdictWords: Readonly<Record<VerdictWord, string>> = {
  conformant: 'Conformant',
  'not conformant': 'Not conformant',
  incomplete: 'Incomplete',
  'no musts': 'No musts',
}

export const whoWords: Readonly<Record<Owed['who'], string>> = {
  supplier: 'the supplier',
  reviewer: 'a person',
  mustdo: 'mustdo',
}

export const fateWords: Readonly<Record<RequirementResult['fate'], string>> = {
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

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `22 Nov 2026` from an ISO date; other text as it is. */
export function day(iso: string): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? []
  const name = months[Number(month) - 1]
  return name ? `${Number(date)} ${name} ${year}` : iso
}

/** `14:02:07` of an ISO time. */
export const clock = (iso: string): string => iso.slice(11, 19)

/** `22 Nov 2026 14:02 to 14:09 UTC`. */
export function window(from: string, to: string): string {
  const end = from.slice(0, 10) === to.slice(0, 10) ? '' : `${day(to)} `
  return `${day(from)} ${from.slice(11, 16)} to ${end}${to.slice(11, 16)} UTC`
}

/** `1,904`: thousands with a comma, whatever the machine's locale. */
export const figure = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** `1 must`, `3 musts`. */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${figure(value)} ${value === 1 ? one : many}`

/** Order of code points, as everywhere in a record. */
export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** An element id from any text: a hostile id cannot leave the attribute or hold a space. */
export const anchor = (prefix: string, id: string): string =>
  `${prefix}-${id.replace(/[^A-Za-z0-9._-]/g, char => `_${(char.codePointAt(0) ?? 0).toString(16)}`)}`

/** The address if a reader may follow it, else nothing. */
export const link = (url: string): string => (/^https?:\/\/[^\s"'<>]+$/i.test(url) ? url : '')
