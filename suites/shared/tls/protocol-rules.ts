import { beside, isTaken, no, ok, type TlsRule, untold, versionOf } from './rule.ts'

const rfc9325 = (clause: string) => ({
  text: `RFC 9325 (BCP 195), ${clause}`,
  url: 'https://www.rfc-editor.org/rfc/rfc9325',
  read: true,
})

export const compression: TlsRule = {
  id: 'tls/compression',
  requirement: 'SEC-TLS-012',
  level: 'should',
  source: rfc9325('3.3'),
  judge: ({ old }) => {
    if (!old) return beside('No version that could compress is taken.')
    return old.compression === 'none'
      ? ok('TLS compression was offered and not taken.')
      : no('TLS compression is taken (CRIME).', old.compression)
  },
}

export const secureRenegotiation: TlsRule = {
  id: 'tls/secure-renegotiation',
  requirement: 'SEC-TLS-012',
  level: 'should',
  source: rfc9325('3.5'),
  judge: ({ old }) => {
    if (!old) return beside('No version with renegotiation is taken.')
    return old.secureRenegotiation
      ? ok('renegotiation_info is answered.')
      : no('renegotiation_info (RFC 5746) is not answered.', old.version)
  },
}

/** 0-RTT that is off triggers nothing; where tickets allow it, what a request in it does cannot be seen from outside alone. */
export const earlyData: TlsRule = {
  id: 'tls/early-data',
  requirement: 'SEC-TLS-012',
  level: 'should',
  source: { text: 'RFC 8470, 3 and 4', url: 'https://www.rfc-editor.org/rfc/rfc8470', read: true },
  judge: survey => {
    if (!isTaken(survey, 'TLSv1.3')) return beside('TLS 1.3 is not taken, and nothing else has early data.')
    if (!survey.new) return untold('No handshake of TLS 1.3 could be gone through with, so that no ticket was seen.')
    const { earlyData = 0, tickets } = survey.new
    if (earlyData > 0)
      return untold(
        'Tickets allow early data (0-RTT); whether an unsafe request in it is refused was not tried.',
        `${earlyData} bytes`,
      )
    return ok(tickets ? 'Tickets allow no early data.' : 'No tickets are given, and so no early data is allowed.')
  },
}

export const extendedMasterSecret: TlsRule = {
  id: 'tls/extended-master-secret',
  requirement: 'SEC-TLS-019',
  level: 'must',
  source: rfc9325('3.5; RFC 7627'),
  judge: survey => {
    const { old } = survey
    if (versionOf(survey, 'TLSv1.2')?.state === 'unclear') return untold('What TLS 1.2 answers could not be seen.')
    if (!old || old.version === 'SSLv3') return beside('No version with a master secret to extend is taken.')
    return old.extendedMasterSecret
      ? ok('The extended master secret is used.')
      : no('The extended master secret is not used (triple handshake).', old.version)
  },
}

export const protocolRules = [compression, secureRenegotiation, earlyData, extendedMasterSecret]
