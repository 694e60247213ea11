import {
  type Answered,
  cantTell,
  check,
  type Decision,
  type Exchange,
  failed,
  inapplicable,
  type NotReached,
  noData,
  passed,
} from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { KEYCLOAK, SUPPLIER, tokenAnswer } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { tokenOf } from '../../shared/token-asking.ts'

const MOST_CLIENTS = 6

interface Token {
  readonly as: string
  readonly at: string
  readonly key: string
  readonly audience: boolean
}

/**
 * Every token that a key signs names whom it is for, where tokens of the same key are for several (OWASP ASVS 5.0, 9.2.4; RFC 8725, 3.9).
 * The tokens of each client in the target file are looked at. A token without an audience is a fault where another of the same key
 * has one; where none has, the key may sign for one audience alone, which nobody sees from outside.
 */
export default check({
  id: 'oauth/audience-named',
  version: 1,
  title: 'Tokens that one key signs name their audience',
  verifies: { 'SEC-API-041': 'part' },
  subjects: ({ issuers }) => issuers,
  needs: ['oauth-client'],
  effect: 'authenticated-read',
  fix: 'Write aud into the access tokens of every client, and let the API compare it with its own name.',
  probe: async ({ oauth, subject }) => {
    const answers: Exchange[] = []
    let last: NotReached = noData('an identity with an OAuth2 client of this authorization server in the target file')
    for (const { name } of subject.identities.slice(0, MOST_CLIENTS)) {
      const answer = await tokenOf(oauth, name)
      if (isNotReached(answer)) last = answer
      else answers.push(answer)
    }
    return answers.length > 0 ? { answers } : last
  },
  judge: ({ answers }) => {
    const tokens = answers.flatMap(tokenIn)
    const [first] = answers
    if (tokens.length === 0)
      return inapplicable('opaque', { ...(first && { at: first.request.url }), actual: String(answers.length) })
    return tokens.map(token => verdict(token, tokens))
  },
  messages: {
    nobody:
      'The access token of {client} from {at} names no audience, and the key that signed it signs tokens that do.',
    alone: 'The access token of {client} from {at} names no audience; whether its key signs for others is not seen.',
    opaque: 'No access token of the {actual} looked at, from {at}, is a JWT: there is no audience in them to read.',
  },
  examples: [
    { name: 'each names one', from: SUPPLIER, outcome: 'passed', seen: { answers: [of('https://api'), of(['a'])] } },
    {
      name: 'one is for anybody',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'nobody'],
      seen: { answers: [of('https://api'), of(undefined)] },
    },
    { name: 'an empty list', from: SUPPLIER, outcome: 'failed', seen: { answers: [of('https://api'), of([])] } },
    {
      name: 'none names any',
      from: KEYCLOAK,
      outcome: 'cantTell',
      keys: ['alone'],
      seen: { answers: [of(undefined)] },
    },
    {
      name: 'of two keys',
      from: KEYCLOAK,
      outcome: 'cantTell',
      keys: ['passed', 'alone'],
      seen: { answers: [of('https://api'), of(undefined, 'other')] },
    },
    {
      name: 'opaque',
      from: 'oidc-provider, 2026-11-23',
      outcome: 'inapplicable',
      keys: ['opaque'],
      seen: { answers: [{ ...tokenAnswer(), facts: [] }] },
    },
    { name: 'no client', from: SUPPLIER, outcome: 'untested', seen: noData('an identity with an OAuth2 client') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { answers: [gatewayPage()] } },
  ],
})

function tokenIn({ request, facts }: Answered): readonly Token[] {
  const { jwt } = facts.find(({ where }) => where === 'response.body.access_token') ?? {}
  if (!jwt) return []
  const { aud } = jwt.claims
  const named = Array.isArray(aud) ? aud : [aud]
  const audience = named.some(one => typeof one === 'string' && one !== '')
  return [{ as: request.as ?? '', at: request.url, key: String(jwt.header['kid'] ?? ''), audience }]
}

function verdict({ as: client, at, key, audience }: Token, tokens: readonly Token[]): Decision {
  if (audience) return passed()
  const about = { at, client, expected: 'aud' }
  const others = tokens.some(other => other.audience && other.key === key)
  return others ? failed('nobody', about) : cantTell('alone', about)
}

function of(aud: string | readonly string[] | undefined, kid = 'server') {
  return tokenAnswer(undefined, undefined, { header: { alg: 'ES256', kid }, claims: { ...(aud && { aud }) } })
}
