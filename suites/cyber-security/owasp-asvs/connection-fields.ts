import { check, type Exchange, noGround, notApplicable, type OriginSubject } from '../../../runner/check.ts'
import { answer, gatewayPage, noAnswer } from '../../shared/examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { spoiltMessages, spoiltRequests, spoiltVerdict } from '../../shared/spoilt-request.ts'

const FIELD = { line: '"Keep-Alive: timeout=5"', expected: 'PROTOCOL_ERROR, or 400' }

/**
 * A request over HTTP/2 with a field of HTTP/1.1 connections is malformed and refused (RFC 9113, 8.2.2; OWASP ASVS 5.0, 4.2.3). The one
 * that is sent, Keep-Alive, says nothing of where a message ends, so that it harms nobody whoever takes it; the request has no body.
 * A stream that ends in an error is a refusal, since the same request without the field was answered just before and just after.
 */
export default check({
  id: 'http/connection-fields',
  version: 1,
  title: 'Fields of HTTP/1.1 connections are refused in HTTP/2',
  verifies: { 'SEC-API-029': 'part' },
  subjects: ({ origins }): readonly OriginSubject[] => origins,
  effect: 'intrusive',
  fix: 'Let the server end the stream with PROTOCOL_ERROR where Connection, Keep-Alive, Proxy-Connection, Transfer-Encoding or Upgrade come over HTTP/2.',
  judgesSilence: true,

  probe: async ({ http, subject }) => {
    const plain = await http.get(subject.url, { httpVersion: '2' })
    if (plain.response && plain.response.httpVersion !== '2')
      return notApplicable(`${subject.url} does not speak HTTP/2 (HTTP/${plain.response.httpVersion})`)
    const ask = (url: string): Promise<Exchange> =>
      http.get(url, { httpVersion: '2', connectionField: true, fresh: true })
    const seen = await spoiltRequests(http, subject, '2', [ask])
    return isNotReached(seen) ? seen : { plain, ...seen }
  },

  judge: ({ usual, tried }) => tried.map(one => spoiltVerdict(one, usual, FIELD)),

  messages: spoiltMessages,

  examples: [
    seen('the stream ends in an error', noAnswer('http2-error'), 'passed'),
    seen('the connection does', noAnswer('closed'), 'passed'),
    seen('refused in words', answer(400), 'passed'),
    seen('passed over', answer(200), 'failed', 'taken'),
    seen('falls over', answer(500), 'cantTell', 'broke'),
    seen('what ends the client itself', noAnswer('client-ended'), 'cantTell', 'broke'),
    seen('no answer in time', noAnswer('timeout'), 'cantTell', 'broke'),
    seen('a rate limit', gatewayPage(), 'cantTell', 'broke'),
    {
      name: 'no HTTP/2',
      from: 'reference supplier, 2026-11-23',
      outcome: 'inapplicable',
      seen: notApplicable('https://product.example does not speak HTTP/2 (HTTP/1.1)'),
    },
    {
      name: 'blocked from the start',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: noGround('no plain request to https://product.example was answered in order (403)'),
    },
  ],
})

function seen(name: string, one: Exchange, outcome: 'passed' | 'failed' | 'cantTell', key?: string) {
  const plain = answer(200, {}, '', { httpVersion: '2' })
  const from = 'Node 20.20 and nginx 1.22, 2026-11-23'
  return { name, from, outcome, seen: { plain, usual: 200, tried: [one] }, ...(key && { keys: [key] }) }
}
