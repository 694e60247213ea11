import { cantTell, type Decision, failed, inapplicable, passed, type TlsSurvey } from '../../../runner/check.ts'
import { type Found, judgeAll, type TlsRule } from './rule.ts'

/** Messages of checks that rules about TLS decide. */
export const tlsMessages = {
  broken: '{at}: {what}',
  untold: '{at}: {what}',
  beside: '{at}: {what}',
  'no-tls': 'Nothing that speaks TLS was reached at {at} ({actual}).',
} as const

/**
 * What rules say of one server, as the decisions of a check: each thing that is wrong, each that could not be told, else one pass.
 * What a rule says beside the point counts only where no rule says anything else.
 */
export function decide(rules: readonly TlsRule[], survey: TlsSurvey, at: string): Decision | readonly Decision[] {
  if (survey.error) return cantTell('no-tls', { at, actual: survey.error.code })
  const found = judgeAll(rules, survey)
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
  if (open.length > 0) return open
  const [first] = found
  return first && found.every(({ outcome }) => outcome === 'inapplicable')
    ? inapplicable('beside', details(first))
    : passed({ at })
}
