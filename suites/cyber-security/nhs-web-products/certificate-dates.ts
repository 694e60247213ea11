import { advice, cantTell, check, failed, passed } from '../../../runner/check.ts'
import { certificate, handshake, refusedHandshake } from '../../shared/examples.ts'

const DAY = 86_400_000

/** The certificate is in date at the moment of the handshake; fewer than 14 days left is worth a word, and no failure. */
export default check({
  id: 'tls/certificate-dates',
  version: 1,
  title: 'The certificate is in date',
  verifies: { 'SEC-TLS-006': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Renew the certificate automatically, and alarm when 14 days are left.',

  probe: async ({ tls, subject }) => ({
    seen: await tls.handshake(subject.url, { versions: ['TLSv1.2', 'TLSv1.3'] }),
  }),

  judge: ({ seen }, { url }) => {
    const leaf = seen.result?.chain[0]
    if (!leaf) return cantTell('no-handshake', { at: url, actual: seen.error?.code ?? 'no certificate' })
    const now = Date.parse(seen.at)
    const days = Math.floor((Date.parse(leaf.notAfter) - now) / DAY)
    if (Date.parse(leaf.notAfter) <= now)
      return failed('expired', { at: url, expected: `later than ${seen.at}`, actual: leaf.notAfter })
    if (Date.parse(leaf.notBefore) > now)
      return failed('not-yet', { at: url, expected: `before ${seen.at}`, actual: leaf.notBefore })
    const met = passed({ at: url })
    return days < 14 ? [met, advice('soon', { at: url, expected: '14 days or more', actual: `${days} days` })] : met
  },

  messages: {
    expired: 'The certificate of {at} expired on {actual}.',
    'not-yet': 'The certificate of {at} becomes valid only on {actual}.',
    soon: 'The certificate of {at} expires in {actual}.',
    'no-handshake': 'No certificate of {at} could be seen ({actual}).',
  },

  examples: [
    dated('in date', { notAfter: '2027-01-20T00:00:00.000Z' }, 'passed', 'passed'),
    dated('expired yesterday', { notAfter: '2026-11-21T12:00:00.000Z' }, 'failed', 'expired'),
    dated('valid from tomorrow', { notBefore: '2026-11-23T12:00:00.000Z' }, 'failed', 'not-yet'),
    dated('ten days left', { notAfter: '2026-12-02T12:00:00.000Z' }, 'passed', 'passed', 'soon'),
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-handshake'],
      seen: { seen: refusedHandshake(['TLSv1.2', 'TLSv1.3'], 'refused') },
    },
  ],
})

function dated(
  name: string,
  facts: Parameters<typeof certificate>[0],
  outcome: 'passed' | 'failed',
  ...keys: readonly string[]
) {
  const seen = { seen: handshake(['TLSv1.2', 'TLSv1.3'], { chain: [certificate(facts)] }) }
  return { name, from: 'reference supplier, 2026-11-22', outcome, keys, seen }
}
