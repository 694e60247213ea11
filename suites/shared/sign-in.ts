/** Sign-ins of a declared user by the authorization code grant, and what comes of them. Asks; judges nothing. */
import {
  type Exchange,
  type IssuerSubject,
  type NotReached,
  noData,
  noGround,
  notApplicable,
  type OAuth,
  type RedeemRequest,
  type SignInRequest,
} from '../../runner/check.ts'
import { isNotReached } from './refusal.ts'

type Placeholder = NonNullable<RedeemRequest['code']>

/** The first user of an authorization server; not applicable where the server was seen to sign nobody in. */
export function userOf({ users, declared, authorizationEndpoint }: IssuerSubject): string | NotReached {
  if (users[0]) return users[0]
  if (declared && !authorizationEndpoint)
    return notApplicable('The metadata of the authorization server name no authorization endpoint.')
  return noData('an identity with authorization-code (a test user who can sign in) in the target file')
}

/** A code by a good sign-in, or why there is none. */
export async function codeOf(oauth: OAuth, as: string): Promise<Placeholder | NotReached> {
  const ended = await oauth.signIn({ as })
  if (isNotReached(ended) || ended.code) return isNotReached(ended) ? ended : (ended.code as Placeholder)
  const last = ended.steps.at(-1)
  const seen = last?.response?.status ?? last?.error?.message ?? 'nothing'
  return noGround(`the sign-in of ${as} ended without a code after ${ended.steps.length} steps (${seen})`, {
    who: 'supplier',
    act: `correct redirectUri, username, password or fields of ${as} in the target file, and run again`,
  })
}

/** The token answer to a good sign-in, or why there is none. */
export async function grantOf(oauth: OAuth, as: string): Promise<Exchange | NotReached> {
  const code = await codeOf(oauth, as)
  if (isNotReached(code)) return code
  const answer = await oauth.redeem({ as, code })
  if (isNotReached(answer) || !answer.response || answer.response.status === 200) return answer
  return noGround(`the token endpoint answered ${answer.response.status} to a good code of ${as}`, {
    who: 'supplier',
    act: `correct the client registration of ${as} in the target file, and run again`,
  })
}

/** The end of sign-ins spoilt in each of the ways, with the request that began them; a good one before and after must succeed. */
export async function spoiltSignIns(
  oauth: OAuth,
  as: string,
  ways: readonly NonNullable<SignInRequest['spoil']>[],
): Promise<readonly Attempt[] | NotReached> {
  const before = await codeOf(oauth, as)
  if (isNotReached(before)) return before
  const tried: Attempt[] = []
  for (const spoil of ways) {
    const ended = await oauth.signIn({ as, spoil })
    if (isNotReached(ended)) return ended
    const [asked] = ended.steps
    const end = ended.steps.at(-1)
    if (asked && end) tried.push({ asked, end })
  }
  const after = await codeOf(oauth, as)
  return isNotReached(after) ? after : tried
}

export interface Attempt {
  readonly asked: Exchange
  readonly end: Exchange
}

/** The placeholder of a token that an answer gave. */
export const tokenIn = (answer: Exchange, member: 'access_token' | 'refresh_token'): Placeholder | undefined =>
  answer.facts.find(({ where }) => where === `response.body.${member}`)?.placeholder as Placeholder | undefined
