/** Token requests that must fail, between two of the same client that succeed. Asks; judges nothing. */
import {
  type Exchange,
  type IssuerSubject,
  type NotReached,
  noData,
  noGround,
  type OAuth,
  type TokenRequest,
} from '../../runner/check.ts'
import { isNotReached } from './refusal.ts'

type Spoil = NonNullable<TokenRequest['spoil']>

/** The first identity of an issuer, of the method if one is named. */
export const clientOf = ({ identities }: IssuerSubject, method?: string): string | NotReached =>
  identities.find(identity => method === undefined || identity.method === method)?.name ??
  noData(`an identity with ${method ?? 'an OAuth2 client'} of this authorization server in the target file`)

/** A token answer that gives a token, or why there is none to look at. */
export async function tokenOf(oauth: OAuth, as: string): Promise<Exchange | NotReached> {
  const answer = await oauth.token({ as, fresh: true })
  if (isNotReached(answer) || !answer.response || answer.response.status === 200) return answer
  return noGround(`the token endpoint answered ${answer.response.status} to the identity ${as}`, {
    who: 'supplier',
    act: `correct the client registration of ${as} in the target file, and run again`,
  })
}

/** The answers to token requests spoilt in each of the ways, in order; a good one before and after must succeed. */
export async function spoiltTokens(
  oauth: OAuth,
  as: string,
  ways: readonly Spoil[],
): Promise<readonly Exchange[] | NotReached> {
  const before = await tokenOf(oauth, as)
  if (isNotReached(before)) return before
  const answers: Exchange[] = []
  for (const spoil of ways) {
    const answer = await oauth.token({ as, spoil, fresh: true })
    if (isNotReached(answer)) return answer
    answers.push(answer)
  }
  const after = await tokenOf(oauth, as)
  return isNotReached(after) ? after : answers
}
