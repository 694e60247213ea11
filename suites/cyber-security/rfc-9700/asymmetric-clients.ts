import { check, failed, noGround, passed } from '../../../runner/check.ts'
import { answer } from '../../shared/examples.ts'
import { issuerMetadataOf } from '../../shared/issuer-metadata.ts'
import { jsonObjectIn, stringsIn } from '../../shared/json-answer.ts'
import { ISSUER, json, SUPPLIER } from '../../shared/oauth-examples.ts'

const asymmetric = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth']
const metadata = (methods?: readonly string[]) =>
  answer(
    200,
    json,
    { issuer: ISSUER, token_endpoint_auth_methods_supported: methods },
    { url: `${ISSUER}/.well-known/oauth-authorization-server` },
  )

/** Clients may prove themselves without a shared secret: by a signed assertion or a certificate (RFC 9700, 2.5; RFC 8705). */
export default check({
  id: 'oauth/asymmetric-clients',
  version: 1,
  title: 'Asymmetric client authentication is offered',
  verifies: { 'SEC-OAU-009': 'all' },
  subjects: ({ issuers }) => issuers,
  effect: 'read',
  fix: 'Support private_key_jwt or mutual TLS at the token endpoint, and list it in token_endpoint_auth_methods_supported.',
  probe: async ({ http, subject }) => ({ metadata: await issuerMetadataOf(http, subject) }),
  judge: ({ metadata }) => {
    // Left out, the member means client_secret_basic (RFC 8414, 2).
    const methods = stringsIn(jsonObjectIn(metadata)?.['token_endpoint_auth_methods_supported'])
    if (methods.some(method => asymmetric.includes(method))) return passed()
    const actual = methods.join(', ') || 'client_secret_basic by default'
    return failed('shared-secrets-only', { at: metadata.request.url, expected: asymmetric.join(' or '), actual })
  },
  messages: { 'shared-secrets-only': 'The metadata at {at} offer clients {actual}; none of {expected}.' },
  examples: [
    {
      name: 'signed assertions',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { metadata: metadata(['client_secret_basic', 'private_key_jwt']) },
    },
    { name: 'secrets only', from: SUPPLIER, outcome: 'failed', seen: { metadata: metadata(['client_secret_post']) } },
    { name: 'nothing said', from: SUPPLIER, outcome: 'failed', seen: { metadata: metadata() } },
    {
      name: 'no metadata',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { metadata: noGround('no metadata were found') },
    },
  ],
})
