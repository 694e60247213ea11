import { check, noGround } from '../../../runner/check.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { knownHoles } from '../../shared/tls/hole-rules.ts'
import { hole, surveyed, unreached } from '../../shared/tls/survey-examples.ts'

/**
 * Heartbleed (RFC 6520, 4), CCS injection (RFC 5246, 7.1), ROBOT (RFC 5246, 7.4.7.1), Ticketbleed (RFC 5077, 3.4) and insecure
 * renegotiation (RFC 9325, 3.5), looked for with malformed messages that do no harm: a heartbeat asks for 48 bytes at most, and no secret is broken.
 */
export default check({
  id: 'tls/holes-tried',
  version: 2,
  title: 'No known hole of TLS is open',
  verifies: { 'SEC-TLS-023': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'intrusive',
  fix: 'Bring the TLS library or the load balancer up to date.',

  probe: async ({ tls, subject }) => {
    const survey = await tls.holes(subject.url)
    return isNotReached(survey) ? survey : { survey }
  },
  judge: ({ survey }, { url }) => decide([knownHoles], survey, url),

  messages: messagesOf('broken', 'untold', 'no-tls'),

  examples: [
    {
      name: 'none is there',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed({ holes: [hole('Heartbleed', 'absent'), hole('CCS injection', 'absent')] }) },
    },
    {
      name: 'Heartbleed',
      from: 'a hand-written responder, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ holes: [hole('Heartbleed', 'present'), hole('CCS injection', 'absent')] }) },
    },
    {
      name: 'an early change of cipher met silence',
      from: 'a hand-written responder, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
      seen: { survey: surveyed({ holes: [hole('Heartbleed', 'absent'), hole('CCS injection', 'unclear')] }) },
    },
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-tls'],
      seen: { survey: unreached() },
    },
    {
      name: 'consent for another origin',
      from: 'reference supplier, 2026-11-22',
      outcome: 'cantTell',
      seen: noGround('no consent to intrusive tests here'),
    },
  ],
})
