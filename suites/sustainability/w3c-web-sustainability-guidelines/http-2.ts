import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { answer, noAnswer } from '../../shared/examples.ts'
import { surveyed, unreached } from '../../shared/tls/survey-examples.ts'

/** HTTP/2 is chosen when offered (ALPN h2), as the survey that the TLS checks share saw it, or HTTP/3 is announced (Alt-Svc h3). */
export default check({
  id: 'sustainability/http-2',
  version: 3,
  title: 'HTTP/2 or HTTP/3 is offered',
  verifies: { 'SUS-PRT-001': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Switch HTTP/2 on where TLS ends, so that ALPN offers h2.',

  probe: async ({ tls, http, subject }) => ({
    survey: await tls.survey(subject.url),
    answered: await http.get(subject.samples[0] ?? subject.url),
  }),

  judge: ({ survey, answered }, { url: at }) => {
    const announced = answered.response.headers['alt-svc'] ?? ''
    if (survey.alpn === 'h2' || /\bh3(-\d+)?=/.test(announced)) return passed({ at })
    // SSL 2.0 has no ALPN, and nothing was chosen where nothing was reached.
    if (survey.error || survey.alpn === undefined) return cantTell('not-seen', { at, actual: survey.error?.code ?? '' })
    return failed('old-protocol', { at, expected: 'h2', actual: survey.alpn || 'http/1.1' })
  },

  messages: {
    'old-protocol': '{at} speaks {actual} to a client that offers {expected}, and announces no HTTP/3.',
    'not-seen': 'What {at} chooses when HTTP/2 is offered could not be seen ({actual}). Ask again when it answers.',
  },
  examples: [
    {
      name: 'h2 by ALPN',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed({ alpn: 'h2' }), answered: answer(200) },
    },
    {
      name: 'h3 announced',
      from: 'Caddy 2.8, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed({ alpn: '' }), answered: answer(200, { 'alt-svc': 'h3=":443"; ma=2592000' }) },
    },
    {
      name: 'HTTP/1.1 only',
      from: `reference supplier, 2026-11-22`,
      outcome: 'failed',
      seen: { survey: surveyed({ alpn: 'http/1.1' }), answered: answer(200) },
    },
    {
      name: 'no choice of a protocol was seen',
      from: 'a responder of SSL 2.0, 2026-11-23',
      outcome: 'cantTell',
      keys: ['not-seen'],
      seen: { survey: surveyed(), answered: answer(200) },
    },
    {
      name: 'no answer',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      seen: { survey: unreached(), answered: noAnswer() },
    },
  ],
})
