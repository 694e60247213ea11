import { check } from '../../../runner/check.ts'
import { revocable } from '../../shared/tls/certificate-rules.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { mustStaple, stapleHolds } from '../../shared/tls/staple-rules.ts'
import { sent, stapled, surveyed, unreached } from '../../shared/tls/survey-examples.ts'

/**
 * Revocation of the certificate can be checked (ASVS 12.1.4): a good OCSP answer is stapled, or the certificate says where one or a
 * list is; and a certificate that asks for a staple (RFC 7633) gets one. The addresses themselves are not fetched.
 */
export default check({
  id: 'tls/revocation',
  version: 3,
  title: 'Revocation of the certificate can be checked',
  verifies: { 'SEC-TLS-007': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Staple OCSP answers, or use certificates whose revocation lists are published.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([revocable, stapleHolds, mustStaple], survey, url),

  messages: messagesOf('broken', 'untold', 'beside', 'no-tls'),

  examples: [
    {
      name: 'a list is named',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'a good answer is stapled',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: {
        survey: surveyed({
          chain: [sent({ crl: [], mustStaple: true })],
          staple: stapled(),
        }),
      },
    },
    {
      name: 'nothing is named or stapled',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ chain: [sent({ crl: [] })] }) },
    },
    {
      name: 'must-staple without a staple',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ chain: [sent({ mustStaple: true })] }) },
    },
    {
      name: 'the staple says revoked',
      from: 'openssl s_server 3.0, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ staple: stapled({ status: 'revoked' }) }) },
    },
    {
      name: 'the staple is stale',
      from: 'openssl s_server 3.0, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ staple: stapled({ nextUpdate: '2026-11-01T00:00:00.000Z' }) }) },
    },
    {
      name: "the staple is another certificate's, and signed by a stranger",
      from: 'openssl s_server 3.0, 2026-11-22',
      outcome: 'failed',
      keys: ['broken', 'broken'],
      seen: { survey: surveyed({ staple: stapled({ about: 'another', signed: 'a stranger' }) }) },
    },
    {
      name: 'the staple cannot be read, and the certificate asks for one',
      from: 'openssl s_server 3.0, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold', 'untold'],
      seen: { survey: surveyed({ chain: [sent({ mustStaple: true })], staple: { status: 'unreadable' } }) },
    },
    {
      name: 'a certificate of six days',
      from: 'a short-lived certificate, 2026-11-22',
      outcome: 'inapplicable',
      keys: ['beside'],
      seen: {
        survey: surveyed({
          chain: [sent({ crl: [], notBefore: '2026-11-20T00:00:00.000Z', notAfter: '2026-11-26T00:00:00.000Z' })],
        }),
      },
    },
    {
      name: 'the certificate could not be seen',
      from: 'a server that ended the handshake, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold', 'untold'],
      seen: { survey: surveyed({ chain: [] }) },
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
