import {
  type Answered,
  check,
  type Exchange,
  failed,
  noData,
  noGround,
  notApplicable,
  passed,
} from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { introspectedBy } from '../../shared/introspecting.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { SUPPLIER, tokenAnswer, tokenRefusal } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'
import { codeOf, grantOf, tokenIn, userOf } from '../../shared/sign-in.ts'

const no = () => tokenRefusal(400, 'invalid_grant')
const told = (active: boolean) => answer(200, {}, { active })
const isActive = (state: Answered) => jsonObjectIn(state)?.['active'] === true

/**
 * A code works once, and a second use ends the tokens of the first (OWASP ASVS 5.0, 10.4.2; RFC 6749, 4.1.2). Whether it does is asked
 * of introspection, else shown by the refresh token; without either only the refusal is judged.
 */
export default check({
  id: 'oauth/code-once',
  version: 2,
  title: 'An authorization code works once',
  verifies: { 'SEC-OAU-005': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['sign-in'],
  effect: 'intrusive',
  fix: 'Delete a code at its first use, answer invalid_grant to a second, and revoke the tokens that the first one gave.',
  probe: async ({ http, oauth, subject }) => {
    const as = userOf(subject)
    if (typeof as !== 'string') return as
    const code = await codeOf(oauth, as)
    if (typeof code !== 'string') return code
    const first = await oauth.redeem({ as, code })
    if (isNotReached(first)) return first
    const access = tokenIn(first, 'access_token')
    if (!access) return noGround(`the token endpoint answered ${first.response?.status} to a good code of ${as}`)
    const asker = await introspectedBy(http, oauth, subject)
    const before = await asker?.(access)
    const second = await oauth.redeem({ as, code })
    const after = await asker?.(access)
    const refresh = tokenIn(first, 'refresh_token')
    const refreshed = refresh ? await oauth.redeem({ as, refresh }) : undefined
    const control = await grantOf(oauth, as)
    if (isNotReached(second) || isNotReached(control)) return isNotReached(second) ? second : (control as never)
    const states = [before, after].filter((state): state is Exchange => state !== undefined && !isNotReached(state))
    return {
      second,
      states: states.length === 2 ? states : [],
      refreshed: refreshed && !isNotReached(refreshed) ? [refreshed] : [],
    }
  },
  judge: ({ second, states, refreshed }) => {
    const refused = refusedVerdict(second)
    if (refused.outcome !== 'passed') return refused
    const at = second.request.url
    const [before, after] = states
    if (before && after && isActive(before))
      return isActive(after)
        ? failed('token-lives', { at, expected: 'active: false', actual: 'active: true' })
        : passed()
    return refreshed.some(({ response }) => response.status < 300)
      ? failed('token-lives', { at, expected: 'invalid_grant', actual: 'a new token for the refresh token' })
      : passed()
  },
  messages: {
    'let-in': 'A code that was used before got a token at {at} ({actual}).',
    'token-lives': 'After a second use of its code, which {at} refused, the token of the first still lives: {actual}.',
    broke,
  },
  examples: [
    {
      name: 'refused, and the token is over',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { second: no(), states: [told(true), told(false)], refreshed: [no()] },
    },
    {
      name: 'refused, nothing to ask',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { second: no(), states: [], refreshed: [] },
    },
    {
      name: 'used twice',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['let-in'],
      seen: { second: tokenAnswer(), states: [], refreshed: [] },
    },
    {
      name: 'the token lives on',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['token-lives'],
      seen: { second: no(), states: [told(true), told(true)], refreshed: [] },
    },
    {
      name: 'the refresh token lives on',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['token-lives'],
      seen: { second: no(), states: [], refreshed: [tokenAnswer()] },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['broke'],
      seen: { second: tokenRefusal(500, 'server_error'), states: [], refreshed: [] },
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
      seen: { second: gatewayPage(), states: [], refreshed: [] },
    },
  ],
})
