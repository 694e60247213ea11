import { check } from '../../../runner/check.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { refusedVersion, surveyed, taken, unreached } from '../../shared/tls/survey-examples.ts'
import { fallback, retiredVersions } from '../../shared/tls/version-rules.ts'

/**
 * SSL 2 and 3 and TLS 1.0 and 1.1 are refused (RFC 6176, 7568, 8996), each offered with every suite there is, while 1.2 or 1.3 is
 * taken in the same minute. Silence, met twice, is a refusal too.
 */
export default check({
  id: 'tls/versions',
  version: 3,
  title: 'Only TLS 1.2 and 1.3 are switched on',
  verifies: { 'SEC-TLS-001': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Set the lowest version to TLS 1.2 at every place that ends TLS: load balancer, gateway, server.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([retiredVersions, fallback], survey, url),

  messages: messagesOf('broken', 'untold', 'advised', 'no-tls'),

  examples: [
    {
      name: 'old versions meet an alert',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'TLS 1.1 is on',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({}, taken('TLSv1.1', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA')) },
    },
    {
      name: 'TLS 1.1 is on, and nobody who falls back is told',
      from: 'a hand-written responder, 2026-11-22',
      outcome: 'failed',
      keys: ['broken', 'advised'],
      seen: {
        survey: surveyed({ fallbackScsv: false }, taken('TLSv1.1', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA')),
      },
    },
    {
      name: 'SSL 3.0 with EXPORT beside TLS 1.0',
      from: 'OpenJDK 17 with its limits lifted, 2026-11-22',
      outcome: 'failed',
      keys: ['broken', 'broken'],
      seen: {
        survey: surveyed(
          {},
          taken('SSLv3', 'TLS_RSA_EXPORT_WITH_RC4_40_MD5'),
          taken('TLSv1', 'TLS_RSA_WITH_RC4_128_SHA'),
        ),
      },
    },
    {
      name: 'a firewall drops old hellos without a word',
      from: 'a silent port, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed({}, { ...refusedVersion('TLSv1'), state: 'silent', answer: 'timeout' }) },
    },
    {
      name: 'the network failed in between',
      from: 'a port that went away, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
      seen: { survey: surveyed({}, { ...refusedVersion('SSLv3'), state: 'unclear', answer: 'unreachable' }) },
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
