import { check } from '../../../runner/check.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { dhSize, groups } from '../../shared/tls/suite-rules.ts'
import { refusedVersion, surveyed, taken, unreached } from '../../shared/tls/survey-examples.ts'

/** Finite fields of the key exchange have 2048 bits or more, elliptic curves 224 (RFC 9325, 4.5). */
export default check({
  id: 'tls/key-sizes',
  version: 1,
  title: 'The key exchange uses fields and curves that are large enough',
  verifies: { 'SEC-TLS-017': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Use ECDHE with P-256 and X25519, or DHE with ffdhe2048 and larger; switch off all other groups.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([dhSize, groups], survey, url),

  messages: messagesOf('broken', 'untold', 'beside', 'no-tls'),

  examples: [
    {
      name: 'all as it should be',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'a finite field of 1024 bits',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: {
        survey: surveyed(
          {},
          {
            ...taken('TLSv1.2'),
            suites: [{ name: 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256', code: '0x009E', dhBits: 1024 }],
          },
        ),
      },
    },
    {
      name: 'a curve of 192 bits',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: {
        survey: surveyed(
          {},
          { ...taken('TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'), groups: ['secp256r1', 'secp192r1'] },
        ),
      },
    },
    {
      name: 'the list broke off',
      from: 'a server that stopped answering, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold', 'untold'],
      seen: {
        survey: surveyed(
          {},
          { ...taken('TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'), incomplete: 'silent: timeout' },
        ),
      },
    },
    {
      name: 'neither fields nor curves',
      from: 'a server of RSA key exchange alone, 2026-11-22',
      outcome: 'inapplicable',
      keys: ['beside'],
      seen: { survey: surveyed({}, taken('TLSv1.2', 'TLS_RSA_WITH_AES_128_GCM_SHA256'), refusedVersion('TLSv1.3')) },
    },
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-tls'],
      seen: { survey: unreached() },
    },
  ],
})
