import { check } from '../../../runner/check.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { brokenSuites } from '../../shared/tls/suite-rules.ts'
import { surveyed, taken, unreached } from '../../shared/tls/survey-examples.ts'

/** No version takes a suite without encryption or identity, with RC4, or of less than 112 bits (RFC 9325, 4.1; RFC 5246, A.5). */
export default check({
  id: 'tls/broken-suites',
  version: 1,
  title: 'No cipher suite protects next to nothing',
  verifies: { 'SEC-TLS-016': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Take NULL, anonymous, EXPORT, RC4 and DES suites off the list of every version.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([brokenSuites], survey, url),

  messages: messagesOf('broken', 'untold', 'no-tls'),

  examples: [
    {
      name: 'all as it should be',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'suites without encryption',
      from: 'openssl s_server 3.0, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({}, taken('TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_NULL_SHA')) },
    },
    {
      name: 'EXPORT in SSL 3.0',
      from: 'OpenJDK 17 with its limits lifted, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({}, taken('SSLv3', 'TLS_RSA_EXPORT_WITH_RC4_40_MD5')) },
    },
    {
      name: '3DES is old and no worse',
      from: 'OpenJDK 17 with its limits lifted, 2026-11-22',
      outcome: 'passed',
      keys: ['passed'],
      seen: { survey: surveyed({}, taken('TLSv1.2', 'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA')) },
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
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-tls'],
      seen: { survey: unreached() },
    },
  ],
})
