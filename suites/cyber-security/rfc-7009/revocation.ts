import { advice, check, type Exchange, failed, noData, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { introspectedBy } from '../../shared/introspecting.ts'
import { issuerMetadataOf } from '../../shared/issuer-metadata.ts'
import { isHttps, jsonObjectIn } from '../../shared/json-answer.ts'
import { ISSUER, noStore, SUPPLIER, tokenAnswer, tokenRefusal } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { grantOf, tokenIn } from '../../shared/sign-in.ts'
import { clientOf, tokenOf } from '../../shared/token-asking.ts'

const url = `${ISSUER}/oauth/revoke`
const done = (status = 200, body: object = {}) => answer(status, noStore, body, { method: 'POST', url })
const told = (active: boolean) => answer(200, noStore, { active })

/**
 * A token that was revoked is worth nothing, and revoking an unknown one is answered 200 (RFC 7009, 2.1 and 2.2). Of a signed-in user
 * the refresh token is revoked and then used; else a client's access token is, and introspection asked. Access tokens need not
 * be revocable, if the answer says so.
 */
export default check({
  id: 'oauth/revocation',
  version: 2,
  title: 'Revoked tokens are worth nothing',
  verifies: { 'SEC-OAU-014': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['oauth-client'],
  effect: 'authenticated-read',
  fix: 'End a token, and for a refresh token its whole grant, before answering 200; answer 200 to tokens that are unknown.',
  probe: async ({ http, oauth, subject }) => {
    const metadata = await issuerMetadataOf(http, subject)
    if (isNotReached(metadata)) return metadata
    const endpoint = jsonObjectIn(metadata)?.['revocation_endpoint']
    if (!isHttps(endpoint))
      return notApplicable('The metadata of the authorization server name no revocation endpoint.')
    const [user] = subject.users
    const as = user ?? clientOf(subject)
    if (typeof as !== 'string') return as
    const granted = user ? await grantOf(oauth, user) : await tokenOf(oauth, as)
    if (isNotReached(granted)) return granted
    const refresh = user ? tokenIn(granted, 'refresh_token') : undefined
    const token = refresh ?? tokenIn(granted, 'access_token')
    if (!token) return noGround(`the token endpoint gave ${as} no token to revoke`)
    const unknown = await oauth.about({ as, url: endpoint, token: 'unknown' })
    const ask = refresh ? undefined : await introspectedBy(http, oauth, subject)
    const before = await ask?.(token)
    const revoked = await oauth.about({ as, url: endpoint, token })
    const after = refresh ? await oauth.redeem({ as, refresh }) : await ask?.(token)
    if (isNotReached(revoked) || isNotReached(unknown)) return isNotReached(revoked) ? revoked : (unknown as never)
    const states = [refresh ? granted : before, after].filter((one): one is Exchange => !!one && !isNotReached(one))
    return { unknown, revoked, states: states.length === 2 ? states : [] }
  },
  judge: ({ unknown, revoked, states: [before, after] }) => {
    const at = revoked.request.url
    const { status } = revoked.response
    const error = jsonObjectIn(revoked)?.['error']
    const stranger = unknown.response.status
    const lives = before && after && worth(before) && worth(after)
    return [
      stranger === 200 ? passed() : failed('unknown-refused', { at, expected: '200', actual: String(stranger) }),
      ...(status === 200
        ? [
            lives
              ? failed('lives', { at, expected: 'a token that is refused', actual: 'a token that works' })
              : passed(),
          ]
        : error === 'unsupported_token_type'
          ? [advice('not-this-kind', { at })]
          : [failed('not-revoked', { at, expected: '200', actual: `${status} ${String(error ?? '')}`.trim() })]),
    ]
  },
  messages: {
    'unknown-refused': '{at} answered {actual} to a token that nobody issued; expected {expected}.',
    lives: '{at} said that a token is revoked, and it works as before.',
    'not-this-kind': '{at} does not revoke access tokens.',
    'not-revoked': '{at} answered {actual} to a token that it should revoke; expected {expected}.',
  },
  examples: [
    {
      name: 'the refresh token is over',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { unknown: done(), revoked: done(), states: [tokenAnswer(), tokenRefusal(400, 'invalid_grant')] },
    },
    {
      name: 'introspection knows',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { unknown: done(), revoked: done(), states: [told(true), told(false)] },
    },
    {
      name: 'it lives on',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'lives'],
      seen: { unknown: done(), revoked: done(), states: [told(true), told(true)] },
    },
    {
      name: 'unknown tokens are errors, access tokens cannot be revoked',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['unknown-refused', 'not-this-kind'],
      seen: {
        unknown: done(400, { error: 'invalid_token' }),
        revoked: done(400, { error: 'unsupported_token_type' }),
        states: [],
      },
    },
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'not-revoked'],
      seen: { unknown: done(), revoked: done(403), states: [] },
    },
    { name: 'no endpoint', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('no revocation endpoint') },
    { name: 'no client', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'no token', from: SUPPLIER, outcome: 'cantTell', seen: noGround('answered 401') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { unknown: gatewayPage(), revoked: gatewayPage(), states: [] },
    },
  ],
})

/** Whether a token answer or an introspection says that the token is good for something. */
function worth(state: Exchange): boolean {
  const body = jsonObjectIn(state)
  return state.response?.status === 200 && (body?.['active'] === true || typeof body?.['access_token'] === 'string')
}
