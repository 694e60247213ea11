/** The authorization request of a sign-in (RFC 6749, 4.1.1; RFC 7636, 4.3), good or spoilt. */
import { createHash, randomBytes } from 'node:crypto'
import type { SignInRequest } from '../check.ts'
import type { AuthorizationCodeAuth } from '../target/model.ts'

export interface Authorization {
  readonly url: string
  readonly redirectUri: string
  /** What the token request has to bring along; none where no challenge was sent. */
  readonly verifier?: string
}

type Spoil = NonNullable<SignInRequest['spoil']>

/** `learn` tells the redactor what must not be kept. */
export function authorizationRequest(
  auth: AuthorizationCodeAuth,
  endpoint: string,
  spoil: Spoil,
  learn: (value: string, what: string) => void,
): Authorization {
  const verifier = spoil === 'no-challenge' || spoil === 'implicit' ? undefined : randomBytes(32).toString('base64url')
  const state = randomBytes(16).toString('base64url')
  const nonce = randomBytes(16).toString('base64url')
  learn(state, 'state')
  learn(nonce, 'nonce')
  if (verifier) learn(verifier, 'code verifier')
  const redirectUri = redirectOf(auth.redirectUri, spoil)
  const url = new URL(endpoint)
  const fields = {
    response_type: spoil === 'implicit' ? 'token' : 'code',
    client_id: auth.clientId,
    redirect_uri: redirectUri,
    ...(auth.scope && { scope: auth.scope }),
    state,
    nonce,
    // OpenID Connect Core, 11: a refresh token for when the user is away needs consent to be asked.
    ...(/\boffline_access\b/.test(auth.scope ?? '') && { prompt: 'consent' }),
    ...(verifier && challengeOf(verifier, spoil)),
  }
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value)
  return { url: url.href, redirectUri, ...(verifier && { verifier }) }
}

const challengeOf = (verifier: string, spoil: Spoil) =>
  spoil === 'plain-challenge'
    ? { code_challenge: verifier, code_challenge_method: 'plain' }
    : { code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' }

/** Addresses that no client registered, each of which a comparison by prefix, by host or by path lets through. */
function redirectOf(registered: string, spoil: Spoil): string {
  const url = new URL(registered)
  if (spoil === 'redirect-path') url.pathname = `${url.pathname.replace(/\/$/, '')}/mustdo`
  if (spoil === 'redirect-query') url.searchParams.set('mustdo', '1')
  if (spoil === 'redirect-host') url.hostname = `${url.hostname}.mustdo.example`
  return spoil.startsWith('redirect-') ? url.href : registered
}
