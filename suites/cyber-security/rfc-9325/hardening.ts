import { check } from '../../../runner/check.ts'
import { decide, messagesOf } from '../../shared/tls/decide.ts'
import { clientRenegotiation } from '../../shared/tls/hole-rules.ts'
import { compression, earlyData, secureRenegotiation } from '../../shared/tls/protocol-rules.ts'
import { refusedVersion, surveyed, unreached } from '../../shared/tls/survey-examples.ts'

const old = surveyed().old!
const clientBegins = 'Renegotiation begun by the client (CVE-2011-1473)'

/**
 * TLS compression is refused when offered, renegotiation_info is answered, and tickets of TLS 1.3 allow no early data (RFC 9325, 3.3,
 * 3.5, 3.10). Where they do allow it, whether an unsafe request in it is refused (RFC 8470) is for a person to see.
 */
export default check({
  id: 'tls/hardening',
  version: 3,
  title: 'No compression, secure renegotiation, no early data',
  verifies: { 'SEC-TLS-012': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Switch off compression and 0-RTT, and keep secure renegotiation on.',

  probe: async ({ tls, subject }) => ({ survey: await tls.survey(subject.url) }),
  judge: ({ survey }, { url }) =>
    decide([compression, secureRenegotiation, earlyData, clientRenegotiation], survey, url),

  messages: messagesOf('broken', 'untold', 'beside', 'advised', 'no-tls'),

  examples: [
    {
      name: 'all as it should be',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed() },
    },
    {
      name: 'compression is taken',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ old: { ...old, compression: 'DEFLATE' } }) },
    },
    {
      name: 'clients may renegotiate as they please',
      from: 'openssl s_server 3.0 -client_renegotiation, 2026-11-22',
      outcome: 'passed',
      keys: ['passed', 'advised'],
      seen: {
        survey: surveyed({
          holes: [{ name: clientBegins, state: 'present', because: 'a second handshake was gone through' }],
        }),
      },
    },
    {
      name: 'renegotiation_info is not answered',
      from: 'a hand-written responder, 2026-11-22',
      outcome: 'failed',
      keys: ['broken'],
      seen: { survey: surveyed({ old: { ...old, secureRenegotiation: false } }) },
    },
    {
      name: 'tickets allow early data',
      from: 'openssl s_server 3.0 -early_data, 2026-11-22',
      outcome: 'cantTell',
      keys: ['untold'],
      seen: { survey: surveyed({ new: { tickets: true, earlyData: 16_384 } }) },
    },
    {
      name: 'SSL 2.0 alone has none of it',
      from: 'a hand-written responder, 2026-11-22',
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
  const { old: _, new: __, ...rest } = surveyed({}, refusedVersion('TLSv1.2'), refusedVersion('TLSv1.3'))
  return rest
}
