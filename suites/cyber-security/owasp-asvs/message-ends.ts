import { check, type Exchange, type Framing, noGround, type OriginSubject } from '../../../runner/check.ts'
import { answer, gatewayPage, noAnswer } from '../../shared/examples.ts'
import { spoiltMessages, spoiltRequests, spoiltVerdict } from '../../shared/spoilt-request.ts'

const spoilt: Readonly<Record<Framing, string>> = {
  'space-before-colon': '"Content-Length : 0" (a space before the colon)',
  'signed-length': '"Content-Length: +0"',
  'hex-length': '"Content-Length: 0x0"',
  'list-of-lengths': '"Content-Length: 0, +0"',
}
const EXPECTED = '400, and the connection closed'
const framings = Object.keys(spoilt) as Framing[]

/**
 * A GET whose length is written as RFC 9112 forbids is answered with 400 (5.1, 6.3), so that no two servers in a row can read its end
 * differently (OWASP ASVS 5.0, 4.2.1). Each such length is nought or nothing in every reading, so that no byte of ours can reach
 * anybody else's request; what cannot promise that, as both lengths at once, is not sent. Closing the connection is a refusal too,
 * since the same request without the length was answered just before and just after.
 */
export default check({
  id: 'http/message-ends',
  version: 2,
  title: 'Requests with a length that nobody may read are refused',
  verifies: { 'SEC-API-027': 'part' },
  subjects: ({ origins }): readonly OriginSubject[] => origins,
  effect: 'intrusive',
  fix: 'Read HTTP strictly: answer 400 and close the connection where a header has a space before its colon, or Content-Length is not digits alone.',
  judgesSilence: true,

  probe: ({ http, subject }) =>
    spoiltRequests(
      http,
      subject,
      '1.1',
      framings.map(
        framing =>
          (url: string): Promise<Exchange> =>
            http.get(url, { framing, fresh: true }),
      ),
    ),

  judge: ({ usual, tried }) =>
    tried.map((one, place) =>
      spoiltVerdict(one, usual, { line: spoilt[framings[place] as Framing], expected: EXPECTED }),
    ),

  messages: spoiltMessages,

  examples: [
    seen('all refused', [400, 400, 400, 400], 'passed'),
    seen('refused by hanging up, and in other words', ['closed', 'reset', 501, 413], 'passed'),
    seen('a space is taken', [200, 400, 400, 400], 'failed', ['taken', 'passed', 'passed', 'passed']),
    seen('numbers are read as a computer would', [400, 200, 200, 200], 'failed', ['passed', 'taken', 'taken', 'taken']),
    seen('taken for a page that is not there', [404, 400, 400, 400], 'failed', undefined, 404),
    seen('falls over', [500, 400, 400, 400], 'cantTell', ['broke', 'passed', 'passed', 'passed']),
    seen('no answer in time', ['timeout', 400, 400, 400], 'cantTell', ['broke', 'passed', 'passed', 'passed']),
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { usual: 200, tried: framings.map(() => gatewayPage()) },
    },
    {
      name: 'blocked from the start',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: noGround('no plain request to https://product.example was answered in order (403)'),
    },
  ],
})

function seen(
  name: string,
  answers: readonly (number | string)[],
  outcome: 'passed' | 'failed' | 'cantTell',
  keys?: readonly string[],
  usual = 200,
) {
  const tried = answers.map(one => (typeof one === 'number' ? answer(one) : noAnswer(one)))
  return { name, from: 'Node 20.20 and nginx 1.22, 2026-11-23', outcome, seen: { usual, tried }, ...(keys && { keys }) }
}
