import {
  cantTell,
  check,
  type Exchange,
  failed,
  noData,
  noGround,
  notApplicable,
  passed,
} from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { issuerMetadataOf } from '../../shared/issuer-metadata.ts'
import { jsonObjectIn, stringsIn } from '../../shared/json-answer.ts'
import { KEYCLOAK, SUPPLIER, tokenAnswer, tokenRefusal } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { grantOf, tokenIn, userOf } from '../../shared/sign-in.ts'

const no = () => tokenRefusal(400, 'invalid_grant')
const isGood = ({ response }: Exchange) => response?.status === 200

/**
 * A refresh token that was used is worth nothing any more, or nothing without the secret of its client (OWASP ASVS 5.0, 10.4.5;
 * RFC 9700, 4.14.2). The second holds for confidential clients only: a public client proves nothing.
 */
export default check({
  id: 'oauth/refresh-tokens',
  version: 2,
  title: 'A refresh token is replaced at each use, or bound to its client',
  verifies: { 'SEC-OAU-007': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['sign-in'],
  effect: 'intrusive',
  fix: 'Give a new refresh token at each use, refuse the old one and end its family when it is used again; or authenticate the client at every use.',
  probe: async ({ http, oauth, subject }) => {
    const as = userOf(subject)
    if (typeof as !== 'string') return as
    const granted = await grantOf(oauth, as)
    if (isNotReached(granted)) return granted
    const refresh = tokenIn(granted, 'refresh_token')
    if (!refresh) {
      const metadata = await issuerMetadataOf(http, subject)
      const grants = isNotReached(metadata) ? [] : stringsIn(jsonObjectIn(metadata)?.['grant_types_supported'])
      return grants.includes('refresh_token')
        ? noData(`a scope of ${as} that is given a refresh token, such as offline_access`)
        : notApplicable('A sign-in gave no refresh token, and the metadata do not offer the grant.')
    }
    const first = await oauth.redeem({ as, refresh })
    const again = await oauth.redeem({ as, refresh })
    if (isNotReached(first) || isNotReached(again)) return isNotReached(first) ? first : (again as never)
    // Where the old one still works, its client may be what protects it.
    const latest = tokenIn(again, 'refresh_token') ?? refresh
    const stolen = isGood(again) ? await oauth.redeem({ as, refresh: latest, client: 'none' }) : undefined
    const control = await grantOf(oauth, as)
    if (isNotReached(control)) return control
    return { first, again, stolen: stolen && !isNotReached(stolen) ? [stolen] : [] }
  },
  judge: ({ first, again, stolen }) => {
    const at = again.request.url
    if (!isGood(first)) return cantTell('no-refresh', { at, actual: String(first.response.status) })
    const broken = [again, ...stolen].find(({ response }) => response.status >= 500)
    if (broken) return cantTell('no-refresh', { at, actual: String(broken.response.status) })
    if (!isGood(again) || (stolen.length > 0 && !stolen.some(isGood))) return passed()
    return failed('works-again', {
      at,
      expected: 'invalid_grant',
      actual: '200 with a token, and without a client secret',
    })
  },
  messages: {
    'no-refresh': '{at} answered {actual} to a refresh token, so that nothing can be told of a second use.',
    'works-again': 'A refresh token that was used before works again at {at}: {actual}.',
  },
  examples: [
    { name: 'replaced', from: SUPPLIER, outcome: 'passed', seen: { first: tokenAnswer(), again: no(), stolen: [] } },
    {
      name: 'bound to its client',
      from: KEYCLOAK,
      outcome: 'passed',
      seen: { first: tokenAnswer(), again: tokenAnswer(), stolen: [tokenRefusal(401, 'unauthorized_client')] },
    },
    {
      name: 'for whoever has it',
      from: KEYCLOAK,
      outcome: 'failed',
      keys: ['works-again'],
      seen: { first: tokenAnswer(), again: tokenAnswer(), stolen: [tokenAnswer()] },
    },
    {
      name: 'no refresh',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['no-refresh'],
      seen: { first: no(), again: no(), stolen: [] },
    },
    { name: 'no refresh token', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('gave no refresh token') },
    { name: 'no user', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'the sign-in fails', from: SUPPLIER, outcome: 'cantTell', seen: noGround('ended without a code') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { first: gatewayPage(), again: gatewayPage(), stolen: [] },
    },
  ],
})
