import type { StapleSeen, TlsSurvey } from '../../../runner/check.ts'
import { beside, type Found, no, ok, type TlsRule, untold } from './rule.ts'

/** Clocks of servers and of this machine may differ by so much. */
const CLOCKS_MS = 300_000

/** Why a stapled answer may not be accepted (RFC 6960, 3.2), and why that cannot be told; both empty for one that may. */
export function staplesFaults(
  staple: StapleSeen,
  at: string,
): { readonly wrong: readonly Found[]; readonly open: readonly Found[] } {
  const { status, about, signed, thisUpdate, nextUpdate } = staple
  if (status === 'unreadable') return { wrong: [], open: [untold('The stapled OCSP answer cannot be read here.')] }
  if (!/^(good|revoked|unknown)$/.test(status))
    return { wrong: [no('What is stapled is no answer, but a failure of the responder.', status)], open: [] }
  const wrong = [
    ...(about === 'another' ? [no('The stapled OCSP answer is about another certificate.')] : []),
    ...(signed === 'nobody' ? [no('The signature of the stapled OCSP answer does not hold.')] : []),
    ...(signed === 'a stranger'
      ? [no('The stapled OCSP answer is signed by somebody whom the issuer did not appoint for it.')]
      : []),
    ...(signed === 'a responder out of date'
      ? [no('The certificate of the responder that signed the stapled OCSP answer is out of date.')]
      : []),
    ...(thisUpdate !== undefined && Date.parse(thisUpdate) > Date.parse(at) + CLOCKS_MS
      ? [no('The stapled OCSP answer is not valid yet.', thisUpdate)]
      : []),
    ...(nextUpdate !== undefined && Date.parse(nextUpdate) < Date.parse(at)
      ? [no('The stapled OCSP answer is out of date.', nextUpdate)]
      : []),
    ...(status === 'revoked' ? [no('The stapled OCSP answer says that the certificate is revoked.')] : []),
    ...(status === 'unknown' ? [no('The responder of the stapled OCSP answer does not know the certificate.')] : []),
  ]
  const open = [
    ...(about === 'this' || about === 'another'
      ? []
      : [untold('Whether the stapled OCSP answer is about this certificate cannot be told.')]),
    ...(signed === undefined || signed === 'untold'
      ? [untold('Whether the stapled OCSP answer is signed by the issuer, or for it, cannot be told.')]
      : []),
    ...(thisUpdate === undefined ? [untold('The date of the stapled OCSP answer cannot be read.')] : []),
  ]
  return { wrong, open }
}

/** Whether an acceptable answer that says "good" is stapled. */
export function isStapled({ staple, at }: TlsSurvey): boolean {
  if (staple?.status !== 'good') return false
  const { wrong, open } = staplesFaults(staple, at)
  return wrong.length + open.length === 0
}

/** What is stapled is about this certificate, signed by its issuer or for it, of today, and does not revoke it. */
export const stapleHolds: TlsRule = {
  id: 'tls/staple',
  requirement: 'SEC-TLS-007',
  level: 'may',
  source: { text: 'RFC 6960, 3.2 and 4.2.2.2', url: 'https://www.rfc-editor.org/rfc/rfc6960', read: false },
  judge: ({ staple, at }) => {
    if (!staple) return beside('Nothing is stapled.')
    const { wrong, open } = staplesFaults(staple, at)
    if (wrong.length + open.length > 0) return [...wrong, ...open]
    return ok('The stapled OCSP answer is about this certificate, signed for its issuer, and of today.')
  },
}

export const mustStaple: TlsRule = {
  id: 'tls/must-staple',
  level: 'must',
  source: { text: 'RFC 7633, 4.2', url: 'https://www.rfc-editor.org/rfc/rfc7633', read: false },
  judge: survey => {
    const [leaf] = survey.chain
    if (!leaf) return untold('No certificate was seen.')
    if (!leaf.mustStaple) return beside('The certificate does not ask for a staple.')
    if (isStapled(survey)) return ok('The certificate asks for a staple, and a good one is sent.')
    const { staple, at } = survey
    if (!staple) return no('The certificate asks for a stapled OCSP answer, and none is sent.')
    const { wrong, open } = staplesFaults(staple, at)
    return wrong.length > 0
      ? no(
          'The certificate asks for a stapled OCSP answer, and the one that is sent may not be accepted.',
          wrong.map(({ text }) => text).join(' '),
        )
      : open
  },
}
