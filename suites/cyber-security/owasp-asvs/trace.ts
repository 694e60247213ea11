import { type Answered, advice, check, failed, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'

const MARK = 'x-mustdo-mark'

/** An echo shows what was sent: the type of a message, or our own header in the body. */
const echoes = ({ request, response }: Answered) =>
  mediaTypeOf(response.headers['content-type'])?.type === 'message/http' ||
  (response.body.text ?? '').includes(request.headers[MARK] ?? '\0')

/**
 * TRACE is not carried out (ASVS 13.4.4): it would show scripts the headers they must not see. A server that treats it as GET
 * gives nothing away; that it should answer 405 is said as advice.
 */
export default check({
  id: 'methods/trace',
  version: 1,
  title: 'TRACE is refused',
  verifies: { 'SEC-INF-001': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Switch TRACE off at server and gateway (`TraceEnable off`), and answer 405.',

  probe: async ({ http, subject, nonce }) => {
    const headers = { [MARK]: `mark-${nonce()}` }
    const addresses = [...new Set([subject.url, ...subject.samples.slice(0, 1)])]
    return { traced: await Promise.all(addresses.map(url => http.send('TRACE', url, { headers }))) }
  },

  judge: ({ traced }) =>
    traced.flatMap(one => {
      const at = one.request.url
      const { status } = one.response
      if (status < 200 || status > 299) return passed({ at })
      const said = { at, expected: '405 or 501', actual: String(status) }
      return echoes(one) ? failed('echo', said) : [passed({ at }), advice('treated-as-get', said)]
    }),

  messages: {
    echo: '{at} answers TRACE with {actual} and shows the request it got.',
    'treated-as-get': '{at} answers TRACE with {actual}, though without an echo; it should refuse it.',
  },

  examples: [
    traced('405', answer(405, { allow: 'GET' }), 'passed'),
    traced('501 in JSON', answer(501, { 'content-type': 'application/json' }, '{}'), 'passed'),
    traced('an echo', answer(200, { 'content-type': 'message/http' }, 'TRACE / HTTP/1.1\r\n'), 'failed', 'echo'),
    traced(
      'an echo as text',
      answer(200, {}, 'X-Mustdo-Mark: mark-1', { headers: { [MARK]: 'mark-1' } }),
      'failed',
      'echo',
    ),
    traced(
      'the home page',
      answer(200, { 'content-type': 'text/html' }, '<!doctype html>'),
      'passed',
      'passed',
      'treated-as-get',
    ),
    traced('a gateway answers', gatewayPage(), 'cantTell'),
  ],
})

function traced(name: string, seen: Answered, outcome: 'passed' | 'failed' | 'cantTell', ...keys: readonly string[]) {
  return { name, from: 'nginx 1.22, 2026-11-22', outcome, seen: { traced: [seen] }, ...(keys.length > 0 && { keys }) }
}
