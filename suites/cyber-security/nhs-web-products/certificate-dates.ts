import { check } from '../../../runner/check.ts'
import { daysLeft, inDate } from '../../shared/tls/certificate-rules.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { sent, surveyed, unreached } from '../../shared/tls/survey-examples.ts'

/** Every certificate that is sent is in date at the moment of the look; fewer than 14 days left are worth a word, and no failure. */
export default check({
  id: 'tls/certificate-dates',
  version: 2,
  title: 'The certificate is in date',
  verifies: { 'SEC-TLS-006': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Renew the certificate automatically, and alarm when 14 days are left.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([inDate, daysLeft], survey, url),

  messages: messagesOf('broken', 'untold', 'advised', 'no-tls'),

  examples: [
    {
      name: 'in date',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      keys: ['passed'],
      seen: { survey: surveyed({ chain: [sent({ notAfter: '2027-01-20T00:00:00.000Z' })] }) },
    },
    {
      name: 'expired yesterday',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ chain: [sent({ notAfter: '2026-11-21T12:00:00.000Z' })] }) },
    },
    {
      name: 'valid from tomorrow',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: {
        survey: surveyed({
          chain: [sent({ notBefore: '2026-11-23T12:00:00.000Z', notAfter: '2027-01-20T00:00:00.000Z' })],
        }),
      },
    },
    {
      name: 'the one in between expired',
      from: 'node 20, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: {
        survey: surveyed({
          chain: [
            sent({ notAfter: '2027-01-20T00:00:00.000Z' }),
            sent({ notAfter: '2026-11-21T12:00:00.000Z', issuedPrevious: true }),
          ],
        }),
      },
    },
    {
      name: 'ten days left',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      keys: ['passed', 'advised'],
      seen: { survey: surveyed({ chain: [sent({ notAfter: '2026-12-02T12:00:00.000Z' })] }) },
    },
    {
      name: 'the certificate could not be seen',
      from: 'a server that ended the handshake, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
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
