import { cantTell, check, failed, noGround, passed } from '../../../runner/check.ts'
import { answer, noAnswer } from '../../shared/examples.ts'
import { askPlainly, redirectOf, stateOf } from '../../shared/plain-http.ts'

/**
 * An API does not redirect plain HTTP to HTTPS (ASVS 4.1.2): a client with the wrong scheme would send its token in the open at
 * every call and never notice. Websites should redirect, and are not asked here.
 */
export default check({
  id: 'tls/api-plain-http',
  version: 1,
  title: 'The API refuses plain HTTP instead of redirecting it',
  verifies: { 'SEC-TLS-009': 'all' },
  subjects: ({ fhir }) => fhir.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Close port 80 on API hosts, or answer it with an error.',
  judgesSilence: true,

  probe: ({ http, subject, landscape }) => {
    const origin = landscape.origins.find(({ url }) => new URL(url).origin === new URL(subject.url).origin)
    return origin?.plain
      ? askPlainly(http, origin, [`${subject.url}/metadata`])
      : Promise.resolve(noGround('no plain address of this API is known', { who: 'mustdo', act: 'ask again' }))
  },

  judge: seen =>
    seen.plain.map(one => {
      const at = one.request.url
      const state = stateOf(one, seen)
      if (state.is === 'unclear') return cantTell('unclear', { at, actual: state.because })
      const target = redirectOf(one)
      return target?.protocol === 'https:'
        ? failed('redirects', {
            at,
            expected: 'no answer, or an error',
            actual: `${one.response?.status} to ${target.href}`,
          })
        : passed({ at })
    }),

  messages: {
    redirects: '{at} is redirected ({actual}), so a client that sends its token in the open is not stopped.',
    unclear: 'What {at} answers could not be seen: {actual}.',
  },

  examples: [
    plainly('nobody listens', noAnswer('refused', here()), 'passed'),
    plainly('the connection is dropped', noAnswer('reset', here()), 'passed'),
    plainly('speaks TLS on that port only', answer(400, {}, 'plain HTTP request', here()), 'passed'),
    plainly(
      'redirects',
      answer(308, { location: 'https://product.example/fhir/metadata' }, '', here()),
      'failed',
      'redirects',
    ),
    plainly('a rate limit', answer(429, {}, '', here()), 'cantTell', 'unclear'),
  ],
})

function here() {
  return { url: 'http://product.example/fhir/metadata' }
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
