/** How a client proves itself to the authorization server: by shared secret, or by an assertion it signs (RFC 7523, SMART). */
import { randomUUID } from 'node:crypto'
import type { TokenRequest } from '../check.ts'
import type { AuthorizationCodeAuth, ClientSecretAuth, PrivateKeyJwtAuth } from '../target/model.ts'
import { signedAssertion } from './assertion.ts'

export type OAuthClient = ClientSecretAuth | PrivateKeyJwtAuth | AuthorizationCodeAuth
export type Spoil = NonNullable<TokenRequest['spoil']>

export interface ClientProof {
  readonly headers: { readonly [name: string]: string }
  readonly fields: { readonly [name: string]: string }
  /** The assertion sent, so that it can be sent again. */
  readonly assertion?: string
}

/** Headers and form fields that name and prove the client, spoilt as asked. `learn` tells the redactor what must not be kept. */
export async function proofOf(
  auth: OAuthClient,
  clientId: string,
  tokenEndpoint: string,
  spoil: Spoil,
  learn: (value: string) => void,
): Promise<ClientProof> {
  if (auth.method === 'private-key-jwt') {
    const assertion = await signedAssertion(auth, clientId, tokenEndpoint, spoil)
    learn(assertion)
    return { headers: {}, fields: assertionFields(assertion), assertion }
  }
  // A public client says who it is, and proves nothing (RFC 6749, 3.2.1).
  if (!auth.clientSecret) return { headers: {}, fields: { client_id: clientId } }
  const secret = spoil === 'secret' ? `wrong-${randomUUID()}` : auth.clientSecret.reveal()
  if (auth.style === 'post') return { headers: {}, fields: { client_id: clientId, client_secret: secret } }
  // RFC 6749 2.3.1: both halves are form-encoded before they are joined.
  const encoded = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')
  learn(encoded)
  return { headers: { authorization: `Basic ${encoded}` }, fields: {} }
}

export const assertionFields = (assertion: string): { readonly [name: string]: string } => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
})
