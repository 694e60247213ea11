import { cantTell, check, failed, noGround, passed } from '../../../runner/check.ts'
import { answer, noAnswer } from '../../shared/examples.ts'
import { stsFieldsOf } from '../../shared/hsts.ts'
import { askPlainly, stateOf } from '../../shared/plain-http.ts'

/**
 * Answers over plain HTTP promise nothing (RFC 6797, 7.2): anybody on the way could have written the field, and browsers pass it over
 * (8.1). Nobody listening is as good. The questions are those of `tls/plain-http-content`, and are sent once for both.
 */
export default check({
  id: 'tls/plain-http-promise',
  version: 1,
  title: 'Strict-Transport-Security is not sent over plain HTTP',
  verifies: { 'SEC-TLS-025': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Set Strict-Transport-Security in the part of the configuration that is for https.',
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
      const [first] = stsFieldsOf(one)
      return first === undefined
        ? passed({ at })
        : failed('sent', { at, expected: 'no Strict-Transport-Security field', actual: first })
    }),

  messages: {
    sent: '{at} sends Strict-Transport-Security as "{actual}" over plain HTTP, where it must not be and counts for nothing.',
    unclear: 'What {at} sends could not be seen: {actual}.',
  },

  examples: [
    plainly('nobody listens', noAnswer('refused', here()), 'passed', 'passed'),
    plainly('redirects', answer(308, { location: 'https://product.example/' }, '', here()), 'passed', 'passed'),
    plainly(
      'redirects with a promise',
      answer(301, { location: '/', 'strict-transport-security': 'max-age=31536000' }, '', here()),
      'failed',
      'sent',
    ),
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
  key: string,
) {
  const all = { before: answer(200), plain: [seen], after: answer(200) }
  return { name, from: 'nginx 1.22, 2026-11-23', outcome, seen: all, keys: [key] }
}
