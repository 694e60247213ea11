import { advice, cantTell, type Decision, failed, inapplicable, passed, type TlsSurvey } from '../../../runner/check.ts'
import { type Found, judgeAll, type TlsRule } from './rule.ts'

const sentence = '{at}: {what}'
/** Messages of checks that rules about TLS decide. */
export const tlsMessages = {
  broken: sentence,
  untold: sentence,
  beside: sentence,
  advised: sentence,
  'no-tls': 'Nothing that speaks TLS was reached at {at} ({actual}).',
} as const

/** Those of the messages that the rules of a check can come to. */
export const messagesOf = (...keys: readonly (keyof typeof tlsMessages)[]): Readonly<Record<string, string>> =>
  Object.fromEntries(keys.map(key => [key, tlsMessages[key]]))

/**
 * What rules say of one server, as the decisions of a check: each thing that is wrong, each that could not be told, else one pass.
 * What a rule says beside the point counts only where no rule says anything else; a rule that is advice never counts, and is said where
 * it is broken.
 */
export function decide(rules: readonly TlsRule[], survey: TlsSurvey, at: string): Decision | readonly Decision[] {
  if (survey.error) return cantTell('no-tls', { at, actual: survey.error.code })
  const all = judgeAll(rules, survey)
  const found = all.filter(({ level }) => level !== 'advice')
  const details = ({ text: what, actual }: Pick<Found, 'text' | 'actual'>) => ({
    at,
    what,
    ...(actual !== undefined && { actual }),
  })
  const open = found.flatMap((one): Decision[] =>
    one.outcome === 'failed'
      ? [failed('broken', details(one))]
      : one.outcome === 'cantTell'
        ? [cantTell('untold', details(one))]
        : [],
  )
  const said = all
    .filter(({ level, outcome }) => level === 'advice' && outcome === 'failed')
    .map(one => advice('advised', details(one)))
  if (open.length > 0) return [...open, ...said]
  const [first] = found
  return [
    first && found.every(({ outcome }) => outcome === 'inapplicable')
      ? inapplicable('beside', details(first))
      : passed({ at }),
    ...said,
  ]
}
