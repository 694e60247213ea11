import type { Outcome, Owed } from '../../reports/record.ts'

/** One decision of a judge. `key` names a template in `messages`; the other fields fill it. */
export interface Decision {
  readonly outcome: Outcome
  readonly key: string
  readonly requirement?: string
  readonly at?: string
  readonly expected?: string
  readonly actual?: string
  readonly places?: readonly string[]
  readonly owes?: Owed
  readonly advice?: boolean
  readonly [parameter: string]: unknown
}
type Details = Omit<Decision, 'outcome' | 'key'>

export const passed = (details: Details = {}): Decision => ({ ...details, outcome: 'passed', key: 'passed' })
export const failed = (key: string, details: Details = {}): Decision => ({ ...details, outcome: 'failed', key })
export const cantTell = (key: string, details: Details = {}): Decision => ({ ...details, outcome: 'cantTell', key })
export const inapplicable = (key: string, details: Details = {}): Decision => ({
  ...details,
  outcome: 'inapplicable',
  key,
})
/** Worth saying, never rolled up. */
export const advice = (key: string, details: Details = {}): Decision => ({
  ...details,
  outcome: 'failed',
  key,
  advice: true,
})
