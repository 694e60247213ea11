import { check } from '../../../runner/check.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { signatureSchemes } from '../../shared/tls/suite-rules.ts'
import { refusedVersion, surveyed, taken, unreached } from '../../shared/tls/survey-examples.ts'

/** The key exchange of TLS 1.2 is never signed with SHA-1 or MD5, whatever the client offers (RFC 9325, 4.5; RFC 9155). */
export default check({
  id: 'tls/signature-schemes',
  version: 1,
  title: 'The key exchange of TLS 1.2 is signed with SHA-2 only',
  verifies: { 'SEC-TLS-020': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Take SHA-1 and MD5 off the list of signature algorithms.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([signatureSchemes], survey, url),

  messages: messagesOf('broken', 'untold', 'beside', 'no-tls'),

  examples: [
    {
      name: 'all as it should be',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'SHA-1 is taken',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: {
        survey: surveyed(
          {},
          {
            ...taken('TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
            schemes: ['ecdsa_secp256r1_sha256', 'ecdsa_sha1'],
          },
        ),
      },
    },
    {
      name: 'the list broke off',
      from: 'a server that stopped answering, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
      seen: {
        survey: surveyed(
          {},
          {
            ...taken('TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
            schemes: ['ecdsa_secp256r1_sha256'],
            incomplete: 'silent: timeout',
          },
        ),
      },
    },
    {
      name: 'TLS 1.3 alone',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'inapplicable',
      keys: ['beside'],
      seen: { survey: surveyed({}, refusedVersion('TLSv1.2')) },
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
