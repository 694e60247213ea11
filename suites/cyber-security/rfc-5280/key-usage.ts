import { check } from '../../../runner/check.ts'
import { keyUsage, noAuthority } from '../../shared/tls/certificate-rules.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { sent, surveyed, unreached } from '../../shared/tls/survey-examples.ts'

/** The extended key usage of the certificate, where it has one, lets it be a server (RFC 5280, 4.2.1.12). One that is an authority is advised against. */
export default check({
  id: 'tls/key-usage',
  version: 1,
  title: 'The certificate may be used by a server',
  verifies: { 'SEC-TLS-022': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Have the certificate issued for servers (serverAuth), and not as an authority.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([keyUsage, noAuthority], survey, url),

  messages: messagesOf('broken', 'untold', 'advised', 'no-tls'),

  examples: [
    {
      name: 'for servers',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'for any use',
      from: 'a certificate of anyExtendedKeyUsage, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed({ chain: [sent({ extendedKeyUsage: ['2.5.29.37.0'] })] }) },
    },
    {
      name: 'for clients only',
      from: 'node 20, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ chain: [sent({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] })] }) },
    },
    {
      name: 'an authority',
      from: 'node 20, 2026-11-22',
      outcome: 'passed',
      keys: ['passed', 'advised'],
      seen: { survey: surveyed({ chain: [sent({ ca: true })] }) },
    },
    {
      name: 'the certificate could not be seen',
      from: 'a server that ended the handshake, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
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
