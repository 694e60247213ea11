import { cantTell, check, failed, inapplicable, noGround, passed } from '../../../runner/check.ts'
import { answer, noAnswer } from '../../shared/examples.ts'
import { askPlainly, redirectOf, stateOf } from '../../shared/plain-http.ts'

/**
 * Where a website redirects plain HTTP, the first step is HTTPS on the same host (HTTP Observatory, redirection): otherwise this
 * host's HSTS is never learnt. A host that does not redirect has no first redirect.
 */
export default check({
  id: 'tls/first-redirect',
  version: 1,
  title: 'Plain HTTP redirects to HTTPS on the same host first',
  verifies: { 'SEC-TLS-013': 'all' },
  subjects: ({ origins }) => origins.filter(({ url, roles }) => url.startsWith('https:') && roles.includes('web')),
  effect: 'read',
  fix: 'Redirect to https on the same host first, then elsewhere.',
  judgesSilence: true,

  probe: ({ http, subject }) =>
    subject.plain
      ? askPlainly(http, subject, [subject.url])
      : Promise.resolve(noGround('no plain address of this origin is known', { who: 'mustdo', act: 'ask again' })),

  judge: (seen, { url }) =>
    seen.plain.map(one => {
      const at = one.request.url
      const state = stateOf(one, seen)
      if (state.is === 'unclear') return cantTell('unclear', { at, actual: state.because })
      const target = redirectOf(one)
      if (!target) return inapplicable('no-redirect', { at, actual: String(one.response?.status ?? 'no answer') })
      return target.protocol === 'https:' && target.hostname === new URL(url).hostname
        ? passed({ at })
        : failed('elsewhere', { at, expected: `https://${new URL(url).host}/`, actual: target.href })
    }),

  messages: {
    elsewhere: '{at} leads to {actual} before it leads to {expected}.',
    'no-redirect': '{at} does not redirect ({actual}).',
    unclear: 'Where {at} leads could not be seen: {actual}.',
  },

  examples: [
    plainly('to HTTPS', answer(301, { location: 'https://product.example/' }, '', here()), 'passed', 'passed'),
    plainly('nobody listens', noAnswer('refused', here()), 'inapplicable', 'no-redirect'),
    plainly(
      'to another host',
      answer(308, { location: 'https://www.elsewhere.example/' }, '', here()),
      'failed',
      'elsewhere',
    ),
    plainly('to plain HTTP', answer(302, { location: '/home' }, '', here()), 'failed', 'elsewhere'),
    plainly('a rate limit', answer(429, {}, '', here()), 'cantTell', 'unclear'),
  ],
})

function here() {
  return { url: 'http://product.example/' }
}
function plainly(
  name: string,
  seen: ReturnType<typeof noAnswer>,
  outcome: 'passed' | 'failed' | 'cantTell' | 'inapplicable',
  key: string,
) {
  const all = { before: answer(200), plain: [seen], after: answer(200) }
  return { name, from: 'nginx 1.22, 2026-11-22', outcome, seen: all, keys: [key] }
}
