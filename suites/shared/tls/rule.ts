import type { TlsSurvey } from '../../../runner/check.ts'

/** Where a rule comes from. `read` is false where it is written from memory, the text not having been at hand. */
export interface RuleSource {
  readonly text: string
  readonly url: string
  readonly read: boolean
}

/** What one rule says of one server. */
export interface TlsVerdict {
  readonly rule: string
  /** The requirement of the catalogue that the rule belongs to, where there is one. */
  readonly requirement?: string
  /** `advice` never counts against a server. */
  readonly level: 'must' | 'should' | 'may' | 'advice'
  readonly outcome: 'passed' | 'failed' | 'cantTell' | 'inapplicable'
  readonly text: string
  readonly actual?: string
  readonly source: RuleSource
}

/** What a rule found: nothing to say against it, or each thing that is. */
export type Found =
  | { readonly outcome: 'passed' | 'inapplicable' | 'cantTell'; readonly text: string; readonly actual?: string }
  | { readonly outcome: 'failed'; readonly text: string; readonly actual?: string }

export interface TlsRule {
  readonly id: string
  readonly requirement?: string
  readonly level: TlsVerdict['level']
  readonly source: RuleSource
  /** Pure; the only clock is the survey's. */
  readonly judge: (survey: TlsSurvey) => Found | readonly Found[]
}

export const ok = (text: string): Found => ({ outcome: 'passed', text })
export const no = (text: string, actual?: string): Found => ({
  outcome: 'failed',
  text,
  ...(actual !== undefined && { actual }),
})
export const untold = (text: string, actual?: string): Found => ({
  outcome: 'cantTell',
  text,
  ...(actual !== undefined && { actual }),
})
export const beside = (text: string): Found => ({ outcome: 'inapplicable', text })

/** Each finding of each rule, in the order of the rules. */
export function judgeAll(rules: readonly TlsRule[], survey: TlsSurvey): TlsVerdict[] {
  return rules.flatMap(({ id, requirement, level, source, judge }) => {
    const found = judge(survey)
    const list: readonly Found[] = Array.isArray(found) ? found : [found as Found]
    return list.map(one => ({ rule: id, ...(requirement !== undefined && { requirement }), level, ...one, source }))
  })
}

export const versionOf = ({ versions }: TlsSurvey, name: string) => versions.find(({ version }) => version === name)
export const isTaken = (survey: TlsSurvey, name: string): boolean => versionOf(survey, name)?.state === 'accepted'
