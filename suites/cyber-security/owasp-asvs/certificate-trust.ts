import { check } from '../../../runner/check.ts'
import { nameMatches, transparency, trusted, validityPeriod } from '../../shared/tls/certificate-rules.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { sent, surveyed, unreached } from '../../shared/tls/survey-examples.ts'

const trust = surveyed().trust!
const publicly = { ...trust, publicRoot: true }

/**
 * The certificate chains to an authority that this machine or the target file trusts, is for this host, and is in date (ASVS
 * 12.2.2). A chain without its intermediates is not trusted, whatever a browser mends by itself. An authority that only the
 * target file trusts is named on the report's cover. What browsers ask of public certificates besides is advice.
 */
export default check({
  id: 'tls/certificate-trust',
  version: 2,
  title: 'The certificate is trusted, in date and for this host',
  verifies: { 'SEC-TLS-004': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Install a certificate of a public authority for every name, with its intermediates.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([trusted, nameMatches, validityPeriod, transparency], survey, url),

  messages: messagesOf('broken', 'untold', 'advised', 'no-tls'),

  examples: [
    {
      name: 'good',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'self-signed',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ trust: { ...trust, trusted: false, error: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }) },
    },
    {
      name: 'for another host',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: {
        survey: surveyed({ trust: { ...trust, nameMatches: false }, chain: [sent({ names: ['DNS:other.example'] })] }),
      },
    },
    {
      name: 'public, for two years and in no log',
      from: 'a certificate of 2026 as none is issued, 2026-11-22',
      outcome: 'passed',
      keys: ['passed', 'advised', 'advised'],
      seen: {
        survey: surveyed({
          trust: publicly,
          chain: [sent({ notBefore: '2026-10-01T00:00:00.000Z', notAfter: '2028-10-01T00:00:00.000Z' })],
        }),
      },
    },
    {
      name: 'public, for 90 days and in two logs',
      from: 'a public web site, 2026-11-22',
      outcome: 'passed',
      keys: ['passed'],
      seen: {
        survey: surveyed({
          trust: publicly,
          chain: [sent({ scts: 2, notBefore: '2026-10-01T00:00:00.000Z', notAfter: '2026-12-30T00:00:00.000Z' })],
        }),
      },
    },
    {
      name: 'trust could not be told',
      from: 'a server that ended the handshake, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold', 'untold'],
      seen: { survey: surveyed({ chain: [] }) },
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
