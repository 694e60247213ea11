import { check } from '../../../runner/check.ts'
import { chainOrder } from '../../shared/tls/certificate-rules.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { sent, surveyed, unreached } from '../../shared/tls/survey-examples.ts'

const trusted = surveyed().trust!

/** Each certificate that is sent issued the one before it, and none is missing (RFC 8446, 4.4.2; a must of RFC 5246, 7.4.2). */
export default check({
  id: 'tls/certificate-chain',
  version: 1,
  title: 'The certificates are sent in order, and none is missing',
  verifies: { 'SEC-TLS-021': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Configure the file of certificates with the leaf first, then each issuer after what it issued; the root may be left out.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) => decide([chainOrder], survey, url),

  messages: messagesOf('broken', 'untold', 'no-tls'),

  examples: [
    {
      name: 'leaf, then its issuer',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed({ chain: [sent(), sent({ ca: true, issuedPrevious: true })] }) },
    },
    {
      name: 'the wrong way round',
      from: 'node 20, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ chain: [sent(), sent({ ca: true, selfSigned: true, issuedPrevious: false })] }) },
    },
    {
      name: 'the one in between is missing',
      from: 'node 20, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ trust: { ...trusted, trusted: false, error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } }) },
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
