import { cantTell, check, failed, noData, passed } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { SUPPLIER, tokenAnswer, tokenRefusal } from '../../shared/oauth-examples.ts'
import { clientOf } from '../../shared/token-asking.ts'

const LONGEST = 300

/**
 * A client that signs its assertion with RS384 or ES384 gets a bearer token, for five minutes at most (SMART App Launch 2.2, Backend
 * Services). The lifetime is what the answer says; what the token itself says counts where the answer is silent.
 */
export default check({
  id: 'smart/backend-token',
  version: 2,
  title: 'A signed assertion gets a short-lived token',
  verifies: { 'SMART-BE-001': 'all', 'SMART-BE-003': 'all' },
  subjects: ({ issuers }) => issuers,
  needs: ['oauth-client'],
  effect: 'authenticated-read',
  fix: 'Accept client_credentials with private_key_jwt in RS384 or ES384, and set expires_in to 300 or less.',
  probe: async ({ oauth, subject }) => {
    const client = clientOf(subject, 'private-key-jwt')
    return typeof client === 'string' ? { answer: await oauth.token({ as: client }) } : client
  },
  judge: ({ answer }) => {
    const at = answer.request.url
    const body = jsonObjectIn(answer)
    const token = answer.response.status === 200 && typeof body?.['access_token'] === 'string'
    if (!token || !body) {
      const actual = `${answer.response.status} ${String(body?.['error'] ?? 'without a token')}`
      return [
        failed('no-token', { requirement: 'SMART-BE-001', at, expected: 'an access token', actual }),
        cantTell('no-lifetime', { requirement: 'SMART-BE-003', at }),
      ]
    }
    const bearer = String(body['token_type']).toLowerCase() === 'bearer'
    const { exp, iat } = answer.facts.find(({ where }) => where === 'response.body.access_token')?.jwt?.claims ?? {}
    const seconds = Number(body['expires_in'] ?? Number(exp) - Number(iat))
    return [
      bearer
        ? passed({ requirement: 'SMART-BE-001' })
        : failed('no-bearer', {
            requirement: 'SMART-BE-001',
            at,
            expected: 'bearer',
            actual: String(body['token_type'] ?? 'no token_type'),
          }),
      !Number.isFinite(seconds)
        ? failed('unlimited', {
            requirement: 'SMART-BE-003',
            at,
            expected: `${LONGEST} s or less`,
            actual: 'no expires_in',
          })
        : seconds <= LONGEST
          ? passed({ requirement: 'SMART-BE-003' })
          : failed('too-long', {
              requirement: 'SMART-BE-003',
              at,
              expected: `${LONGEST} s or less`,
              actual: `${seconds} s`,
            }),
    ]
  },
  messages: {
    'no-token': 'A signed assertion got {actual} at {at}; if the key is not registered there, correct the target file.',
    'no-lifetime': 'There was no token at {at} whose lifetime could be seen.',
    'no-bearer': 'The token of {at} is of type {actual}, not {expected}.',
    unlimited: 'The token of {at} has {actual}, so that a client cannot know when it ends.',
    'too-long': 'The token of {at} lives {actual}; expected {expected}.',
  },
  examples: [
    { name: 'five minutes', from: SUPPLIER, outcome: 'passed', seen: { answer: tokenAnswer() } },
    {
      name: 'told by the token alone',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        answer: tokenAnswer({ expires_in: undefined }, undefined, { header: {}, claims: { iat: 1000, exp: 1300 } }),
      },
    },
    {
      name: 'an hour',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'too-long'],
      seen: { answer: tokenAnswer({ expires_in: 3600 }) },
    },
    {
      name: 'no end, another type',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['no-bearer', 'unlimited'],
      seen: { answer: tokenAnswer({ expires_in: undefined, token_type: 'mac' }) },
    },
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['no-token', 'no-lifetime'],
      seen: { answer: tokenRefusal(401, 'invalid_client') },
    },
    { name: 'no such client', from: SUPPLIER, outcome: 'untested', seen: noData('an identity') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { answer: gatewayPage() } },
  ],
})
