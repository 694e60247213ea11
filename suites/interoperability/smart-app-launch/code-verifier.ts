import { advice, check, type Exchange, noData, noGround, notApplicable } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { SUPPLIER, tokenAnswer, tokenRefusal } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'
import { codeOf, grantOf, userOf } from '../../shared/sign-in.ts'

const words = { wrong: 'with another code_verifier', none: 'without a code_verifier' } as const
const no = () => tokenRefusal(400, 'invalid_grant')

/**
 * A code whose request had a challenge is worth nothing with another verifier or without one (SMART App Launch 2.2, PKCE; RFC 7636,
 * 4.6, which says invalid_grant; OWASP ASVS 5.0, 10.4.6). Sign-ins before and after get their tokens.
 */
export default check({
  id: 'smart/code-verifier',
  version: 3,
  title: 'A code without the right code_verifier gets no token',
  verifies: { 'SMART-TOK-002': 'all', 'SEC-OAU-002': 'part' },
  subjects: ({ issuers }) => issuers,
  needs: ['sign-in'],
  effect: 'intrusive',
  fix: 'Store the code_challenge with the code, and answer 400 invalid_grant unless the SHA-256 of code_verifier is equal to it.',
  probe: async ({ oauth, subject }) => {
    const as = userOf(subject)
    if (typeof as !== 'string') return as
    const answers: Exchange[] = []
    const before = await grantOf(oauth, as)
    if (isNotReached(before)) return before
    for (const verifier of ['wrong', 'none'] as const) {
      const code = await codeOf(oauth, as)
      const answer = typeof code === 'string' ? await oauth.redeem({ as, code, verifier }) : code
      if (isNotReached(answer)) return answer
      answers.push(answer)
    }
    const after = await grantOf(oauth, as)
    return isNotReached(after) ? after : { before, answers, after }
  },
  judge: ({ answers }) =>
    answers.flatMap((answer, place) => {
      const verdict = { ...refusedVerdict(answer), what: place === 0 ? words.wrong : words.none }
      const error = jsonObjectIn(answer)?.['error']
      return verdict.outcome === 'passed' && place === 0 && error !== 'invalid_grant'
        ? [verdict, advice('other-error', { at: answer.request.url, expected: 'invalid_grant', actual: String(error) })]
        : [verdict]
    }),
  messages: {
    'let-in': 'A code {what} got a token at {at} ({actual}).',
    'other-error': 'A wrong code_verifier was answered at {at} by the error {actual}; RFC 7636, 4.6 says {expected}.',
    broke,
  },
  examples: [
    {
      name: 'both refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { before: tokenAnswer(), answers: [no(), tokenRefusal(400, 'invalid_request')], after: tokenAnswer() },
    },
    {
      name: 'the verifier is not looked at',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['let-in', 'let-in'],
      seen: { before: tokenAnswer(), answers: [tokenAnswer(), tokenAnswer()], after: tokenAnswer() },
    },
    {
      name: 'an error of its own, then falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['passed', 'other-error', 'broke'],
      seen: {
        before: tokenAnswer(),
        answers: [tokenRefusal(400, 'access_denied'), tokenRefusal(500, 'server_error')],
        after: tokenAnswer(),
      },
    },
    {
      name: 'nobody signs in',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('no authorization endpoint'),
    },
    { name: 'no user', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'the sign-in fails', from: SUPPLIER, outcome: 'cantTell', seen: noGround('ended without a code') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { before: tokenAnswer(), answers: [gatewayPage()], after: tokenAnswer() },
    },
  ],
})
