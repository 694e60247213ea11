import { check, failed, passed } from '../../../runner/check.ts'
import { answer, gatewayPage, noAnswer } from '../../shared/examples.ts'

/**
 * Every response forbids content sniffing. The header's one legal value is `nosniff`, in any case, and a list counts by its
 * first member, as browsers read it (Fetch, X-Content-Type-Options header).
 */
export default check({
  id: 'headers/no-sniff',
  version: 1,
  title: 'Responses forbid content sniffing',
  verifies: { 'SEC-HDR-004': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Send `X-Content-Type-Options: nosniff` with every response, error pages and redirects included.',

  // A missing page is asked for too: servers forget the header on errors more often than on pages.
  probe: async ({ http, subject, nonce }) => ({
    known: await Promise.all(subject.samples.map(url => http.get(url))),
    missing: await http.get(new URL(`/no-such-page-${nonce()}`, subject.url).href),
  }),

  judge: ({ known, missing }) =>
    [...known, missing].map(({ request, response }) => {
      const value = response.headers['x-content-type-options']
      return value?.split(',')[0]?.trim().toLowerCase() === 'nosniff'
        ? passed({ at: request.url })
        : failed('header-differs', { at: request.url, expected: 'nosniff', actual: value ?? 'no such header' })
    }),

  messages: {
    'header-differs': 'X-Content-Type-Options is not nosniff at {at}; a browser may run uploaded text as script.',
  },

  examples: [
    {
      name: 'on page and error',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: {
        known: [answer(200, { 'x-content-type-options': 'nosniff' })],
        missing: answer(404, { 'x-content-type-options': 'NoSniff' }),
      },
    },
    {
      name: 'forgotten on the error',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      seen: { known: [answer(200, { 'x-content-type-options': 'nosniff' })], missing: answer(404) },
      keys: ['passed', 'header-differs'],
    },
    {
      name: 'misspelt',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      seen: {
        known: [answer(200, { 'x-content-type-options': 'no-sniff' })],
        missing: answer(404, { 'x-content-type-options': 'nosniff' }),
      },
    },
    {
      name: 'a gateway answers instead',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { known: [gatewayPage()], missing: gatewayPage() },
    },
    {
      name: 'no answer',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      seen: { known: [noAnswer()], missing: noAnswer() },
    },
  ],
})
