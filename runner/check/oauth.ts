/** Token requests, sign-ins and what is asked about tokens; the tokens themselves stay with the recorder. */
import type { Exchange } from '../../reports/record.ts'
import type { NotReached } from './not-reached.ts'

export interface TokenRequest {
  /** The identity whose client registration is used. */
  readonly as: string
  /**
   * What to spoil: nothing, the secret or signature, the grant type (unknown, or `password`), the client id, or the scope; of a
   * signed assertion its lifetime (an hour, or over), audience, subject or key id, its signature (none, or by HMAC with the public
   * key), or its novelty (the last one taken is sent again).
   */
  readonly spoil?:
    | 'nothing'
    | 'secret'
    | 'grant-type'
    | 'password-grant'
    | 'client'
    | 'scope'
    | 'assertion-lifetime'
    | 'assertion-expired'
    | 'assertion-subject'
    | 'assertion-unsigned'
    | 'assertion-hmac'
    | 'assertion-audience'
    | 'assertion-key'
    | 'assertion-replay'
  readonly fresh?: boolean
}

/** A form with a token in it, for introspection or revocation. */
export interface AboutRequest {
  /** The identity whose client registration is used. */
  readonly as: string
  /** The endpoint, as the server's metadata name it. */
  readonly url: string
  /** The identity's own access token, one that nobody issued, or the placeholder of one that an earlier answer gave. */
  readonly token: 'own' | 'unknown' | `«${string}»`
  readonly client?: 'own' | 'wrong-secret' | 'none'
}

/** A sign-in of a person by the authorization code grant (RFC 6749, 4.1), along the forms that the server shows. */
export interface SignInRequest {
  /** An identity with `authorization-code`. */
  readonly as: string
  /**
   * What to spoil of the authorization request: nothing, the PKCE challenge (left out, or `plain`), the redirect address (a path,
   * a query or a host more than registered), or the response type (`token`).
   */
  readonly spoil?:
    | 'nothing'
    | 'no-challenge'
    | 'plain-challenge'
    | 'redirect-path'
    | 'redirect-query'
    | 'redirect-host'
    | 'implicit'
}

/** How a sign-in went: every answer on the way; the last one ended it. */
export interface SignIn {
  readonly steps: readonly Exchange[]
  /** Placeholder of the code, where the last answer sent one to the redirect address. */
  readonly code?: `«${string}»`
}

/** A token request with a code or a refresh token that an earlier answer gave (RFC 6749, 4.1.3 and 6). */
export interface RedeemRequest {
  readonly as: string
  readonly code?: `«${string}»`
  readonly refresh?: `«${string}»`
  /** The PKCE verifier that goes along with a code: its own, another one, or none. */
  readonly verifier?: 'own' | 'wrong' | 'none'
  readonly client?: 'own' | 'wrong-secret' | 'none'
}

export interface OAuth {
  /** One token request. The token stays with the recorder; the exchange holds a placeholder and facts. */
  token(request: TokenRequest): Promise<Exchange | NotReached>
  /** One introspection or revocation request. */
  about(request: AboutRequest): Promise<Exchange | NotReached>
  /** Signs a person in, from the authorization request to the redirect that carries the code, which is not followed. */
  signIn(request: SignInRequest): Promise<SignIn | NotReached>
  /** One token request with a code or a refresh token. */
  redeem(request: RedeemRequest): Promise<Exchange | NotReached>
}
