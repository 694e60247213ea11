import { check } from '../../../runner/check.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { refusedVersion, surveyed, taken, unreached } from '../../shared/tls/survey-examples.ts'
import { newestVersion } from '../../shared/tls/version-rules.ts'

/** TLS 1.3 is taken, and chosen where it is offered together with 1.2 (ASVS 12.1.1: the latest version is the preferred one). */
export default check({
  id: 'tls/prefers-1-3',
  version: 2,
  title: 'TLS 1.3 is offered and preferred',
  verifies: { 'SEC-TLS-002': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Switch on TLS 1.3 beside 1.2, at the load balancer too.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([newestVersion], survey, url),

  messages: messagesOf('broken', 'untold', 'no-tls'),

  examples: [
    {
      name: 'takes 1.3',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'knows 1.2 only',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ preferred: 'TLSv1.2' }, refusedVersion('TLSv1.3')) },
    },
    {
      name: 'takes 1.3 and prefers 1.2',
      from: 'a hand-written responder, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ preferred: 'TLSv1.2' }) },
    },
    {
      name: 'what is preferred could not be seen',
      from: 'a server that stopped answering, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
      seen: { survey: unpreferred() },
    },
    {
      name: 'the network failed in between',
      from: 'a port that went away, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
      seen: { survey: surveyed({}, { ...taken('TLSv1.3'), state: 'unclear', answer: 'unreachable' }) },
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

function unpreferred() {
  const { preferred: _, ...rest } = surveyed()
  return rest
}
