import { check } from '../../../runner/check.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { extendedMasterSecret } from '../../shared/tls/protocol-rules.ts'
import { refusedVersion, surveyed, unreached } from '../../shared/tls/survey-examples.ts'

const old = surveyed().old!

/** TLS 1.2 uses the extended master secret, without which sessions can be spliced (RFC 9325, 3.5; RFC 7627). */
export default check({
  id: 'tls/extended-master-secret',
  version: 1,
  title: 'TLS 1.2 uses the extended master secret',
  verifies: { 'SEC-TLS-019': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Bring the TLS library up to date, and leave the extended master secret on.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([extendedMasterSecret], survey, url),

  messages: messagesOf('broken', 'untold', 'beside', 'no-tls'),

  examples: [
    {
      name: 'all as it should be',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'it is switched off',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ old: { ...old, extendedMasterSecret: false } }) },
    },
    {
      name: 'the network failed in between',
      from: 'a port that went away, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
      seen: { survey: surveyed({}, { ...refusedVersion('TLSv1.2'), state: 'unclear', answer: 'unreachable' }) },
    },
    {
      name: 'TLS 1.3 alone',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'inapplicable',
      keys: ['beside'],
      seen: { survey: withoutOld() },
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

function withoutOld() {
  const { old: _, ...rest } = surveyed({}, refusedVersion('TLSv1.2'))
  return rest
}
