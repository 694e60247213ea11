import { cantTell, check, failed, noGround, passed } from '../../../runner/check.ts'
import { answer, noAnswer } from '../../shared/examples.ts'
import { askPlainly, redirectOf, stateOf } from '../../shared/plain-http.ts'

/**
 * Over plain HTTP the host serves nothing (ASVS 12.2.1): nobody listens, or the answer is an error or leads to HTTPS. Redirects of
 * APIs are another requirement's matter.
 */
export default check({
  id: 'tls/plain-http-content',
  version: 1,
  title: 'Nothing is served over plain HTTP',
  verifies: { 'SEC-TLS-008': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Close port 80, or let it do nothing but redirect web pages to https.',
  judgesSilence: true,

  probe: ({ http, subject }) =>
    subject.plain
      ? askPlainly(http, subject, [...new Set([subject.url, ...subject.samples.slice(0, 2)])])
      : Promise.resolve(noGround('no plain address of this origin is known', { who: 'mustdo', act: 'ask again' })),

  judge: seen =>
    seen.plain.map(one => {
      const at = one.request.url
      const state = stateOf(one, seen)
      if (state.is === 'unclear') return cantTell('unclear', { at, actual: state.because })
      if (state.is === 'closed') return passed({ at })
      const { status, body } = one.response ?? { status: 0, body: { bytes: 0 } }
      if (status >= 200 && status < 300 && body.bytes > 0)
        return failed('served', { at, expected: 'no content', actual: `${status} with ${body.bytes} bytes` })
      const target = redirectOf(one)
      return target?.protocol === 'http:' ? cantTell('leads-on', { at, actual: target.href }) : passed({ at })
    }),

  messages: {
    served: '{at} is served without encryption: {actual}.',
    'leads-on': '{at} leads to {actual}, in plain HTTP again; it was not followed.',
    unclear: 'What {at} serves could not be seen: {actual}.',
  },

  examples: [
    plainly('nobody listens', noAnswer('refused', here()), 'passed'),
    plainly('redirects to HTTPS', answer(308, { location: 'https://product.example/' }, '', here()), 'passed'),
    plainly(
      'speaks TLS on that port only',
      answer(400, {}, 'The plain HTTP request was sent to HTTPS port', here()),
      'passed',
    ),
    plainly('serves the page', answer(200, {}, '<!doctype html>', here()), 'failed', 'served'),
    plainly('leads on', answer(302, { location: '/home' }, '', here()), 'cantTell', 'leads-on'),
    plainly('a rate limit', answer(429, {}, '', here()), 'cantTell', 'unclear'),
    {
      name: 'nothing answers at all',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['unclear'],
      seen: { before: noAnswer('refused'), plain: [noAnswer('refused', here())], after: noAnswer('refused') },
    },
  ],
})

function here() {
  return { url: 'http://product.example/' }
}
function plainly(
  name: string,
  seen: ReturnType<typeof noAnswer>,
  outcome: 'passed' | 'failed' | 'cantTell',
  key?: string,
) {
  const all = { before: answer(200), plain: [seen], after: answer(200) }
  return { name, from: 'nginx 1.22, 2026-11-22', outcome, seen: all, ...(key && { keys: [key] }) }
}
