/** The facts and verdicts of `mustdo tls`, for people. */
import type { TlsVerdict } from '../../suites/shared/tls/rule.ts'
import type { RawSurvey } from '../instruments/tls/prober/survey.ts'

export function surveyText(seen: RawSurvey, verdicts: readonly TlsVerdict[]): string {
  const where = `${seen.host}:${seen.port}${seen.address && seen.address !== seen.host ? ` (${seen.address})` : ''}`
  if (seen.error) return `${where}: nothing that speaks TLS was reached (${seen.error.code}: ${seen.error.message}).`
  const lines = [
    `${where}, ${seen.connections} connections in ${seen.ms} ms`,
    '',
    ...seen.versions.flatMap(versionLines),
    '',
    ...seen.chain.map(
      ({ subject, issuer, notAfter, key, signature }) =>
        `${subject}, by ${issuer}, until ${notAfter.slice(0, 10)}, ${key.type} ${key.curve ?? key.bits}, ${signature}`,
    ),
    '',
    ...verdicts.filter(({ outcome }) => outcome !== 'inapplicable').map(verdictLine),
  ]
  return lines.join('\n')
}

function versionLines({ version, state, answer, suites, preference, groups }: RawSurvey['versions'][number]): string[] {
  if (state !== 'accepted') return [`${version}: ${state}${answer ? ` (${answer})` : ''}`]
  const order = preference ? `, in the ${preference}'s order` : ''
  return [
    `${version}: taken${order}`,
    ...suites.map(({ name, group, dhBits }) => `  ${name}${group ? ` ${group}` : ''}${dhBits ? ` DH ${dhBits}` : ''}`),
    ...(groups && groups.length > 0 ? [`  groups: ${groups.join(', ')}`] : []),
  ]
}

const words: Readonly<Record<TlsVerdict['outcome'], string>> = {
  passed: 'Met',
  failed: 'Not met',
  cantTell: 'Could not tell',
  inapplicable: 'Does not apply',
}

function verdictLine({ outcome, level, text, actual, requirement, source }: TlsVerdict): string {
  const head = level === 'advice' && outcome === 'failed' ? 'Advice' : `${words[outcome]} (${level})`
  const from = `${requirement ? `${requirement}; ` : ''}${source.text}${source.read ? '' : ', from memory'}`
  return `${head}: ${text}${actual ? ` ${actual}` : ''} [${from}]`
}
