import { check } from '../../../runner/check.ts'
import { keyAndSignature } from '../../shared/tls/certificate-rules.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { sent, surveyed, unreached } from '../../shared/tls/survey-examples.ts'

/** Keys and signatures of the certificates are RSA 2048 or P-256 with SHA-256, or stronger (NCSC, Requesting a certificate). */
export default check({
  id: 'tls/certificate-key',
  version: 2,
  title: 'The certificate has a strong key and signature',
  verifies: { 'SEC-TLS-005': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Issue the certificate again for a P-256 or RSA 2048 key, signed with SHA-256.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([keyAndSignature], survey, url),

  messages: messagesOf('broken', 'untold', 'no-tls'),

  examples: [
    {
      name: 'P-256',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'Ed25519',
      from: 'openssl s_server 3.0, 2026-11-22',
      outcome: 'passed',
      seen: {
        survey: surveyed({ chain: [sent({ key: { type: 'ed25519', bits: 256, spki: '' }, signature: 'Ed25519' })] }),
      },
    },
    {
      name: 'RSA 1024',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ chain: [sent({ key: { type: 'rsa', bits: 1024, spki: '' } })] }) },
    },
    {
      name: 'SHA-1',
      from: 'node 20, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ chain: [sent({ signature: 'RSASSA-PKCS1-v1_5 with SHA-1' })] }) },
    },
    {
      name: 'a root is trusted whatever signed it',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: {
        survey: surveyed({
          chain: [sent(), sent({ signature: 'RSASSA-PKCS1-v1_5 with SHA-1', selfSigned: true, issuedPrevious: true })],
        }),
      },
    },
    {
      name: 'a curve unknown here',
      from: 'a certificate of an unknown curve, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
      seen: { survey: surveyed({ chain: [sent({ key: { type: 'unknown', bits: 0, spki: '' } })] }) },
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
