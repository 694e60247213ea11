import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { handshake, refusedHandshake } from '../../shared/examples.ts'

/** Everything this machine's OpenSSL knows but ephemeral key exchange with authenticated encryption. */
const weak =
  'ALL:eNULL:!kECDHE+AESGCM:!kECDHE+CHACHA20:!kECDHE+AESCCM:!kECDHE+ARIAGCM:!kDHE+AESGCM:!kDHE+CHACHA20:!kDHE+AESCCM:!kDHE+ARIAGCM'

/**
 * TLS 1.2 without forward secrecy or authenticated encryption is refused (ASVS 12.1.2). RC4, 3DES and export suites are not in
 * the TLS library at hand and cannot be offered, so that they are left to a person. A server of TLS 1.3 alone has no such suites.
 */
export default check({
  id: 'tls/cipher-suites',
  version: 1,
  title: 'TLS 1.2 takes no suite without forward secrecy and authenticated encryption',
  verifies: { 'SEC-TLS-003': 'part' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Allow only ECDHE suites with AES-GCM or ChaCha20-Poly1305 for TLS 1.2.',

  probe: async ({ tls, subject }) => ({
    any: await tls.handshake(subject.url, { versions: ['TLSv1.2', 'TLSv1.3'] }),
    strong: await tls.handshake(subject.url, { versions: ['TLSv1.2'] }),
    weak: await tls.handshake(subject.url, { versions: ['TLSv1.2'], ciphers: weak }),
  }),

  judge: ({ any, strong, weak: seen }, { url }) => {
    if (seen.result)
      return failed('weak', {
        at: url,
        expected: 'ECDHE with AES-GCM or ChaCha20-Poly1305',
        actual: seen.result.cipher,
      })
    if (!strong.result) {
      const only13 = any.result?.protocol === 'TLSv1.3' && strong.error?.phase === 'tls'
      return only13
        ? passed({ at: url })
        : cantTell('no-handshake', { at: url, actual: strong.error?.code ?? 'nothing' })
    }
    const refused =
      seen.error?.phase === 'tls' && seen.error.code !== 'tls-not-offered' && seen.error.code !== 'timeout'
    return refused ? passed({ at: url }) : cantTell('no-handshake', { at: url, actual: seen.error?.code ?? 'nothing' })
  },

  messages: {
    weak: '{at} takes {actual} in TLS 1.2, which lacks forward secrecy or authenticated encryption.',
    'no-handshake': 'What {at} takes in TLS 1.2 could not be seen ({actual}).',
  },

  examples: [
    {
      name: 'weak suites meet an alert',
      from: 'nginx 1.22 with a list of its own, 2026-11-22',
      outcome: 'passed',
      seen: { any: handshake(['TLSv1.2', 'TLSv1.3']), strong: handshake(['TLSv1.2']), weak: alert() },
    },
    {
      name: 'TLS 1.3 alone',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { any: handshake(['TLSv1.2', 'TLSv1.3']), strong: alert(), weak: alert() },
    },
    {
      name: 'CBC',
      from: 'nginx 1.22 as it comes, 2026-11-22',
      outcome: 'failed',
      seen: {
        any: handshake(['TLSv1.2', 'TLSv1.3']),
        strong: handshake(['TLSv1.2']),
        weak: handshake(['TLSv1.2'], { cipher: 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384' }),
      },
    },
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-handshake'],
      seen: { any: closed(), strong: closed(), weak: closed() },
    },
  ],
})

function alert() {
  return refusedHandshake(['TLSv1.2'], 'tls-alert')
}
function closed() {
  const { error, ...rest } = refusedHandshake(['TLSv1.2'], 'refused')
  return { ...rest, error: { ...error, code: 'refused', phase: 'connect', message: 'connection refused' } as const }
}
