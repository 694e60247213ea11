import { check } from '../../../runner/check.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { usualGroups } from '../../shared/tls/suite-rules.ts'
import { refusedVersion, surveyed, taken, unreached } from '../../shared/tls/survey-examples.ts'

/** P-256 and X25519 are both taken, so that a client that lacks one of them can connect (RFC 9325, 4.2.1). */
export default check({
  id: 'tls/usual-groups',
  version: 1,
  title: 'The key exchange takes P-256 and X25519',
  verifies: { 'SEC-TLS-018': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Allow P-256 and X25519 in the list of curves.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([usualGroups], survey, url),

  messages: messagesOf('broken', 'untold', 'beside', 'no-tls'),

  examples: [
    {
      name: 'all as it should be',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'P-256 without X25519',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: {
        survey: surveyed(
          {},
          { ...taken('TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'), groups: ['secp256r1'] },
          refusedVersion('TLSv1.3'),
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
            ...taken('TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'),
            groups: ['secp256r1'],
            incomplete: 'silent: timeout',
          },
          refusedVersion('TLSv1.3'),
        ),
      },
    },
    {
      name: 'no groups at all',
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
