import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { handshake, refusedHandshake } from '../../shared/examples.ts'

/** Offered TLS 1.2 and 1.3 together, the server takes 1.3 (ASVS 12.1.1: the latest version is the preferred one). */
export default check({
  id: 'tls/prefers-1-3',
  version: 1,
  title: 'TLS 1.3 is offered and preferred',
  verifies: { 'SEC-TLS-002': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Switch on TLS 1.3 beside 1.2, at the load balancer too.',

  probe: async ({ tls, subject }) => ({
    both: await tls.handshake(subject.url, { versions: ['TLSv1.2', 'TLSv1.3'] }),
  }),

  judge: ({ both }, { url }) => {
    if (!both.result) return cantTell('no-handshake', { at: url, actual: both.error?.code ?? 'nothing' })
    return both.result.protocol === 'TLSv1.3'
      ? passed({ at: url })
      : failed('older', { at: url, expected: 'TLSv1.3', actual: both.result.protocol })
  },

  messages: {
    older: 'Offered TLS 1.2 and 1.3, {at} chose {actual}.',
    'no-handshake': 'No TLS connection to {at} came about ({actual}).',
  },

  examples: [
    {
      name: 'takes 1.3',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: { both: handshake(['TLSv1.2', 'TLSv1.3']) },
    },
    {
      name: 'knows 1.2 only',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      seen: { both: handshake(['TLSv1.2', 'TLSv1.3'], { protocol: 'TLSv1.2' }) },
    },
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-handshake'],
      seen: { both: refusedHandshake(['TLSv1.2', 'TLSv1.3'], 'refused') },
    },
  ],
})
