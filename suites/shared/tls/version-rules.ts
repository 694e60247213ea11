import { beside, type Found, isTaken, no, ok, type TlsRule, untold, versionOf } from './rule.ts'

const retired = ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1'] as const
const why: Readonly<Record<string, string>> = {
  SSLv2: 'prohibited by RFC 6176; its key lets others be attacked too (DROWN)',
  SSLv3: 'deprecated by RFC 7568 (POODLE)',
  TLSv1: 'deprecated by RFC 8996',
  'TLSv1.1': 'deprecated by RFC 8996',
}

/** Versions below TLS 1.2 are refused, while 1.2 or 1.3 is taken on the same server. */
export const retiredVersions: TlsRule = {
  id: 'tls/retired-versions',
  requirement: 'SEC-TLS-001',
  level: 'must',
  source: {
    text: 'NHS digital standards for web products, Website security',
    url: 'https://digital.nhs.uk/about-nhs-digital/standards-for-web-products',
    read: true,
  },
  judge: survey => {
    const control = survey.versions.some(({ state }) => state === 'accepted')
    const found = retired.flatMap((name): readonly Found[] => {
      const { state, answer = '' } = versionOf(survey, name) ?? { state: 'unclear' }
      if (state === 'accepted') return [no(`${name} is taken, ${why[name]}.`, name)]
      if (!control || state === 'unclear') return [untold(`Whether ${name} is taken could not be seen.`, answer)]
      return []
    })
    return found.length > 0 ? found : ok('SSL 2.0, SSL 3.0, TLS 1.0 and TLS 1.1 are refused.')
  },
}

export const newestVersion: TlsRule = {
  id: 'tls/newest-version',
  requirement: 'SEC-TLS-002',
  level: 'should',
  source: { text: 'OWASP ASVS 5.0.0, 12.1.1', url: 'https://github.com/OWASP/ASVS', read: true },
  judge: survey => {
    if (!survey.versions.some(({ state }) => state === 'accepted')) return untold('No version is taken.')
    const tls13 = versionOf(survey, 'TLSv1.3')
    if (!tls13 || tls13.state === 'unclear') return untold('Whether TLS 1.3 is taken could not be seen.', tls13?.answer)
    if (!isTaken(survey, 'TLSv1.3')) return no('TLS 1.3 is not taken.', taken(survey.versions))
    if (survey.preferred === undefined) return untold('What is chosen from TLS 1.2 and 1.3 could not be seen.')
    return survey.preferred === 'TLSv1.3'
      ? ok('TLS 1.3 is taken, and preferred to TLS 1.2.')
      : no('Offered TLS 1.3 and 1.2 together, the server chooses the older one.', survey.preferred)
  },
}

const taken = (versions: readonly { version: string; state: string }[]) =>
  versions
    .filter(({ state }) => state === 'accepted')
    .map(({ version }) => version)
    .join(', ')

/** A client that was made to fall back is told so (RFC 7507); of use only where versions are taken that it should not fall to. */
export const fallback: TlsRule = {
  id: 'tls/fallback-scsv',
  level: 'advice',
  source: { text: 'RFC 7507, 3', url: 'https://www.rfc-editor.org/rfc/rfc7507', read: false },
  judge: survey => {
    const weak = ['TLSv1', 'TLSv1.1'].some(name => isTaken(survey, name))
    if (!weak || survey.fallbackScsv === undefined)
      return beside('No retired version that a client could be made to fall back to.')
    return survey.fallbackScsv
      ? ok('A client that fell back by force is told so.')
      : no('A client that was made to fall back to an older version is not told so.')
  },
}

export const versionRules = [retiredVersions, newestVersion, fallback]
