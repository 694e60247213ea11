import type { SentCertificate, TlsSurvey } from '../../../runner/check.ts'
import { beside, type Found, no, ok, type TlsRule, untold } from './rule.ts'
import { isStapled, mustStaple, stapleHolds } from './staple-rules.ts'

const DAY = 86_400_000
const asvs = (clause: string) => ({
  text: `OWASP ASVS 5.0.0, ${clause}`,
  url: 'https://github.com/OWASP/ASVS',
  read: true,
})
const remembered = (text: string, url: string) => ({ text, url, read: false })

/** A rule about the leaf; without one there is nothing to say. */
const ofLeaf =
  (judge: (leaf: SentCertificate, survey: TlsSurvey) => Found | readonly Found[]): TlsRule['judge'] =>
  survey => {
    const [leaf] = survey.chain
    return leaf ? judge(leaf, survey) : untold('No certificate was seen.')
  }

export const daysBetween = (from: string, until: string): number => (Date.parse(until) - Date.parse(from)) / DAY

export const trusted: TlsRule = {
  id: 'tls/trusted',
  requirement: 'SEC-TLS-004',
  level: 'must',
  source: asvs('12.2.2'),
  judge: ofLeaf((_, { trust }) => {
    if (!trust) return untold('Trust in the certificate could not be told.')
    return trust.trusted
      ? ok('The certificate leads to an authority that is trusted here.')
      : no('The certificate is not trusted.', trust.error)
  }),
}

export const nameMatches: TlsRule = {
  id: 'tls/name',
  requirement: 'SEC-TLS-004',
  level: 'must',
  source: asvs('12.2.2'),
  judge: ofLeaf((leaf, { trust, servername, host }) => {
    if (!trust) return untold('The names of the certificate could not be compared.')
    const wanted = servername || host
    // RFC 9525, 6.3: a common name is no name of a server any more, whatever libraries still make of it.
    if (leaf.names.length === 0) return no('The certificate has no subject alternative name.', leaf.subject)
    return trust.nameMatches
      ? ok(`The certificate is for ${wanted}.`)
      : no(`The certificate is not for ${wanted}.`, leaf.names.join(', '))
  }),
}

export const inDate: TlsRule = {
  id: 'tls/in-date',
  requirement: 'SEC-TLS-006',
  level: 'must',
  source: {
    text: 'NHS digital standards for web products, Website security',
    url: 'https://digital.nhs.uk/about-nhs-digital/standards-for-web-products',
    read: true,
  },
  judge: ({ chain, at }) => {
    if (chain.length === 0) return untold('No certificate was seen.')
    const wrong = chain.flatMap(({ subject, notBefore, notAfter }) => [
      ...(daysBetween(at, notAfter) <= 0 ? [no(`The certificate of ${subject} ran out.`, notAfter)] : []),
      ...(daysBetween(notBefore, at) < 0 ? [no(`The certificate of ${subject} is not valid yet.`, notBefore)] : []),
    ])
    return wrong.length > 0 ? wrong : ok('Every certificate that was sent is in date.')
  },
}

export const daysLeft: TlsRule = {
  id: 'tls/days-left',
  level: 'advice',
  source: { text: 'Policy of this tool: alarm when 14 days are left', url: '', read: true },
  judge: ofLeaf(({ notAfter }, { at }) => {
    const days = Math.floor(daysBetween(at, notAfter))
    if (days < 0) return beside('The certificate has run out.')
    return days < 14 ? no(`The certificate runs out in ${days} days.`, notAfter) : ok(`${days} days are left.`)
  }),
}

/** Strength of a key as the guidance counts it: RSA by its modulus, curves by their field; Edwards curves are strong. */
const isStrongKey = ({ type, bits }: SentCertificate['key']): boolean =>
  /^rsa/i.test(type) ? bits >= 2048 : /^ec/i.test(type) ? bits >= 256 : /^ed(25519|448)$/i.test(type)
const isWeakDigest = (signature: string) => /MD[245]|SHA-?1(?!\d)/i.test(signature)

export const keyAndSignature: TlsRule = {
  id: 'tls/key-and-signature',
  requirement: 'SEC-TLS-005',
  level: 'should',
  source: remembered(
    'NCSC, Using TLS to protect data, Requesting a certificate (edition of 2017, superseded)',
    'https://www.ncsc.gov.uk/guidance/using-tls-to-protect-data',
  ),
  judge: ({ chain }) => {
    if (chain.length === 0) return untold('No certificate was seen.')
    // The signature of a root is never checked: it is trusted by itself.
    const wrong = chain.flatMap(({ subject, key, signature, selfSigned }, place) => [
      ...(key.bits > 0 && !isStrongKey(key)
        ? [no(`The key of ${subject} is too weak.`, `${key.type} ${key.curve ?? key.bits}`)]
        : []),
      ...(isWeakDigest(signature) && (place === 0 || !selfSigned)
        ? [no(`The certificate of ${subject} is signed with a broken digest.`, signature)]
        : []),
    ])
    const odd = chain.find(({ key, signature }) => key.bits === 0 || signature === 'unknown')
    if (wrong.length === 0 && odd)
      return untold(`The key or signature of ${odd.subject} cannot be read here.`, `${odd.key.type}, ${odd.signature}`)
    return wrong.length > 0 ? wrong : ok('Keys and signatures of the certificates are strong.')
  },
}

export const chainOrder: TlsRule = {
  id: 'tls/chain-order',
  requirement: 'SEC-TLS-021',
  level: 'should',
  source: { text: 'RFC 8446, 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446', read: true },
  judge: ({ chain, trust }) => {
    if (chain.length === 0) return untold('No certificate was seen.')
    const wrong = chain.findIndex(({ issuedPrevious }) => issuedPrevious === false)
    if (wrong > 0)
      return no(
        'The certificates are sent out of order, or with one that does not belong.',
        chain.map(({ subject }) => subject).join(' | '),
      )
    const last = chain.at(-1)
    if (last && !last.selfSigned && /UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/.test(trust?.error ?? ''))
      return no(
        'Certificates between the server and its authority are missing, or the authority is unknown here.',
        last.issuer,
      )
    return ok('Each certificate sent was issued by the next one.')
  },
}

export const keyUsage: TlsRule = {
  id: 'tls/extended-key-usage',
  requirement: 'SEC-TLS-022',
  level: 'must',
  source: { text: 'RFC 5280, 4.2.1.12', url: 'https://www.rfc-editor.org/rfc/rfc5280', read: true },
  judge: ofLeaf(({ extendedKeyUsage }) => {
    const serves =
      extendedKeyUsage.length === 0 ||
      extendedKeyUsage.some(oid => oid === '1.3.6.1.5.5.7.3.1' || oid === '2.5.29.37.0')
    return serves
      ? ok('The certificate may be used by a server.')
      : no('The certificate is not for servers.', extendedKeyUsage.join(', '))
  }),
}

/** An authority's own certificate can issue others: the key of a server on the internet is no place for that. */
export const noAuthority: TlsRule = {
  id: 'tls/authority-as-server',
  level: 'advice',
  source: remembered(
    'CA/Browser Forum, Baseline Requirements, 7.1.2.7',
    'https://cabforum.org/working-groups/server/baseline-requirements/',
  ),
  judge: ofLeaf(({ ca }) =>
    ca
      ? no('The certificate of the server is one of an authority.')
      : ok('The certificate of the server is no authority.'),
  ),
}

/** Longest validity of a public certificate by the day it begins (CA/Browser Forum, ballot SC-081). */
const mostDays = (notBefore: string): number =>
  notBefore >= '2029-03-15' ? 47 : notBefore >= '2027-03-15' ? 100 : notBefore >= '2026-03-15' ? 200 : 398

export const validityPeriod: TlsRule = {
  id: 'tls/validity-period',
  level: 'advice',
  source: remembered(
    'CA/Browser Forum, Baseline Requirements, 6.3.2 (ballot SC-081)',
    'https://cabforum.org/working-groups/server/baseline-requirements/',
  ),
  judge: ofLeaf(({ notBefore, notAfter }, { trust }) => {
    if (!trust?.publicRoot) return beside('The authority is not a public one.')
    const days = Math.round(daysBetween(notBefore, notAfter))
    const most = mostDays(notBefore)
    return days > most
      ? no(`The certificate is valid for ${days} days; ${most} are the most.`)
      : ok(`The certificate is valid for ${days} days.`)
  }),
}

export const revocable: TlsRule = {
  id: 'tls/revocation',
  requirement: 'SEC-TLS-007',
  level: 'may',
  source: asvs('12.1.4'),
  judge: ofLeaf(({ ocsp, crl, notBefore, notAfter }, survey) => {
    if (isStapled(survey)) return ok('A good OCSP answer is stapled.')
    if (daysBetween(notBefore, notAfter) <= 10) return beside('A certificate this short-lived needs no revocation.')
    return ocsp.length + crl.length > 0
      ? ok(`The certificate says where its revocation can be looked up: ${[...ocsp, ...crl].join(', ')}.`)
      : no('Nothing says where the revocation of the certificate could be looked up, and nothing is stapled.')
  }),
}

export const transparency: TlsRule = {
  id: 'tls/certificate-transparency',
  level: 'advice',
  source: remembered('RFC 6962, 3.3; policies of browsers', 'https://www.rfc-editor.org/rfc/rfc6962'),
  judge: ofLeaf(({ scts }, { trust }) => {
    if (!trust?.publicRoot) return beside('The authority is not a public one.')
    return scts >= 2
      ? ok(`${scts} timestamps of certificate logs are in the certificate.`)
      : no('Browsers want two timestamps of certificate logs.', `${scts}`)
  }),
}

export const certificateRules = [
  trusted,
  nameMatches,
  inDate,
  daysLeft,
  keyAndSignature,
  chainOrder,
  keyUsage,
  noAuthority,
  validityPeriod,
  revocable,
  stapleHolds,
  mustStaple,
  transparency,
]
