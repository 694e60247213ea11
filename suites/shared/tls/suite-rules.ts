import type { TlsSurvey } from '../../../runner/check.ts'
import { beside, isTaken, no, ok, type TlsRule, untold, versionOf } from './rule.ts'
import { breaks, isStrong, isWeakGroup, protectsNothing } from './suite-strength.ts'

const rfc9325 = (clause: string) => ({
  text: `RFC 9325 (BCP 195), ${clause}`,
  url: 'https://www.rfc-editor.org/rfc/rfc9325',
  read: true,
})

/** Why a list of suites may be longer than what was seen; undefined where every version's list was gone through to its end. */
const brokenOff = ({ versions }: TlsSurvey): string | undefined =>
  versions.find(({ state, incomplete }) => state === 'accepted' && incomplete !== undefined)?.incomplete
const noVersion = ({ versions }: TlsSurvey): boolean => !versions.some(({ state }) => state === 'accepted')

/** TLS 1.2 takes suites of ephemeral keys and authenticated encryption only. */
export const strongSuites: TlsRule = {
  id: 'tls/strong-suites',
  requirement: 'SEC-TLS-003',
  level: 'must',
  source: { text: 'OWASP ASVS 5.0.0, 12.1.2', url: 'https://github.com/OWASP/ASVS', read: true },
  judge: survey => {
    const tls12 = versionOf(survey, 'TLSv1.2')
    if (!tls12 || tls12.state === 'unclear') return untold('What TLS 1.2 takes could not be seen.', tls12?.answer)
    if (tls12.state !== 'accepted')
      return isTaken(survey, 'TLSv1.3')
        ? ok('TLS 1.2 is not taken; TLS 1.3 has no weak suites.')
        : survey.versions.some(({ state }) => state === 'accepted')
          ? beside('TLS 1.2 is not taken.')
          : untold('No version is taken.')
    const weak = tls12.suites.map(({ name }) => name).filter(name => !isStrong(name) || breaks(name).length > 0)
    if (weak.length > 0)
      return no('TLS 1.2 takes suites without forward secrecy or authenticated encryption.', weak.join(', '))
    if (tls12.incomplete !== undefined)
      return untold('The list of suites of TLS 1.2 broke off, so that more may be taken.', tls12.incomplete)
    return ok('TLS 1.2 takes ephemeral keys with authenticated encryption only; all else was offered and refused.')
  },
}

/** Suites that protect nothing or next to nothing, in any version. Anonymous ones are RFC 5246's, A.5. */
export const brokenSuites: TlsRule = {
  id: 'tls/broken-suites',
  requirement: 'SEC-TLS-016',
  level: 'must',
  source: rfc9325('4.1; RFC 5246, A.5'),
  judge: survey => {
    if (noVersion(survey)) return untold('No version is taken.')
    const found = survey.versions.flatMap(({ version, suites }) =>
      suites.flatMap(({ name }) => {
        const ways = version === 'SSLv2' ? ['SSL 2.0'] : protectsNothing(name)
        return ways.length > 0 ? [`${version} ${name} (${ways.join(', ')})`] : []
      }),
    )
    const names = [...new Set(found)]
    if (names.length > 0) return no('Suites are taken that protect next to nothing.', names.join('; '))
    const open = brokenOff(survey)
    return open === undefined
      ? ok('No suite without encryption or identity, and none with EXPORT, RC4 or DES, is taken.')
      : untold('A list of suites broke off, so that more may be taken.', open)
  },
}

/** Finite fields of 2048 bits or more, and RSA keys of that length where a suite makes them on the spot. */
export const dhSize: TlsRule = {
  id: 'tls/dh-size',
  requirement: 'SEC-TLS-017',
  level: 'must',
  source: rfc9325('4.5'),
  judge: survey => {
    if (noVersion(survey)) return untold('No version is taken.')
    const keyed = survey.versions.flatMap(({ version, suites }) =>
      suites.flatMap(({ name, dhBits, rsaBits }) => {
        const bits = dhBits ?? rsaBits
        return bits === undefined ? [] : [{ bits, text: `${version} ${name}: ${bits} bits` }]
      }),
    )
    const small = keyed.filter(({ bits }) => bits < 2048)
    if (small.length > 0)
      return no(
        'The finite field of the key exchange is too small (Logjam, FREAK).',
        small.map(({ text }) => text).join('; '),
      )
    const open = brokenOff(survey)
    if (open !== undefined) return untold('A list of suites broke off, so that smaller fields may be taken.', open)
    if (keyed.length === 0) return beside('No suite with a finite field is taken.')
    return ok(`Finite fields have ${Math.min(...keyed.map(({ bits }) => bits))} bits or more.`)
  },
}

/** Every named group of a server, in any version. */
const groupsOf = ({ versions }: TlsSurvey): readonly string[] => [
  ...new Set(versions.flatMap(({ groups = [], suites }) => [...groups, ...suites.flatMap(({ group }) => group ?? [])])),
]

/** No group that is too small. */
export const groups: TlsRule = {
  id: 'tls/groups',
  requirement: 'SEC-TLS-017',
  level: 'must',
  source: rfc9325('4.5'),
  judge: survey => {
    if (noVersion(survey)) return untold('No version is taken.')
    const named = groupsOf(survey)
    const weak = named.filter(isWeakGroup)
    if (weak.length > 0) return no('Groups are taken that are too small.', weak.join(', '))
    const open = brokenOff(survey)
    if (open !== undefined) return untold('A list broke off, so that smaller groups may be taken.', open)
    return named.length === 0
      ? beside('No suite with a named group is taken.')
      : ok('Every group that is taken is large enough.')
  },
}

/** Both of the groups that every client of today knows, so that one that lacks the other can connect. */
export const usualGroups: TlsRule = {
  id: 'tls/usual-groups',
  requirement: 'SEC-TLS-018',
  level: 'should',
  source: rfc9325('4.2.1'),
  judge: survey => {
    if (noVersion(survey)) return untold('No version is taken.')
    // Versions below 1.2 show the group that was chosen and no more.
    const named = survey.versions.flatMap(({ groups = [] }) => groups)
    if (named.length === 0) return beside('No suite with a named group is taken.')
    const missing = ['secp256r1', 'x25519'].filter(group => !named.includes(group))
    if (missing.length === 0) return ok('P-256 and X25519 are taken.')
    const open = brokenOff(survey)
    return open === undefined
      ? no(`Not taken: ${missing.join(', ')}.`, [...new Set(named)].join(', '))
      : untold('A list broke off before P-256 and X25519 were seen.', open)
  },
}

/** MD5 and SHA-1 are no longer used to sign the key exchange of TLS 1.2. */
export const signatureSchemes: TlsRule = {
  id: 'tls/signature-schemes',
  requirement: 'SEC-TLS-020',
  level: 'must',
  source: rfc9325('4.5; RFC 9155, 4'),
  judge: survey => {
    const tls12 = versionOf(survey, 'TLSv1.2')
    if (!tls12 || tls12.state === 'unclear' || noVersion(survey))
      return untold('What TLS 1.2 takes could not be seen.', tls12?.answer)
    const weak = (tls12.schemes ?? []).filter(name => /_(md5|sha1)$/.test(name))
    if (weak.length > 0) return no('The key exchange of TLS 1.2 may be signed with a broken digest.', weak.join(', '))
    if (tls12.state === 'accepted' && tls12.incomplete !== undefined)
      return untold('The list of signatures of TLS 1.2 broke off, so that more may be taken.', tls12.incomplete)
    return tls12.schemes === undefined || tls12.schemes.length === 0
      ? beside('TLS 1.2 shows no signature of its key exchange.')
      : ok('The key exchange of TLS 1.2 is signed with SHA-2 only.')
  },
}

export const suiteRules = [strongSuites, brokenSuites, dhSize, groups, usualGroups, signatureSchemes]
