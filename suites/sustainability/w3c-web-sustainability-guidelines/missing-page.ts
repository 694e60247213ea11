import { check, failed, passed } from '../../../runner/check.ts'
import { answer, gatewayPage, noAnswer } from '../../shared/examples.ts'

const MOST = 100_000

/** An address that never was answers 404 (or 410), with at most 100 kB. */
export default check({
  id: 'sustainability/missing-page',
  version: 1,
  title: 'A missing page answers 404 with a light page',
  verifies: { 'SUS-ERR-001': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Answer 404 itself, not a redirect and not 200, with a small page that needs no script.',
  probe: async ({ http, subject, nonce }) => ({
    missing: await http.get(new URL(`/no-such-page-${nonce()}`, subject.url).href, {
      headers: { accept: 'text/html' },
    }),
  }),

  judge: ({ missing: { request, response } }) => {
    const at = request.url
    const bytes = response.body.encodedBytes ?? response.body.bytes
    if (response.status !== 404 && response.status !== 410)
      return failed('not-404', { at, expected: '404', actual: `${response.status}` })
    return bytes > MOST ? failed('too-heavy', { at, expected: `${MOST}`, actual: `${bytes}` }) : passed({ at })
  },

  messages: {
    'not-404': 'The missing page {at} was answered with {actual}, not {expected}.',
    'too-heavy': 'The answer to the missing page {at} has {actual} bytes, more than {expected}.',
  },
  examples: [
    {
      name: 'light 404',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: { missing: answer(404, {}, 'Not found') },
    },
    {
      name: 'soft 404',
      from: `reference supplier, 2026-11-22, defect soft-404`,
      outcome: 'failed',
      seen: { missing: answer(200, {}, 'Page not found') },
      keys: ['not-404'],
    },
    {
      name: 'the whole application',
      from: 'a single-page application, 2026-11-22',
      outcome: 'failed',
      seen: { missing: answer(404, {}, 'x'.repeat(MOST + 1)) },
      keys: ['too-heavy'],
    },
    { name: 'a gateway', from: 'a rate limiter, 2026-11-22', outcome: 'cantTell', seen: { missing: gatewayPage() } },
    { name: 'no answer', from: 'a closed port, 2026-11-22', outcome: 'cantTell', seen: { missing: noAnswer() } },
  ],
})
