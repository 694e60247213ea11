import { check, failed, passed } from '../../../runner/check.ts'
import { answer, handshake, noAnswer, refusedHandshake } from '../../shared/examples.ts'

const offer = ['TLSv1.2', 'TLSv1.3']

/** HTTP/2 is chosen when offered (ALPN h2), or HTTP/3 is announced (Alt-Svc h3). */
export default check({
  id: 'sustainability/http-2',
  version: 1,
  title: 'HTTP/2 or HTTP/3 is offered',
  verifies: { 'SUS-PRT-001': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Switch HTTP/2 on where TLS ends, so that ALPN offers h2.',

  probe: async ({ tls, http, subject }) => ({
    shaken: await tls.handshake(subject.url, { versions: offer, alpn: ['h2', 'http/1.1'] }),
    answered: await http.get(subject.samples[0] ?? subject.url),
  }),

  judge: ({ shaken, answered }, { url: at }) => {
    const announced = answered.response.headers['alt-svc'] ?? ''
    if (shaken.result?.alpn === 'h2' || /\bh3(-\d+)?=/.test(announced)) return passed({ at })
    return failed('old-protocol', { at, expected: 'h2', actual: shaken.result?.alpn || 'http/1.1' })
  },

  messages: { 'old-protocol': '{at} speaks {actual} to a client that offers {expected}, and announces no HTTP/3.' },
  examples: [
    {
      name: 'h2 by ALPN',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: { shaken: handshake(offer, { alpn: 'h2' }), answered: answer(200) },
    },
    {
      name: 'h3 announced',
      from: 'Caddy 2.8, 2026-11-22',
      outcome: 'passed',
      seen: { shaken: handshake(offer), answered: answer(200, { 'alt-svc': 'h3=":443"; ma=2592000' }) },
    },
    {
      name: 'HTTP/1.1 only',
      from: `reference supplier, 2026-11-22`,
      outcome: 'failed',
      seen: { shaken: handshake(offer, { alpn: 'http/1.1' }), answered: answer(200) },
    },
    {
      name: 'no answer',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      seen: { shaken: refusedHandshake(offer), answered: noAnswer() },
    },
  ],
})
