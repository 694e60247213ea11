/** Answers of token servers and protected APIs, for the examples of checks. */
import type { Answered, Fact, FhirSubject, IssuerSubject } from '../../runner/check.ts'
import { answer } from './examples.ts'

export const SUPPLIER = 'reference supplier, 2026-11-22'
export const KEYCLOAK = 'written after Keycloak 26.4.0, 2026-11-22'
export const ISSUER = 'https://product.example'
export const json = { 'content-type': 'application/json; charset=utf-8' }
export const noStore = { ...json, 'cache-control': 'no-store', pragma: 'no-cache' }

export const issuer = (facts: Partial<IssuerSubject> = {}): IssuerSubject => ({
  kind: 'issuer',
  id: 'issuer:oauth',
  url: ISSUER,
  endpoint: 'oauth',
  tokenEndpoint: `${ISSUER}/oauth/token`,
  jwksUri: `${ISSUER}/oauth/jwks`,
  identities: [{ name: 'system', method: 'client-secret' }],
  users: [],
  declared: true,
  ...facts,
})

export const smartFhir = (facts: Partial<FhirSubject> = {}): FhirSubject => ({
  kind: 'fhir',
  id: 'fhir:fhir',
  url: `${ISSUER}/fhir`,
  endpoint: 'fhir',
  identity: 'system',
  fhirVersion: '4.0.1',
  formats: ['json'],
  security: { cors: true, smart: true },
  interactions: [],
  types: [],
  testPatients: [],
  declared: true,
  writable: true,
  ...facts,
})

/** What the token endpoint of the reference supplier answers; single members and headers overridden. */
export function tokenAnswer(
  members: object = {},
  headers: { readonly [name: string]: string } = noStore,
  jwt: Fact['jwt'] = { header: { alg: 'ES256', typ: 'at+jwt' }, claims: {} },
): Answered {
  const body = {
    access_token: '«system access token 1»',
    token_type: 'Bearer',
    expires_in: 300,
    scope: 'system/*.rs',
    ...members,
  }
  const fact: Fact = {
    where: 'response.body.access_token',
    placeholder: body.access_token,
    length: 620,
    same: body.access_token,
    bitsOfEntropy: 900,
    ...(jwt && { jwt }),
  }
  return answer(200, headers, body, { method: 'POST', url: `${ISSUER}/oauth/token`, as: 'system', facts: [fact] })
}

/** A refusal of the token endpoint (RFC 6749, 5.2). */
export const tokenRefusal = (
  status: number,
  error: string,
  headers: { readonly [name: string]: string } = noStore,
): Answered => answer(status, headers, { error }, { method: 'POST', url: `${ISSUER}/oauth/token`, as: 'system' })

export const smartDocument = {
  issuer: ISSUER,
  jwks_uri: `${ISSUER}/oauth/jwks`,
  token_endpoint: `${ISSUER}/oauth/token`,
  introspection_endpoint: `${ISSUER}/oauth/introspect`,
  revocation_endpoint: `${ISSUER}/oauth/revoke`,
  grant_types_supported: ['client_credentials'],
  scopes_supported: ['system/*.rs'],
  code_challenge_methods_supported: ['S256'],
  capabilities: ['client-confidential-asymmetric', 'permission-v2'],
}

export const smartAnswer = (
  members: object = {},
  status = 200,
  headers: { readonly [name: string]: string } = json,
): Answered =>
  answer(status, headers, { ...smartDocument, ...members }, { url: `${ISSUER}/fhir/.well-known/smart-configuration` })

export const REDIRECT = 'https://app.partner.example/callback'
/** The authorization request of a sign-in, as its first answer records it. */
export const askedFor = (members: { readonly [name: string]: string } = {}): Answered =>
  answer(200, { 'content-type': 'text/html' }, '<form method="post"></form>', {
    url: `${ISSUER}/oauth/authorize?${new URLSearchParams({ response_type: 'code', redirect_uri: REDIRECT, ...members })}`,
    as: 'sian',
  })

/** A redirect back to the client, to `to` or the registered address. */
export const sentBack = (members: { readonly [name: string]: string }, to = REDIRECT): Answered =>
  answer(303, { location: `${to}?${new URLSearchParams(members)}` }, '', {
    method: 'POST',
    url: `${ISSUER}/oauth/sign-in`,
    as: 'sian',
  })

/** A page that leads nowhere. */
export const errorPage = (status = 400): Answered =>
  answer(status, { 'content-type': 'text/html' }, '<h1>This app cannot be opened</h1>', {
    url: `${ISSUER}/oauth/authorize`,
    as: 'sian',
  })

/** A patient given out, and a refusal with a challenge. */
export const givenOut = (): Answered =>
  answer(
    200,
    { 'content-type': 'application/fhir+json; charset=utf-8' },
    { resourceType: 'Patient', id: 'a' },
    { url: `${ISSUER}/fhir/Patient/a` },
  )
export const refusedWith = (status: number, headers: { readonly [name: string]: string } = {}): Answered =>
  answer(
    status,
    { 'content-type': 'application/fhir+json; charset=utf-8', ...headers },
    { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'login' }] },
    { url: `${ISSUER}/fhir/Patient/a` },
  )
