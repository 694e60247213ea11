import { advice, check, type Decision } from '../../../runner/check.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { outsideMozilla } from '../../shared/tls/mozilla.ts'
import { strongSuites } from '../../shared/tls/suite-rules.ts'
import { refusedVersion, surveyed, taken, unreached } from '../../shared/tls/survey-examples.ts'

/**
 * TLS 1.2 without forward secrecy or authenticated encryption is refused (ASVS 12.1.2): every registered suite is offered, and what
 * is taken is listed. Mozilla's intermediate profile is a second opinion and never a failure.
 */
export default check({
  id: 'tls/cipher-suites',
  version: 4,
  title: 'TLS 1.2 takes no suite without forward secrecy and authenticated encryption',
  verifies: { 'SEC-TLS-003': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Allow only ECDHE suites with AES-GCM or ChaCha20-Poly1305 for TLS 1.2.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => {
    const beyond = survey.error ? [] : outsideMozilla(survey)
    const second = beyond.length > 0 ? [advice('mozilla', { at: url, actual: beyond.join('; ') })] : []
    const decided = decide([strongSuites], survey, url)
    return [...(Array.isArray(decided) ? decided : [decided as Decision]), ...second]
  },

  messages: {
    ...messagesOf('broken', 'untold', 'beside', 'no-tls'),
    mozilla: "{at} takes more than Mozilla's intermediate profile (Server Side TLS 6.0) allows: {actual}.",
  },

  examples: [
    {
      name: 'strong suites only',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      keys: ['passed'],
      seen: { survey: surveyed() },
    },
    {
      name: 'TLS 1.3 alone',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      keys: ['passed'],
      seen: { survey: surveyed({}, refusedVersion('TLSv1.2')) },
    },
    {
      name: 'CBC, RC4 and 3DES',
      from: 'OpenJDK 17 with its limits lifted, 2026-11-22',
      outcome: 'failed',
      keys: ['broken', 'mozilla'],
      seen: {
        survey: surveyed(
          {},
          taken(
            'TLSv1.2',
            'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
            'TLS_RSA_WITH_RC4_128_SHA',
            'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
          ),
        ),
      },
    },
    {
      name: 'suites without a certificate',
      from: 'openssl s_server 3.0, 2026-11-22',
      outcome: 'failed',
      keys: ['broken', 'mozilla'],
      seen: { survey: surveyed({}, taken('TLSv1.2', 'TLS_ECDH_anon_WITH_AES_128_CBC_SHA')) },
    },
    {
      name: 'the list broke off',
      from: 'a server that stopped answering, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
      seen: {
        survey: surveyed(
          {},
          { ...taken('TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'), incomplete: 'silent: timeout' },
        ),
      },
    },
    {
      name: 'only TLS 1.1',
      from: 'node 20, 2026-11-22',
      outcome: 'inapplicable',
      keys: ['beside', 'mozilla'],
      seen: {
        survey: surveyed(
          {},
          taken('TLSv1.1', 'TLS_RSA_WITH_AES_128_CBC_SHA'),
          refusedVersion('TLSv1.2'),
          refusedVersion('TLSv1.3'),
        ),
      },
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
