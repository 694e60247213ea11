import { cantTell, check, failed, type Handshake, passed } from '../../../runner/check.ts'
import { handshake, refusedHandshake } from '../../shared/examples.ts'

const retired = ['TLSv1.1', 'TLSv1'] as const

/**
 * TLS 1.0 and 1.1 are refused (RFC 8996) while 1.2 or 1.3 works just before and just after. SSL 2 and 3 cannot be offered by the
 * TLS library at hand, so that they are left to a person.
 */
export default check({
  id: 'tls/versions',
  version: 1,
  title: 'TLS 1.0 and 1.1 are switched off',
  verifies: { 'SEC-TLS-001': 'part' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Set the lowest version to TLS 1.2 at every place that ends TLS: load balancer, gateway, server.',

  probe: async ({ tls, subject }) => ({
    before: await tls.handshake(subject.url, { versions: ['TLSv1.2', 'TLSv1.3'] }),
    old: [
      await tls.handshake(subject.url, { versions: ['TLSv1.1'] }),
      await tls.handshake(subject.url, { versions: ['TLSv1'] }),
    ],
    // Another offer, so that this is a connection of its own and not the one before, remembered.
    after: await tls.handshake(subject.url, { versions: ['TLSv1.2', 'TLSv1.3'], alpn: ['http/1.1'] }),
  }),

  judge: ({ before, old, after }, { url }) =>
    old.map((seen, place) => {
      const version = retired[place] as string
      if (seen.result) return failed('accepted', { at: url, expected: 'refused', actual: seen.result.protocol })
      if (!before.result || !after.result) return cantTell('no-control', { at: url, actual: before.error?.code ?? '' })
      return refusal(seen)
        ? passed({ at: url })
        : cantTell('not-offered', { at: url, version, actual: seen.error?.message ?? '' })
    }),

  messages: {
    accepted: '{at} still speaks {actual}, which is retired (RFC 8996).',
    'no-control':
      'A handshake with TLS 1.2 or 1.3 failed at {at} too ({actual}), so a refusal of older versions proves nothing.',
    'not-offered': '{version} could not be offered to {at}: {actual}.',
  },

  examples: [
    {
      name: 'old versions meet an alert',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: { before: good(), old: [alert('TLSv1.1'), alert('TLSv1')], after: good() },
    },
    {
      name: 'TLS 1.1 is on',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['accepted', 'passed'],
      seen: { before: good(), old: [handshake(['TLSv1.1']), alert('TLSv1')], after: good() },
    },
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-control', 'no-control'],
      seen: {
        before: refusedHandshake(['TLSv1.2', 'TLSv1.3'], 'refused'),
        old: [refusedHandshake(['TLSv1.1'], 'refused'), refusedHandshake(['TLSv1'], 'refused')],
        after: refusedHandshake(['TLSv1.2', 'TLSv1.3'], 'refused'),
      },
    },
    {
      name: 'this machine cannot speak TLS 1.0',
      from: 'Red Hat 9 in FIPS mode, 2026-11-22',
      outcome: 'cantTell',
      keys: ['passed', 'not-offered'],
      seen: { before: good(), old: [alert('TLSv1.1'), refusedHandshake(['TLSv1'], 'tls-not-offered')], after: good() },
    },
  ],
})

/** Our own inability to offer a version is no refusal of theirs. */
const refusal = ({ error }: Handshake) =>
  error !== undefined && !/^(tls-not-offered|timeout|stopped|name-)/.test(error.code)

function good() {
  return handshake(['TLSv1.2', 'TLSv1.3'])
}
function alert(version: string) {
  return refusedHandshake([version], 'tls-alert')
}
