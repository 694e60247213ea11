import { cantTell, check, type Decision, failed, passed } from '../../../runner/check.ts'
import { certificate, handshake, refusedHandshake } from '../../shared/examples.ts'

/**
 * The certificate chains to an authority that this machine or the target file trusts, is for this host, and is in date (ASVS
 * 12.2.2). A chain without its intermediates is not trusted, whatever a browser mends by itself. An authority that only the
 * target file trusts is named on the report's cover.
 */
export default check({
  id: 'tls/certificate-trust',
  version: 1,
  title: 'The certificate is trusted, in date and for this host',
  verifies: { 'SEC-TLS-004': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Install a certificate of a public authority for every name, with its intermediates.',

  probe: async ({ tls, subject }) => ({
    seen: await tls.handshake(subject.url, { versions: ['TLSv1.2', 'TLSv1.3'] }),
  }),

  judge: ({ seen }, { url }) => {
    const { result } = seen
    if (!result) return cantTell('no-handshake', { at: url, actual: seen.error?.code ?? 'nothing' })
    const names = result.chain[0]?.names.join(', ') ?? 'no name'
    const wrong: Decision[] = []
    if (!result.trusted)
      wrong.push(
        failed('not-trusted', { at: url, expected: 'a trusted chain', actual: result.trustError ?? 'unknown' }),
      )
    if (!result.nameMatches) wrong.push(failed('other-host', { at: url, expected: seen.servername, actual: names }))
    return wrong.length > 0 ? wrong : passed({ at: url })
  },

  messages: {
    'not-trusted': 'The certificate of {at} is not trusted: {actual}.',
    'other-host': 'The certificate of {at} is for {actual}.',
    'no-handshake': 'No TLS connection to {at} came about ({actual}).',
  },

  examples: [
    { name: 'good', from: 'reference supplier, 2026-11-22', outcome: 'passed', seen: { seen: shake() } },
    {
      name: 'self-signed',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['not-trusted'],
      seen: { seen: shake({ trusted: false, trustError: 'DEPTH_ZERO_SELF_SIGNED_CERT' }) },
    },
    {
      name: 'for another host',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['other-host'],
      seen: { seen: shake({ nameMatches: false, chain: [certificate({ names: ['DNS:other.example'] })] }) },
    },
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-handshake'],
      seen: { seen: refusedHandshake(['TLSv1.2', 'TLSv1.3'], 'refused') },
    },
  ],
})

function shake(result: Parameters<typeof handshake>[1] = {}) {
  return handshake(['TLSv1.2', 'TLSv1.3'], result)
}
