import { beside, isTaken, no, ok, type TlsRule, untold, versionOf } from './rule.ts'
import { breaks, isStrong, isWeakGroup } from './suite-strength.ts'

const rfc9325 = (clause: string, read = false) => ({
  text: `RFC 9325 (BCP 195), ${clause}`,
  url: 'https://www.rfc-editor.org/rfc/rfc9325',
  read,
})

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

/** Suites that protect nothing or next to nothing, in any version. */
export const brokenSuites: TlsRule = {
  id: 'tls/broken-suites',
  level: 'must',
  source: rfc9325('4.1'),
  judge: survey => {
    const found = survey.versions.flatMap(({ version, suites }) =>
      suites.flatMap(({ name }) => {
        const ways = version === 'SSLv2' ? ['SSL 2.0'] : breaks(name)
        return ways.length > 0 ? [`${version} ${name} (${ways.join(', ')})`] : []
      }),
    )
    const names = [...new Set(found)]
    return names.length > 0
      ? no(`Suites are taken that protect next to nothing.`, names.join('; '))
      : ok('No suite without encryption or identity, and none with EXPORT, RC4, DES or 3DES, is taken.')
  },
}

/** Finite fields of 2048 bits or more, and RSA keys of that length where a suite makes them on the spot. */
export const dhSize: TlsRule = {
  id: 'tls/dh-size',
  level: 'must',
  source: rfc9325('4.1 and 4.2'),
  judge: survey => {
    const keyed = survey.versions.flatMap(({ version, suites }) =>
      suites.flatMap(({ name, dhBits, rsaBits }) => {
        const bits = dhBits ?? rsaBits
        return bits === undefined ? [] : [{ bits, text: `${version} ${name}: ${bits} bits` }]
      }),
    )
    const small = keyed.filter(({ bits }) => bits < 2048)
    if (keyed.length === 0) return beside('No suite with a finite field is taken.')
    return small.length > 0
      ? no(
          'The finite field of the key exchange is too small (Logjam, FREAK).',
          small.map(({ text }) => text).join('; '),
        )
      : ok(`Finite fields have ${Math.min(...keyed.map(({ bits }) => bits))} bits or more.`)
  },
}

const usual = ['x25519', 'secp256r1', 'secp384r1', 'x448', 'secp521r1']

/** No group too small, and at least one that clients in use know. */
export const groups: TlsRule = {
  id: 'tls/groups',
  level: 'should',
  source: rfc9325('4.2'),
  judge: survey => {
    const named = [
      ...new Set(
        survey.versions.flatMap(({ groups = [], suites }) => [
          ...groups,
          ...suites.flatMap(({ group }) => group ?? []),
        ]),
      ),
    ]
    if (named.length === 0) return beside('No suite with a named group is taken.')
    const weak = named.filter(isWeakGroup)
    const known = named.some(group => usual.includes(group) || /MLKEM|^ffdhe/.test(group))
    return [
      ...(weak.length > 0 ? [no('Groups are taken that are too small.', weak.join(', '))] : []),
      ...(known
        ? []
        : [
            no(
              'No group is taken that browsers and current libraries know, so that they cannot connect.',
              named.join(', '),
            ),
          ]),
      ...(weak.length === 0 && known ? [ok('Every group that is taken is large enough.')] : []),
    ]
  },
}

/** MD5 and SHA-1 are no longer used to sign the key exchange of TLS 1.2. */
export const signatureSchemes: TlsRule = {
  id: 'tls/signature-schemes',
  level: 'should',
  source: { text: 'RFC 9155, 2 to 4', url: 'https://www.rfc-editor.org/rfc/rfc9155', read: false },
  judge: survey => {
    const schemes = versionOf(survey, 'TLSv1.2')?.schemes
    if (!schemes || schemes.length === 0) return beside('TLS 1.2 shows no signature of its key exchange.')
    const weak = schemes.filter(name => /_(md5|sha1)$/.test(name))
    return weak.length > 0
      ? no('The key exchange of TLS 1.2 may be signed with a broken digest.', weak.join(', '))
      : ok('The key exchange of TLS 1.2 is signed with SHA-2 only.')
  },
}

export const suiteRules = [strongSuites, brokenSuites, dhSize, groups, signatureSchemes]
